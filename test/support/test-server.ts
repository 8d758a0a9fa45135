// Creates and drops databases on one PostgreSQL server. Each database name contains the id of its test run, and a running test run has
// a session of that name on the server, so that the databases of killed runs can be recognised and dropped.
import { randomBytes } from "node:crypto";
import { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const PREFIX = "colophon_test_";
const FILE_COPY_SINCE = 150_000;
const OBJECT_IN_USE = "55006";
const INSUFFICIENT_PRIVILEGE = "42501";
const ATTEMPTS = 100;

/** The session that shows other runs that this run is still running. */
export interface RunSession {
  end(): Promise<void>;
}

export class TestServer {
  readonly #url: string;
  readonly runId: string;

  constructor(url: string, runId: string = randomBytes(5).toString("hex")) {
    this.#url = url;
    this.runId = runId;
  }

  urlOf(database: string): string {
    const url = new URL(this.#url);
    url.pathname = `/${database}`;
    return url.href;
  }

  /** Creates a database, by default in the server's locale, and returns its name. */
  async create(template: string | null, locale?: string): Promise<string> {
    const name = `${PREFIX}${this.runId}_${randomBytes(5).toString("hex")}`;
    await this.#connected(async (client) => {
      const source = template === null ? "template0" : pg.escapeIdentifier(template);
      const version = await client.query<{ number: number }>(
        "select current_setting('server_version_num')::int as number",
      );
      const copying = Number(version.rows[0]?.number) >= FILE_COPY_SINCE ? "strategy file_copy" : "";
      const localised =
        locale === undefined
          ? ""
          : `encoding 'UTF8' locale_provider libc lc_collate ${pg.escapeLiteral(locale)} lc_ctype ${pg.escapeLiteral(locale)}`;
      await retryWhileInUse(() => client.query(`create database ${name} template ${source} ${localised} ${copying}`));
    });
    return name;
  }

  async drop(name: string): Promise<void> {
    await this.#connected((client) => dropDatabase(client, name));
  }

  /** Disallows connections, also of autovacuum, to a database that is used as a template. */
  async disallowConnections(name: string): Promise<void> {
    await this.#connected((client) => client.query(`alter database ${name} with allow_connections false`));
  }

  async dropAll(): Promise<void> {
    await this.#dropWhere((runId) => runId === this.runId);
  }

  async dropLeftovers(): Promise<void> {
    await this.#dropWhere((runId, sessions) => runId !== this.runId && !sessions.has(PREFIX + runId));
  }

  /** Opens the session of this run; it does not keep the process alive. */
  async announceRun(): Promise<RunSession> {
    const socket = new Socket();
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: PREFIX + this.runId,
      stream: () => socket,
    });
    client.on("error", () => undefined);
    await client.connect();
    socket.unref();
    return {
      async end() {
        socket.ref();
        await client.end();
      },
    };
  }

  async #dropWhere(isDropped: (runId: string, sessions: ReadonlySet<string>) => boolean): Promise<void> {
    await this.#connected(async (client) => {
      // Databases are listed before sessions, since a run opens its session before it creates a database.
      const databases = await client.query<{ datname: string }>(
        "select datname from pg_database where starts_with(datname, $1) and pg_has_role(datdba, 'member')",
        [PREFIX],
      );
      const { rows } = await client.query<{ name: string }>("select application_name as name from pg_stat_activity");
      const sessions = new Set(rows.map(({ name }) => name));
      for (const { datname } of databases.rows) {
        const runId = datname.slice(PREFIX.length).split("_")[0] ?? "";
        if (isDropped(runId, sessions)) await dropDatabase(client, datname);
      }
    });
  }

  async #connected(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url, connectionTimeoutMillis: 10_000 });
    client.on("error", () => undefined);
    await client.connect();
    try {
      await work(client);
    } finally {
      await client.end();
    }
  }
}

async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  await retryWhileInUse(() => client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`));
}

/**
 * Retries while another session is connected: autovacuum, or the session that migrated a template. A role that is not a superuser
 * gets a privilege error if it would have to end autovacuum's process.
 */
async function retryWhileInUse(change: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await change();
      return;
    } catch (error) {
      const code = error instanceof pg.DatabaseError ? error.code : undefined;
      const isInUse = code === OBJECT_IN_USE || code === INSUFFICIENT_PRIVILEGE;
      if (!isInUse || attempt === ATTEMPTS) throw error;
      await sleep(50);
    }
  }
}
