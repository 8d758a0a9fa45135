// Records what became of an attempt, and what follows: another attempt, the end of the delivery, or the end of the webhook.
import { nullableColumn } from "../../../platform/db/entity-columns.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { sql } from "../../../platform/db/sql-text.js";
import type { WriteTransaction } from "../../../platform/db/transaction.js";
import type { PendingCall } from "./claimed-calls.js";
import { retryDelay } from "./retry-schedule.js";

export interface AttemptOutcome {
  /** Null if there was no response. */
  status: number | null;
  /** Null for a success. */
  error: string | null;
  durationMs: number;
  /** Seconds that the receiver asked to wait; null if it did not. */
  retryAfter: number | null;
}

const GONE = 410;
const FAILING_DAYS = 5;

const SETTLE = sql`/* WebhookDelivery.settle */ update webhook_delivery d set status = $2, attempts = attempts + 1, retries = retries + 1,
    next_attempt_at = case when $2 = 'PENDING' then clock_timestamp() + make_interval(secs => $3) end,
    last_status_code = $4, last_error = $5, duration_ms = $6
  where d.id = $1 and d.status = 'PENDING'`;
const SUCCEEDED = sql`/* Webhook.succeeded */ update webhook w set failing_since = null where w.id = $1 and w.failing_since is not null`;
const FAILED = sql`/* Webhook.failed */ update webhook w set failing_since = coalesce(w.failing_since, clock_timestamp()),
    held_until = case when $2::double precision is null then w.held_until else clock_timestamp() + make_interval(secs => $2) end
  where w.id = $1`;
const DISABLE = sql`/* Webhook.disable */ update webhook w set is_enabled = false, disabled_reason = $2
  where w.id = $1 and w.is_enabled and ($3 or w.failing_since <= clock_timestamp() - interval '${String(FAILING_DAYS)} days')
  returning ${nullableColumn("reason", "text", "w.disabled_reason")}`;

/** Returns the reason if the webhook was switched off. */
export async function settleCall(
  transact: WriteTransaction,
  call: Pick<PendingCall, "id" | "webhookId" | "kind" | "retries">,
  outcome: AttemptOutcome,
): Promise<string | null> {
  const { status, error, durationMs } = outcome;
  const delay = error === null ? null : delayOf(call, outcome);
  const result = error === null ? "DELIVERED" : delay === null ? "DEAD" : "PENDING";
  // The webhook is locked before its delivery, as by a deletion.
  return transact(async (tx) => {
    if (error === null) await queryPrepared(tx, SUCCEEDED, [call.webhookId]);
    const isGone = status === GONE;
    const counts = error !== null && (call.kind === "CHANGES" || isGone);
    if (counts) await queryPrepared(tx, FAILED, [call.webhookId, outcome.retryAfter]);
    await queryPrepared(tx, SETTLE, [call.id, result, delay, status, error, durationMs]);
    if (!counts) return null;
    const reason = isGone
      ? "The receiver responded with 410: it wants no more calls."
      : `Every call has failed for ${FAILING_DAYS} days. The last one: ${error}`;
    const [disabled] = await queryPrepared(tx, DISABLE, [call.webhookId, reason, isGone]);
    return disabled?.reason ?? null;
  });
}

/** Seconds until the next attempt; null if there is none. A test has one attempt, so that it tells the truth at once. */
function delayOf(
  { kind, retries }: Pick<PendingCall, "kind" | "retries">,
  { status, retryAfter }: AttemptOutcome,
): number | null {
  const delay = kind === "TEST" || status === GONE ? null : retryDelay(retries + 1);
  return delay === null ? null : Math.max(delay, retryAfter ?? 0);
}
