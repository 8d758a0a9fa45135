// Turns changes of the feed into deliveries. The lock of the webhook's row makes it one process at a time, and the position advances in the
// transaction of the delivery, so that each change is in one delivery exactly, whichever process crashes.
import type { EntityManager } from "typeorm";
import { type SqlClient, TransactionReads } from "../../../platform/db/database.js";
import { computedColumn, selectColumns } from "../../../platform/db/entity-columns.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { sql } from "../../../platform/db/sql-text.js";
import type { WriteTransaction } from "../../../platform/db/transaction.js";
import { type ChangePosition, decodeChangeCursor, encodeChangeCursor } from "../../change-feed/change-cursor.js";
import { newestPosition, positionOf, readChanges, type StoredChange } from "../../change-feed/read-changes.js";
import { Webhook } from "../webhook.entity.js";
import { fittingChanges, MAX_CHANGES } from "./call-payload.js";

/** Beyond this number of pending calls a webhook stays where it is in the feed, which keeps the changes. */
const MAX_PENDING = 1_000;

const PLANNED = ["id", "nodeTypes", "document", "debounceSeconds", "cursor", "windowEndsAt"] as const;

/** Webhooks with changes to tell now: their window has ended, or there is something behind their position. */
export const TO_PLAN = `w.is_enabled
  and case when w.window_ends_at is not null then w.window_ends_at <= clock_timestamp()
    else w.read_to <> (select coalesce((select max(c.id) from change c), f.forgotten_to) from change_feed f) end
  and (select count(*) from (select 1 from webhook_delivery d where d.webhook_id = w.id and d.status = 'PENDING'
    limit ${MAX_PENDING}) p) < ${MAX_PENDING}`;

const DUE = sql`/* Webhook.toPlan */ select ${computedColumn("id", "uuid", "w.id")} from webhook w where ${TO_PLAN} order by w.created_at, w.id`;
const LOCK = sql`/* Webhook.lockToPlan */ select ${selectColumns(Webhook, "w", PLANNED)} from webhook w
  where w.id = $1 and ${TO_PLAN} for update skip locked`;
const OPEN_WINDOW = sql`/* Webhook.openWindow */ update webhook w set window_ends_at = $2::timestamptz + make_interval(secs => $3) where w.id = $1
  returning ${computedColumn("isOver", "boolean", "w.window_ends_at <= clock_timestamp()")}`;
const ADVANCE = `/* Webhook.advance */ update webhook set cursor = $2, read_to = $3, window_ends_at = case when $4 then window_ends_at end
  where id = $1`;
const INSERT = `/* WebhookDelivery.plan */ insert into webhook_delivery
    (webhook_id, kind, after_cursor, cursor, node_types, is_reset, is_truncated, status, next_attempt_at)
  values ($1, 'CHANGES', $2, $3, $4, $5, $6, 'PENDING', clock_timestamp()) on conflict do nothing`;

type PlannedWebhook = Pick<Webhook, (typeof PLANNED)[number]>;

/** Webhooks that another process plans for, or that are written at the moment, are skipped. */
export async function planDeliveries(db: SqlClient, transact: WriteTransaction): Promise<void> {
  for (const { id } of await db.query(DUE)) {
    let mayHaveMore = true;
    while (mayHaveMore) mayHaveMore = await transact((tx) => planNext(tx, id));
  }
}

/** What a delivery covers, and whether more is to be planned at once. */
interface Batch {
  position: ChangePosition;
  isReset: boolean;
  isTruncated: boolean;
  hasMore: boolean;
}

async function planNext(tx: EntityManager, id: string): Promise<boolean> {
  const [webhook] = await queryPrepared(tx, LOCK, [id]);
  if (webhook === undefined) return false;
  const after = decodeChangeCursor(webhook.cursor);
  const nodeTypes = webhook.nodeTypes.length === 0 ? null : webhook.nodeTypes;
  const read = await readChanges(new TransactionReads(tx), after, { limit: MAX_CHANGES, nodeTypes });
  const [first] = read.changes;
  if (first === undefined && !read.isReset) {
    await advance(tx, id, read.position, false);
    return read.hasMore;
  }
  if (first !== undefined && !(await isDue(tx, webhook, first))) return false;
  const batch = read.isReset ? { ...read, isTruncated: false } : await batchOf(tx, webhook, after.epoch, read);
  const cursor = encodeChangeCursor(batch.position);
  await queryPrepared(tx, INSERT, [
    ...[id, webhook.cursor, cursor, webhook.nodeTypes, batch.isReset, batch.isTruncated],
  ]);
  await advance(tx, id, batch.position, batch.hasMore);
  return batch.hasMore;
}

/** The first change since the last call opens a window; what comes within it is told with it. Later changes do not postpone its end. */
async function isDue(
  tx: EntityManager,
  { id, debounceSeconds, windowEndsAt }: PlannedWebhook,
  { at }: StoredChange,
): Promise<boolean> {
  if (debounceSeconds === 0 || windowEndsAt !== null) return true;
  const [opened] = await queryPrepared(tx, OPEN_WINDOW, [id, at, debounceSeconds]);
  return opened?.isOver === true;
}

/**
 * A window is one call, whatever has come within it. Without a window, and with a document, whose result is to cover all changes, a call
 * has as many changes as fit.
 */
async function batchOf(
  tx: EntityManager,
  { debounceSeconds, document }: PlannedWebhook,
  epoch: string,
  { changes, position, hasMore }: Pick<Batch, "position" | "hasMore"> & { changes: readonly StoredChange[] },
): Promise<Batch> {
  const { count, isCut } = fittingChanges(changes);
  const isWhole = !isCut && !hasMore;
  if (isWhole) return { position, isReset: false, isTruncated: false, hasMore };
  if (debounceSeconds > 0 && document === null) {
    const newest = hasMore ? await newestPosition(new TransactionReads(tx)) : position;
    return { position: newest, isReset: false, isTruncated: true, hasMore: false };
  }
  const last = changes[count - 1];
  const isPart = count < changes.length && last !== undefined;
  return {
    position: isPart ? positionOf(last, epoch) : position,
    isReset: false,
    isTruncated: isCut && !isPart,
    hasMore: isPart || hasMore,
  };
}

async function advance(tx: EntityManager, id: string, position: ChangePosition, keepsWindow: boolean): Promise<void> {
  await queryPrepared(tx, ADVANCE, [id, encodeChangeCursor(position), position.id, keepsWindow]);
}
