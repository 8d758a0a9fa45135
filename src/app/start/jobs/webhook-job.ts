// Calls webhooks. Every process plans deliveries and makes calls; locks and leases in the database decide which one does what.
import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { claimWebhook, untilNextCall } from "../../../content/webhooks/calls/claimed-calls.js";
import { type CallerServices, makeCalls } from "../../../content/webhooks/calls/make-calls.js";
import { planDeliveries } from "../../../content/webhooks/calls/plan-deliveries.js";
import { MAX_WEBHOOKS } from "../../../content/webhooks/webhook-limits.js";
import type { Platform } from "../../../identity/context.js";
import type { BackgroundJobs } from "./background-jobs.js";
import { startDueJob } from "./due-job.js";

/** Events of the same moment need one run. */
const TOGETHER_MS = 5;
/** At the end of the process: how long calls may take to end by themselves. */
const CLOSING_MS = 1_000;

export function startWebhooks(platform: Platform): BackgroundJobs {
  const { privateReads: db, transact, outbound, storedQueries, invalidationFeed, log } = platform;
  const services: CallerServices = { db, transact, outbound, storedQueries, log };
  const calls = new Set<Promise<void>>();
  const closing = new AbortController();
  // Requests and their sockets listen, as many as there are calls.
  setMaxListeners(0, closing.signal);
  const call = async (leaseId: string): Promise<void> => {
    try {
      await makeCalls(services, leaseId, closing.signal);
    } catch (error) {
      log.warn({ err: error }, "The calls of a webhook were interrupted; they will be made again.");
    }
  };
  const claimDue = async (): Promise<void> => {
    await planDeliveries(db, transact);
    while (calls.size < MAX_WEBHOOKS && !job.isClosed) {
      const leaseId = randomUUID();
      if ((await claimWebhook(transact, leaseId)) === null) break;
      const running = call(leaseId).then(() => {
        calls.delete(running);
        job.plan(TOGETHER_MS);
      });
      calls.add(running);
    }
  };
  /** Where nothing is due it is one look, since most events concern no webhook. */
  const callDue = async (): Promise<number | null> => {
    let next = await untilNextCall(db);
    if (next !== null && next <= 0) {
      await claimDue();
      next = await untilNextCall(db);
    }
    return next;
  };
  const job = startDueJob(callDue, (error) =>
    log.warn({ err: error }, "Webhooks could not be called; the job will be retried."),
  );
  // Changes are recorded in the transactions of events. An event without a change costs one look.
  invalidationFeed.subscribe(() => job.plan(TOGETHER_MS));
  return {
    close: async () => {
      await job.close();
      await Promise.race([Promise.all(calls), sleep(CLOSING_MS, undefined, { ref: false })]);
      closing.abort();
      await Promise.all(calls);
    },
  };
}
