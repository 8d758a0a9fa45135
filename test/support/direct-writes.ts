// Tests write rows by hand, which no event tells of. Whoever does that to a running service has to say so; here every
// statement that is not a read says it, as an event that nobody knows and that therefore may mean anything.
import type { DataSource, QueryRunner } from "typeorm";
import { recordEvents } from "../../src/platform/events/outbox.js";

/** Reads, and writes of what no answer depends on; some are the service's own. */
const HARMLESS = /^\s*(?:select|explain|show)\b|\b(?:outbox_\w+|idempotency_key|api_token)\b/i;

export function recordDirectWrites(dataSource: DataSource): void {
  const query = dataSource.query.bind(dataSource);
  const queryAndRecord = async (sql: string, values?: unknown[], runner?: QueryRunner): Promise<unknown> => {
    const result = await query(sql, values, runner);
    // With a runner it is a statement of the service's own.
    if (runner === undefined && !HARMLESS.test(sql)) await dataSource.transaction(recordUnknownEvent);
    return result;
  };
  Object.assign(dataSource, { query: queryAndRecord });
}

export function recordUnknownEvent(tx: Parameters<typeof recordEvents>[0]): Promise<void> {
  return recordEvents(tx, [{ type: "test.written", payload: {} }]);
}
