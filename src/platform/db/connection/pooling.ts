// Recognises a pooler between this process and the database, and its mode: whether a connection keeps one session, or each transaction may
// get another. Nothing but the sessions themselves tells that.
import pg from "pg";
import { codeOf } from "../../../lib/error-facts.js";

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

export function plainClient(url: string, applicationName = "colophon check"): pg.Client {
  const client = new pg.Client({
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  client.on("error", () => undefined);
  return client;
}

export async function poolingOf(url: string): Promise<Pooling> {
  const [first, second] = [plainClient(url), plainClient(url)];
  try {
    await first.connect();
    if (await isDirect(first)) return "direct";
    await second.connect();
    return (await sharesSessions(first, second)) ? "transaction" : "session";
  } finally {
    await Promise.all([first, second].map((client) => client.end().catch(() => undefined)));
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

/** Whether a statement that one session has prepared is executed under its name although the connection has another session now. */
export async function supportsNames(url: string): Promise<boolean> {
  const [first, second] = [plainClient(url), plainClient(url)];
  const statement = { name: `colophon_check_${process.pid}`, text: "/* pooling.prepared */ select 1" };
  try {
    await Promise.all([first.connect(), second.connect()]);
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
    await Promise.all([first, second].map((client) => client.end().catch(() => undefined)));
  }
}
