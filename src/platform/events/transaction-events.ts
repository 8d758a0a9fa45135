// The channel from the outbox to the invalidation feed: `recordEvents` adds the events of a transaction here, and the feed receives
// them when the transaction has committed, before the code that awaits the commit continues.
import type { DataSource, EntityManager, QueryRunner } from "typeorm";
import { observeTransactions } from "../db/transaction.js";
import type { StoredEvent } from "./outbox.js";

export type DeliverEvents = (events: readonly StoredEvent[]) => void;

export class TransactionEvents {
  readonly #receivers = new WeakMap<DataSource, DeliverEvents[]>();
  readonly #recorded = new WeakMap<QueryRunner, StoredEvent[]>();

  /** Adds events to the open transaction. Those of a savepoint that is rolled back stay, and only invalidate more than needed. */
  add({ queryRunner }: EntityManager, events: readonly StoredEvent[]): void {
    if (queryRunner === undefined) throw new Error("Expected events to be recorded in a transaction.");
    // Also without receivers, as in a command, so that they are dropped at the end of the transaction.
    this.#receiversOf(queryRunner.connection);
    this.#recorded.set(queryRunner, [...(this.#recorded.get(queryRunner) ?? []), ...events]);
  }

  /** Passes on the events of each transaction of the data source that commits, and drops those of one that is rolled back. */
  deliverCommitted(dataSource: DataSource, deliver: DeliverEvents): void {
    this.#receiversOf(dataSource).push(deliver);
  }

  /** Observes the data source from the first call on. */
  #receiversOf(dataSource: DataSource): DeliverEvents[] {
    const known = this.#receivers.get(dataSource);
    if (known !== undefined) return known;
    const receivers: DeliverEvents[] = [];
    this.#receivers.set(dataSource, receivers);
    observeTransactions(dataSource, {
      committed: (queryRunner) => {
        const events = this.#take(queryRunner);
        if (events.length > 0) for (const receiver of receivers) receiver(events);
      },
      rolledBack: (queryRunner) => void this.#take(queryRunner),
    });
    return receivers;
  }

  #take(queryRunner: QueryRunner): readonly StoredEvent[] {
    const events = this.#recorded.get(queryRunner) ?? [];
    this.#recorded.delete(queryRunner);
    return events;
  }
}

/** One for the process. Each query runner belongs to one data source, and so its events reach the receivers of that one only. */
export const transactionEvents = new TransactionEvents();
