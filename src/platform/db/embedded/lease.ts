// One idle session per process that uses the server, holding a shared advisory lock. PostgreSQL thereby counts the
// users for us: a crashed process lets go of its lock by itself, which no file of ours could promise.
import { Socket } from "node:net";
import pg from "pg";
import { SUPERUSER } from "./cluster.js";

const DATABASE = "colophon";
const ROLE = "colophon";
/** Two locks of the maintenance database: who uses the server, and who is setting it up. */
const USE = [0x434f4c4f, 1];
const SET_UP = [0x434f4c4f, 2];
const ANSWER_MS = 10_000;

export interface Lease {
  /** Whether nobody else used the server when the lease was taken. */
  isFirst: boolean;
  /** Settles when the session ends, whoever ended it. */
  ended: Promise<void>;
  /** Lets go. True: nobody else uses the server, and newcomers wait until `end`. */
  leave(): Promise<boolean>;
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
    connectionTimeoutMillis: ANSWER_MS,
    stream: () => socket,
  });
  const ended = new Promise<void>((done) => client.once("end", () => done()));
  client.on("error", () => undefined);
  await client.connect();
  await client.query("select pg_advisory_lock_shared($1, $2)", USE);
  const others = await client.query(
    "select from pg_locks where locktype = 'advisory' and (classid, objid) = ($1, $2) and pid <> pg_backend_pid()",
    USE,
  );
  await prepareDatabase(client, password);
  // An idle lease must not keep the process alive.
  socket.unref();
  return {
    isFirst: others.rowCount === 0,
    ended,
    async leave() {
      socket.ref();
      // Let go first: two leaving at once would otherwise each see the other and both spare the server.
      await client.query("select pg_advisory_unlock_shared($1, $2)", USE);
      const response = await client.query<{ free: boolean }>("select pg_try_advisory_lock($1, $2) as free", USE);
      return response.rows[0]?.free === true;
    },
    async end() {
      socket.ref();
      await client.end();
    },
  };
}

/** The address for the service: an ordinary role that owns its database and may create others. */
export function databaseUrl(port: number, password: string): string {
  return `postgres://${ROLE}:${password}@127.0.0.1:${port}/${DATABASE}`;
}

/** Done at every start, since a process may have been killed between making the cluster and this. */
async function prepareDatabase(client: pg.Client, password: string): Promise<void> {
  if (await exists(client, "pg_database", "datname", DATABASE)) return;
  await client.query("select pg_advisory_lock($1, $2)", SET_UP);
  if (!(await exists(client, "pg_roles", "rolname", ROLE))) {
    await client.query(`create role ${ROLE} login createdb password ${client.escapeLiteral(password)}`);
  }
  if (!(await exists(client, "pg_database", "datname", DATABASE))) {
    await client.query(`create database ${DATABASE} owner ${ROLE}`);
  }
  await client.query("select pg_advisory_unlock($1, $2)", SET_UP);
}

async function exists(client: pg.Client, catalog: string, column: string, name: string): Promise<boolean> {
  const found = await client.query(`select from ${catalog} where ${column} = $1`, [name]);
  return found.rowCount === 1;
}
