// A lease is an idle session that holds a shared advisory lock; each process that uses the server has one. PostgreSQL thus counts
// the users, and releases the lock of a crashed process, which a lock file could not.
import { Socket } from "node:net";
import pg from "pg";
import { SUPERUSER } from "./cluster.js";

const DATABASE = "colophon";
const ROLE = "colophon";
/** Advisory locks of the maintenance database: USE is shared by the users of the server, SET_UP is held while it is set up. */
const USE = [0x434f4c4f, 1];
const SET_UP = [0x434f4c4f, 2];
const CONNECT_TIMEOUT_MS = 10_000;

export interface Lease {
  /** Whether no other process used the server when the lease was taken. */
  isFirst: boolean;
  /** Resolves when the session ends for any reason. */
  ended: Promise<void>;
  /** Releases the lock. True if no other process uses the server; new processes then wait until `end`. */
  release(): Promise<boolean>;
  end(): Promise<void>;
}

export async function takeLease(port: number, password: string): Promise<Lease> {
  const socket = new Socket();
  const client = new pg.Client({
    host: "127.0.0.1",
    port,
    user: SUPERUSER,
    password,
    database: "postgres",
    application_name: "colophon lease",
    ssl: false,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    stream: () => socket,
  });
  const ended = new Promise<void>((done) => client.once("end", () => done()));
  client.on("error", () => undefined);
  await client.connect();
  await client.query("/* lease.lock */ select pg_advisory_lock_shared($1, $2)", USE);
  const others = await client.query(
    `/* lease.others */ select from pg_locks
     where locktype = 'advisory' and (classid, objid) = ($1, $2) and pid <> pg_backend_pid()`,
    USE,
  );
  await prepareDatabase(client, password);
  // An idle lease must not keep the process alive.
  socket.unref();
  return {
    isFirst: others.rowCount === 0,
    ended,
    async release() {
      socket.ref();
      // Unlock first: two processes that leave at once would otherwise see each other's lock, and neither would stop the server.
      await client.query("/* lease.unlock */ select pg_advisory_unlock_shared($1, $2)", USE);
      const { rows } = await client.query<{ isLast: boolean }>(
        `/* lease.lock exclusively */ select pg_try_advisory_lock($1, $2) as "isLast"`,
        USE,
      );
      return rows[0]?.isLast === true;
    },
    async end() {
      socket.ref();
      await client.end();
    },
  };
}

/** The URL for the service: an ordinary role that owns its database and may create others. */
export function databaseUrl(port: number, password: string): string {
  return `postgres://${ROLE}:${password}@127.0.0.1:${port}/${DATABASE}`;
}

/** Creates the role and the database. Runs at every start, since a process may be killed between creating the cluster and this. */
async function prepareDatabase(client: pg.Client, password: string): Promise<void> {
  if (await exists(client, "pg_database", "datname", DATABASE)) return;
  await client.query("/* lease.lock set-up */ select pg_advisory_lock($1, $2)", SET_UP);
  if (!(await exists(client, "pg_roles", "rolname", ROLE))) {
    await client.query(
      `/* lease.create role */ create role ${ROLE} login createdb password ${client.escapeLiteral(password)}`,
    );
  }
  if (!(await exists(client, "pg_database", "datname", DATABASE))) {
    await client.query(`/* lease.create database */ create database ${DATABASE} owner ${ROLE}`);
  }
  await client.query("/* lease.unlock set-up */ select pg_advisory_unlock($1, $2)", SET_UP);
}

async function exists(client: pg.Client, catalog: string, column: string, name: string): Promise<boolean> {
  const found = await client.query(`/* lease.${catalog} */ select from ${catalog} where ${column} = $1`, [name]);
  return found.rowCount === 1;
}
