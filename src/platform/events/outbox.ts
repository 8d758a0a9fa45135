// The transactional outbox: records events in the transaction that causes them. Writers do not know the listeners, which the
// dispatcher calls.
import type { EntityManager } from "typeorm";
import { computedColumn } from "../db/entity-columns.js";
import { queryPrepared } from "../db/prepared/prepared-write.js";
import { sql } from "../db/sql-text.js";
import { transactionEvents } from "./transaction-events.js";

/** The channel on which a commit with events notifies the dispatchers. */
export const EVENT_CHANNEL = "colophon_event";

/** An arbitrary constant, which identifies this lock among the advisory locks of the database. */
const OUTBOX_LOCK = 3_208_446_117;

export interface DomainEvent {
  /** `<noun>.<past participle>`, such as `post.published`. */
  type: string;
  /** Ids, and other facts that listeners need; never text that may be hidden from some readers. */
  payload: Record<string, unknown>;
}

/** An event with its position in the outbox. */
export interface StoredEvent {
  /** Decimal digits; increases in the order of commits. */
  id: string;
  type: string;
  payload: Record<string, unknown>;
}

/** Ids are drawn above the sort, and so after the lock. PostgreSQL sends the notification at commit, and never after a rollback. */
const RECORD = sql`/* outbox.record */ with locked as materialized (select pg_advisory_xact_lock($1)),
   recorded as (
     insert into outbox_event (type, payload)
     select e.value ->> 'type', e.value -> 'payload'
     from locked cross join jsonb_array_elements($2::jsonb) with ordinality as e(value, number) order by e.number
     returning id)
   select ${computedColumn("ids", "text[]", "array_agg(id::text order by id)")}, pg_notify($3, max(id)::text) from recorded`;

/**
 * To be called last in a write. Ids are drawn before the commit, so that without the lock an event with a smaller id could appear after
 * a greater one was delivered. The lock is held until the transaction ends, so that ids increase in the order of commits.
 */
export async function recordEvents(tx: EntityManager, events: readonly DomainEvent[]): Promise<void> {
  if (events.length === 0) return;
  const values = [OUTBOX_LOCK, JSON.stringify(events), EVENT_CHANNEL];
  const [recorded] = await queryPrepared(tx, RECORD, values);
  transactionEvents.add(
    tx,
    events.map(({ type, payload }, index) => ({ id: recorded?.ids[index] ?? "", type, payload })),
  );
}
