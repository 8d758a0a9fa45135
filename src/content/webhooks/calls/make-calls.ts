// Makes the calls of one webhook while this process has its lease.
import { messageOf } from "../../../lib/error-facts.js";
import type { WriteTransaction } from "../../../platform/db/transaction.js";
import type { Logger } from "../../../platform/observability/log.js";
import { attemptCall, type CallServices } from "./attempt-call.js";
import { nextCall, type PendingCall, RENEWAL_MS, releaseLease, renewLease } from "./claimed-calls.js";
import { type AttemptOutcome, settleCall } from "./settle-call.js";

export interface CallerServices extends CallServices {
  transact: WriteTransaction;
  log: Logger;
}

/** Ends when no call is due. A call that `signal` interrupts is not counted: another process makes it again with the same id. */
export async function makeCalls(services: CallerServices, leaseId: string, signal: AbortSignal): Promise<void> {
  const { db, transact, log } = services;
  const renewal = setInterval(() => {
    renewLease(transact, leaseId).catch((error: unknown) => log.debug({ err: error }, "A lease was not renewed."));
  }, RENEWAL_MS);
  try {
    while (!signal.aborted) {
      const call = await nextCall(db, leaseId);
      if (call === undefined) return;
      const outcome = await attempted(services, call, signal);
      if (signal.aborted && outcome.status === null) return;
      const reason = await settleCall(transact, call, outcome);
      report(log, call, outcome, reason);
    }
  } finally {
    clearInterval(renewal);
    await releaseLease(transact, leaseId);
  }
}

/** A call that cannot be made, whatever the reason, is a failure of its own and holds up no other. */
async function attempted(services: CallerServices, call: PendingCall, signal: AbortSignal): Promise<AttemptOutcome> {
  try {
    return await attemptCall(services, call, signal);
  } catch (error) {
    services.log.error(
      { err: error, webhookId: call.webhookId, deliveryId: call.id },
      "A webhook could not be called.",
    );
    const reason = `The call could not be made (${messageOf(error).slice(0, 100)}).`;
    return { status: null, error: reason, durationMs: 0, retryAfter: null };
  }
}

function report(
  log: Logger,
  { id, webhookId }: PendingCall,
  { status, error, durationMs }: AttemptOutcome,
  reason: string | null,
) {
  const facts = { webhookId, deliveryId: id, status, durationMs };
  if (reason !== null) log.warn({ ...facts, reason }, "A webhook was switched off.");
  else if (error !== null) log.info({ ...facts, error }, "A call of a webhook failed.");
  else log.debug(facts, "A webhook was called.");
}
