// Records the statements that the service sends to PostgreSQL, of reads and writes, pools and single connections alike: at the driver, through
// which all of them pass.
import { mock } from "node:test";
import pg from "pg";

interface Submitted {
  text?: string;
}

/** Calls `seen` with the text of each statement, and the client that sends it, until `stop` is called. */
export function recordStatements(seen: (text: string, client: pg.Client) => void): { stop: () => void } {
  const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  const spy = mock.method(pg.Client.prototype, "query", function (this: pg.Client, ...args: unknown[]) {
    const [first] = args;
    const text = typeof first === "string" ? first : (first as Submitted | undefined)?.text;
    if (text !== undefined) seen(text, this);
    return query.apply(this, args);
  });
  return { stop: () => spy.mock.restore() };
}
