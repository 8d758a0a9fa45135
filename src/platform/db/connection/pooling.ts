// Recognises a pooler between this process and the database, and its mode: whether a connection keeps one session, or each transaction may
// get another. Nothing but the sessions themselves tells that.
import pg from "pg";
import { codeOf } from "../../../lib/error-facts.js";
import type { SessionDefect } from "../sessions/session-check.js";
import { configOf, HostSearch } from "./host-search.js";

/** `session`: a connection has one session as long as it is open. `transaction`: each transaction may have another. */
export type Pooling = "direct" | "session" | "transaction";

const ROUNDS = 3;
const TIMEOUT_MS = 5_000;

export interface DriverConnection extends pg.Client {
  /** The process id that the other side has sent at the start of the connection: the server its own, a pooler an invented one. */
  readonly processID: number;
}

export const sessionOf = async (client: pg.ClientBase): Promise<number> =>
  (await client.query<{ pid: number }>("/* pooling.session */ select pg_backend_pid() as pid")).rows[0]?.pid ?? 0;

export const isDirect = async (client: pg.ClientBase): Promise<boolean> =>
  (await sessionOf(client)) === (client as DriverConnection).processID;

/** Opens a connection with a plain session. */
export async function openClient(url: string): Promise<pg.Client> {
  const way = await HostSearch.of(url, TIMEOUT_MS).find();
  const client = new pg.Client({
    ...configOf(way),
    application_name: "colophon check",
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

const endAll = (clients: readonly pg.Client[]): Promise<unknown> =>
  Promise.all(clients.map((client) => client.end().catch(() => undefined)));

export async function poolingOf(url: string): Promise<Pooling> {
  const opened: pg.Client[] = [];
  try {
    const first = await openClient(url);
    opened.push(first);
    if (await isDirect(first)) return "direct";
    const second = await openClient(url);
    opened.push(second);
    return (await sharesSessions(first, second)) ? "transaction" : "session";
  } finally {
    await endAll(opened);
  }
}

/**
 * While the second connection is in a transaction, a session that the first had before is free only if it does not keep it, and the second
 * then gets it with all likelihood.
 */
async function sharesSessions(first: pg.Client, second: pg.Client): Promise<boolean> {
  const own = await sessionOf(first);
  for (let round = 0; round < ROUNDS; round += 1) {
    await second.query("begin");
    const other = await sessionOf(second);
    const isShared = other === own || (await sessionOf(first)) !== own;
    await second.query("rollback");
    if (isShared) return true;
  }
  return false;
}

/** SQLSTATE of a statement name that the session does not know, and of one that it knows already. */
const NAME_CODES: ReadonlySet<string> = new Set(["26000", "42P05"]);

export const NAMES_DEFECT: SessionDefect = {
  message: "The pooler does not know a prepared statement in another session, so that requests fail.",
  advice: "Set DATABASE_PREPARE=0, or max_prepared_statements in PgBouncer 1.21 or later.",
};

/** Whether a statement that one session has prepared is executed under its name although the connection has another session now. */
export async function supportsNames(url: string): Promise<boolean> {
  const opened: pg.Client[] = [];
  const statement = { name: `colophon_check_${process.pid}`, text: "/* pooling.prepared */ select 1" };
  try {
    const first = await openClient(url);
    opened.push(first);
    const second = await openClient(url);
    opened.push(second);
    for (let round = 0; round < ROUNDS; round += 1) {
      await first.query(statement);
      await second.query("begin");
      await sessionOf(second);
      await first.query(statement);
      await second.query("rollback");
    }
    return true;
  } catch (error) {
    if (NAME_CODES.has(codeOf(error))) return false;
    throw error;
  } finally {
    await endAll(opened);
  }
}
