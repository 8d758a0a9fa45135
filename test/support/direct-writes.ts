// Tests write rows directly, without the events that invalidate the caches of a running service. Here every statement that is not a
// read also records an event of an unknown type, after which the service assumes that anything may have changed.
import type { DataSource, QueryRunner } from "typeorm";
import { recordEvents } from "../../src/platform/events/outbox.js";

/** Reads, and writes to tables that no response depends on. */
const WITHOUT_EFFECT =
  /^\s*(?:\/\*[^*]*\*\/\s*)?(?:select|explain|show)\b|\b(?:outbox_\w+|idempotency_key|api_token)\b/i;

export function recordDirectWrites(dataSource: DataSource): void {
  const query = dataSource.query.bind(dataSource);
  const queryAndRecord = async (sql: string, values?: unknown[], runner?: QueryRunner): Promise<unknown> => {
    const result = await query(sql, values, runner);
    // A statement with a runner is one of the service itself.
    if (runner === undefined && !WITHOUT_EFFECT.test(sql)) await dataSource.transaction(recordUnknownEvent);
    return result;
  };
  Object.assign(dataSource, { query: queryAndRecord });
}

export function recordUnknownEvent(tx: Parameters<typeof recordEvents>[0]): Promise<void> {
  return recordEvents(tx, [{ type: "test.written", payload: {} }]);
}
