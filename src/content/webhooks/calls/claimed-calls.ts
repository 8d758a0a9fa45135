// Which process calls a webhook: the one with its lease, which ends by itself soon after a crash. Within a lease deliveries are attempted one
// after the other, outside of any transaction.
import type { SqlClient } from "../../../platform/db/database.js";
import { computedColumn, nullableColumn, selectColumns } from "../../../platform/db/entity-columns.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { sql } from "../../../platform/db/sql-text.js";
import type { WriteTransaction } from "../../../platform/db/transaction.js";
import { Webhook } from "../webhook.entity.js";
import { WebhookDelivery } from "../webhook-delivery.entity.js";
import { TO_PLAN } from "./plan-deliveries.js";

/** Renewed four times within this; after a crash another process waits for no longer. */
const LEASE = "interval '3 seconds'";
export const RENEWAL_MS = 750;

/** A test is made also while a webhook is switched off or asked not to be called. */
const CALLABLE = "(d.kind = 'TEST' or (w.is_enabled and (w.held_until is null or w.held_until <= clock_timestamp())))";
const DUE = `d.status = 'PENDING' and d.next_attempt_at <= clock_timestamp() and ${CALLABLE}`;

const CLAIM = sql`/* Webhook.claim */ update webhook c set lease_id = $1, leased_until = clock_timestamp() + ${LEASE} where c.id = (
    select w.id from webhook w where (w.leased_until is null or w.leased_until <= clock_timestamp())
      and exists (select 1 from webhook_delivery d where d.webhook_id = w.id and ${DUE})
    order by w.created_at, w.id limit 1 for update skip locked)
  returning ${computedColumn("id", "uuid", "c.id")}`;

/** Returns the id of a webhook with a call to make, leased under this id; null if there is none. */
export async function claimWebhook(transact: WriteTransaction, leaseId: string): Promise<string | null> {
  const [claimed] = await transact((tx) => queryPrepared(tx, CLAIM, [leaseId]));
  return claimed?.id ?? null;
}

const RENEW = sql`/* Webhook.renewLease */ update webhook w set leased_until = clock_timestamp() + ${LEASE} where w.lease_id = $1`;
const RELEASE = sql`/* Webhook.releaseLease */ update webhook w set lease_id = null, leased_until = null where w.lease_id = $1`;

export async function renewLease(transact: WriteTransaction, leaseId: string): Promise<void> {
  await transact((tx) => queryPrepared(tx, RENEW, [leaseId]));
}

export async function releaseLease(transact: WriteTransaction, leaseId: string): Promise<void> {
  await transact((tx) => queryPrepared(tx, RELEASE, [leaseId]));
}

const NEXT = sql`/* WebhookDelivery.next */ select ${selectColumns(WebhookDelivery, "d", [
  ...(["id", "webhookId", "kind", "afterCursor", "cursor", "nodeTypes", "isReset"] as const),
  ...(["isTruncated", "retries", "createdAt"] as const),
])}, ${selectColumns(Webhook, "w", ["url", "document", "secret"])},
   ${nullableColumn("previousSecret", "text", "case when w.previous_secret_until > clock_timestamp() then w.previous_secret end")}
  from webhook w join webhook_delivery d on d.webhook_id = w.id where w.lease_id = $1 and ${DUE}
  order by d.next_attempt_at, d.created_at, d.id limit 1`;

/** The next call under this lease; undefined if none is due, or the lease is another's now. */
export async function nextCall(db: SqlClient, leaseId: string) {
  const [call] = await db.query(NEXT, [leaseId]);
  return call;
}

export type PendingCall = NonNullable<Awaited<ReturnType<typeof nextCall>>>;

const FIRST = "select d.next_attempt_at from webhook_delivery d where d.webhook_id = w.id and d.status = 'PENDING'";
/**
 * Until a call is due, a window ends or another process's lease would, by the clock of the database. Null if nothing is waiting. Changes that
 * no delivery tells yet count as due. Tests are looked for by themselves: they need not wait for the receiver as calls before them do.
 */
const UNTIL_NEXT = sql`/* Webhook.next */ select ${nullableColumn("milliseconds", "double precision", "1000 * extract(epoch from min(x.at) - clock_timestamp())")} from (
    select case when ${TO_PLAN} then clock_timestamp() when w.is_enabled then w.window_ends_at end as at from webhook w
    union all
    select greatest(d.next_attempt_at, w.leased_until, w.held_until) from webhook w
      cross join lateral (${FIRST} and d.kind = 'CHANGES' order by d.next_attempt_at limit 1) d where w.is_enabled
    union all
    select greatest(d.next_attempt_at, w.leased_until) from webhook w
      cross join lateral (${FIRST} and d.kind = 'TEST' order by d.next_attempt_at limit 1) d
  ) x`;

export async function untilNextCall(db: SqlClient): Promise<number | null> {
  const [next] = await db.query(UNTIL_NEXT);
  return next?.milliseconds ?? null;
}
