// Write transactions. What PostgreSQL refuses only because of timing (a deadlock, a serialization failure) is tried again
// with jitter, a bounded number of times; the work must therefore have no effect outside of its transaction.
import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource, EntityManager } from "typeorm";
import { codeOf } from "../../lib/error-facts.js";

/** SQLSTATE of serialization_failure and deadlock_detected. */
const RETRYABLE = new Set(["40001", "40P01"]);
const MAX_ATTEMPTS = 5;
const BASE_DELAY_MS = 10;

export type WriteTransaction = <T>(work: (tx: EntityManager) => Promise<T>) => Promise<T>;

export function isRetryable(error: unknown): boolean {
  return RETRYABLE.has(codeOf(error));
}

/** Runs `attempt` until it succeeds, fails for another reason than timing, or has failed too often. */
export async function withRetries<T>(attempt: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isRetryable(error) || attempts === MAX_ATTEMPTS) throw error;
      await sleep(BASE_DELAY_MS * 2 ** attempts * Math.random());
    }
  }
}

/** A transaction of its own for every call. */
export function ownTransactions(dataSource: DataSource): WriteTransaction {
  return (work) => withRetries(() => dataSource.transaction(work));
}

/** A savepoint in one open transaction: a refusal undoes its own work, a retry is the business of who opened it. */
export function savepointsIn(outer: EntityManager): WriteTransaction {
  return (work) => outer.transaction(work);
}
