// Records events in the transaction that causes them. Who listens is decided elsewhere (dispatcher.ts): a write knows
// nobody that reacts to it.
import type { EntityManager, QueryRunner } from "typeorm";
import { queryPrepared } from "../db/prepared/prepared-write.js";

/** The channel on which a commit with events wakes the dispatchers. */
export const EVENT_CHANNEL = "colophon_event";

/** Any fixed number; names this lock among the advisory locks of the database. */
const OUTBOX_LOCK = 3_208_446_117;

export interface DomainEvent {
  /** `<noun>.<what happened>`, such as `post.published`. */
  type: string;
  /** Ids and what a reaction needs to know; never a text that could be hidden. */
  payload: Record<string, unknown>;
}

/** An event with its place among all of them. */
export interface StoredEvent {
  /** Decimal digits; grows in the order of commits. */
  id: string;
  type: string;
  payload: Record<string, unknown>;
}

/** What the open transaction of a connection has recorded so far. */
const recorded = new WeakMap<QueryRunner, StoredEvent[]>();

/** Ids are drawn above the sort, and so after the lock. Delivered by PostgreSQL at commit, and not at all after a rollback. */
const RECORD = `with locked as materialized (select pg_advisory_xact_lock($1)),
   told as (
     insert into outbox_event (type, payload)
     select e.value ->> 'type', e.value -> 'payload'
     from locked cross join jsonb_array_elements($2::jsonb) with ordinality as e(value, number) order by e.number
     returning id)
   select array_agg(id::text order by id) as ids, pg_notify($3, max(id)::text) from told`;

/**
 * The last thing that a write does. Ids are drawn before commit, so without the lock an event with a smaller id could
 * appear after a greater one was delivered; with it, held to the end of the transaction, ids grow in the order of commits.
 */
export async function recordEvents(tx: EntityManager, events: readonly DomainEvent[]): Promise<void> {
  if (events.length === 0) return;
  const values = [OUTBOX_LOCK, JSON.stringify(events), EVENT_CHANNEL];
  const [told] = await queryPrepared<{ ids: string[] }>(tx, RECORD, values);
  const stored = events.map(({ type, payload }, index) => ({ id: told?.ids[index] ?? "", type, payload }));
  const { queryRunner } = tx;
  if (queryRunner !== undefined) recorded.set(queryRunner, [...(recorded.get(queryRunner) ?? []), ...stored]);
}

/**
 * What the transaction that has just ended on a connection had recorded, and nothing the second time. What was undone by a
 * savepoint may be among it.
 */
export function takeRecordedEvents(queryRunner: QueryRunner): readonly StoredEvent[] {
  const events = recorded.get(queryRunner) ?? [];
  recorded.delete(queryRunner);
  return events;
}
