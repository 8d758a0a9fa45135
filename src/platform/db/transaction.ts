// Write transactions. Failures that depend only on timing (deadlocks, serialization failures) are retried with jitter a bounded
// number of times; the work must therefore have no side effects outside its transaction.
import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource, EntityManager, QueryRunner } from "typeorm";
import { codeOf } from "../../lib/error-facts.js";

/** SQLSTATE of serialization_failure and deadlock_detected. */
const RETRYABLE = new Set(["40001", "40P01"]);
const MAX_ATTEMPTS = 5;
const BASE_DELAY_MS = 10;

export type WriteTransaction = <T>(work: (tx: EntityManager) => Promise<T>) => Promise<T>;

export function isRetryable(error: unknown): boolean {
  return RETRYABLE.has(codeOf(error));
}

/** Runs `attempt` until it succeeds, fails with an error that is not retryable, or has failed `MAX_ATTEMPTS` times. */
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

/** Runs each call in a transaction of its own. */
export function ownTransactions(dataSource: DataSource): WriteTransaction {
  return (work) => withRetries(() => dataSource.transaction(work));
}

/** Runs each call in a savepoint of an open transaction: a failure undoes the call's own work, and retries are left to its owner. */
export function savepointsIn(outer: EntityManager): WriteTransaction {
  return (work) => outer.transaction(work);
}

export interface TransactionObserver {
  /** Runs before the code that awaits the commit continues. */
  committed(queryRunner: QueryRunner): void;
  rolledBack(queryRunner: QueryRunner): void;
}

/** Observes all outermost transactions of a data source, through whichever function they are opened. Savepoints are not observed. */
export function observeTransactions(dataSource: DataSource, observer: TransactionObserver): void {
  // TypeORM calls subscribers for savepoints as well, while the outer transaction is still active.
  dataSource.subscribers.push({
    afterTransactionCommit: ({ queryRunner }) => {
      if (!queryRunner.isTransactionActive) observer.committed(queryRunner);
    },
    afterTransactionRollback: ({ queryRunner }) => {
      if (!queryRunner.isTransactionActive) observer.rolledBack(queryRunner);
    },
  });
}
