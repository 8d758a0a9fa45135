// Creates and drops databases on one PostgreSQL server. Every name carries the id of the run that made it, and a run
// that lives is seen on the server as a session of that name, so what a killed run left behind can be told and dropped.
import { randomBytes } from "node:crypto";
import { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const PREFIX = "colophon_test_";
const FILE_COPY_SINCE = 150_000;
const OBJECT_IN_USE = "55006";
const INSUFFICIENT_PRIVILEGE = "42501";
const ATTEMPTS = 100;

export interface Presence {
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

  /** Creates a database, in the server's locale where none is named, and gives its name. */
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

  /** Keeps strangers, autovacuum among them, out of a database that others are copied from. */
  async close(name: string): Promise<void> {
    await this.#connected((client) => client.query(`alter database ${name} with allow_connections false`));
  }

  async dropAll(): Promise<void> {
    await this.#dropAmong((runId) => runId === this.runId);
  }

  async dropLeftovers(): Promise<void> {
    await this.#dropAmong((runId, living) => runId !== this.runId && !living.has(PREFIX + runId));
  }

  /** A session that says this run lives; it does not keep the process alive. */
  async attend(): Promise<Presence> {
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

  async #dropAmong(choose: (runId: string, living: ReadonlySet<string>) => boolean): Promise<void> {
    await this.#connected(async (client) => {
      // The databases first: a run announces itself before it creates any.
      const databases = await client.query<{ datname: string }>(
        "select datname from pg_database where starts_with(datname, $1) and pg_has_role(datdba, 'member')",
        [PREFIX],
      );
      const sessions = await client.query<{ name: string }>("select application_name as name from pg_stat_activity");
      const living = new Set(sessions.rows.map(({ name }) => name));
      for (const { datname } of databases.rows) {
        const runId = datname.slice(PREFIX.length).split("_")[0] ?? "";
        if (choose(runId, living)) await dropDatabase(client, datname);
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
 * Somebody is still connected: autovacuum, or the session that migrated a template. A role that is no superuser may not end
 * autovacuum's process, and is refused for it.
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
