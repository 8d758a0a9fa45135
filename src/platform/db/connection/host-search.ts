// Finds the host of a URL with several hosts, or with conditions on the server, that accepts a session: the first that can be reached and
// is what `target_session_attrs` asks for, as libpq documents it. The driver itself knows a single host.
import pg from "pg";
import { codeOf } from "../../../lib/error-facts.js";
import { type DatabaseTarget, parseDatabaseUrl, type SessionAttrs } from "../../config/database-url.js";
import { type Tls, tlsVariants } from "./tls-options.js";

/** One way to connect: a host, with or without TLS. */
export interface Way {
  url: string;
  ssl: Tls;
  host: string;
  port: number;
}

/** SQLSTATE of a server that accepts no writes, is being shut down or has crashed. */
const HOST_FAILURES: ReadonlySet<string> = new Set(["25006", "57P01", "57P02", "57P03"]);

export const isHostFailure = (sqlState: string): boolean => HOST_FAILURES.has(sqlState);

export class NoSuitableHostError extends Error {
  override readonly name = "NoSuitableHostError";
}

/** A host that takes longer is passed over. */
const MAX_PROBE_MS = 1_000;
/** How long a host that was found counts as found, without another look. */
const FOUND_FOR_MS = 1_000;

interface ServerState {
  isStandby: boolean;
  isReadOnly: boolean;
}

const STATE = `/* host.state */ select pg_is_in_recovery() as "isStandby", pg_is_in_recovery() or
  current_setting('default_transaction_read_only')::boolean as "isReadOnly"`;

const SUITS: Readonly<Record<SessionAttrs, (state: ServerState) => boolean>> = {
  any: () => true,
  "read-write": ({ isReadOnly }) => !isReadOnly,
  "read-only": ({ isReadOnly }) => isReadOnly,
  primary: ({ isStandby }) => !isStandby,
  standby: ({ isStandby }) => isStandby,
  "prefer-standby": ({ isStandby }) => isStandby,
};

export class HostSearch {
  readonly #ways: readonly [Way, ...Way[]];
  readonly #attrs: SessionAttrs;
  readonly #probeMs: number;
  #found: { way: Way; until: number } | null = null;
  #searching: Promise<Way> | null = null;

  /** `waitMs` is the time in which a connection must be made. */
  constructor({ urls, tls, sessionAttrs }: DatabaseTarget, waitMs: number) {
    const ways = urls.flatMap((url) => waysTo(url, tls));
    this.#ways = ways as [Way, ...Way[]];
    this.#attrs = sessionAttrs;
    this.#probeMs = Math.max(100, Math.min(MAX_PROBE_MS, waitMs / ways.length));
  }

  static of(url: string, waitMs: number): HostSearch {
    return new HostSearch(parseDatabaseUrl(url), waitMs);
  }

  /** The only way; null if there are several, or conditions on the server. */
  get only(): Way | null {
    return this.#ways.length === 1 && this.#attrs === "any" ? this.#ways[0] : null;
  }

  /** The first way, whose URL tells the name of the database. */
  get first(): Way {
    return this.#ways[0];
  }

  /** Rejects with the failure of the last host if none can be used. */
  find(): Promise<Way> {
    if (this.only !== null) return Promise.resolve(this.only);
    if (this.#found !== null && performance.now() < this.#found.until) return Promise.resolve(this.#found.way);
    this.#searching ??= this.#search().finally(() => {
      this.#searching = null;
    });
    return this.#searching;
  }

  /** The host that was found has failed, or is not what it was: the next connection looks again. */
  discard(): void {
    this.#found = null;
  }

  async #search(): Promise<Way> {
    let last: Error = new NoSuitableHostError("No host was tried.");
    let second: Way | null = null;
    for (const way of this.#ways) {
      try {
        const state = await stateOf(way, this.#probeMs, this.#attrs !== "any");
        if (SUITS[this.#attrs](state)) return this.#keep(way);
        if (this.#attrs === "prefer-standby") second ??= way;
        last = new NoSuitableHostError(`The server at ${way.host} is not ${DESCRIPTIONS[this.#attrs]}.`);
      } catch (error) {
        // As in libpq: the other hosts would reject the login as well. The same holds for the name of the database.
        if (/^28|^3D/.test(codeOf(error))) throw error;
        last = error as Error;
      }
    }
    if (second !== null) return this.#keep(second);
    throw last;
  }

  #keep(way: Way): Way {
    this.#found = { way, until: performance.now() + FOUND_FOR_MS };
    return way;
  }
}

const DESCRIPTIONS: Readonly<Record<SessionAttrs, string>> = {
  any: "a server",
  "read-write": "one that accepts writes",
  "read-only": "one that accepts no writes",
  primary: "the primary server",
  standby: "a standby",
  "prefer-standby": "a standby",
};

function waysTo(url: string, tls: DatabaseTarget["tls"]): Way[] {
  // The driver reads the host, for it also takes it from the environment and from the parameters of the URL.
  const { host, port } = new pg.Client({ connectionString: url });
  // As in libpq, a Unix socket has no TLS.
  const variants = host.startsWith("/") ? [undefined] : tlsVariants(tls);
  return variants.map((ssl) => ({ url, ssl, host, port }));
}

/** What the driver needs to connect in this way. */
export const configOf = ({ url, ssl }: Way): pg.ClientConfig => ({
  connectionString: url,
  ...(ssl !== undefined && { ssl }),
});

async function stateOf(way: Way, timeoutMs: number, isAsked: boolean): Promise<ServerState> {
  const client = new pg.Client({
    ...configOf(way),
    application_name: "colophon search",
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    if (!isAsked) return { isStandby: false, isReadOnly: false };
    const { rows } = await client.query<ServerState>(STATE);
    return rows[0] ?? { isStandby: false, isReadOnly: false };
  } finally {
    void client.end().catch(() => undefined);
  }
}
