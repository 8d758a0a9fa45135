// Deletes old deliveries: those of the last 30 days are kept, and beyond the newest thousand of a webhook only those that are pending.
import { computedColumn } from "../../../platform/db/entity-columns.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { sql } from "../../../platform/db/sql-text.js";
import type { WriteTransaction } from "../../../platform/db/transaction.js";

const KEPT_DAYS = 30;
const KEPT = 1_000;
const BATCH = 1_000;

const DELETE = sql`/* WebhookDelivery.deleteOld */ delete from webhook_delivery o where o.id in (
    select d.id from webhook_delivery d where d.created_at < now() - interval '${String(KEPT_DAYS)} days'
    union
    select s.id from webhook w cross join lateral (
      select d.id, d.status from webhook_delivery d where d.webhook_id = w.id order by d.created_at desc, d.id desc offset ${String(KEPT)}) s
    where s.status <> 'PENDING'
    limit ${String(BATCH)})
  returning ${computedColumn("id", "uuid", "o.id")}`;

export async function deleteOldDeliveries(transact: WriteTransaction): Promise<void> {
  let deleted = BATCH;
  while (deleted === BATCH) deleted = (await transact((tx) => queryPrepared(tx, DELETE))).length;
}
