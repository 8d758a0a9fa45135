// Keeps the caches of a process consistent with the database. It delivers the events of this process's commits before the code that
// awaits the commit continues, and so before the mutation is acknowledged; events of other processes follow PostgreSQL's
// notification.
import type { DataSource } from "typeorm";
import type { Logger } from "../observability/log.js";
import type { Dispatcher, Listener } from "./dispatcher.js";
import type { StoredEvent } from "./outbox.js";
import { transactionEvents } from "./transaction-events.js";

/** Invalidates cached data that the events concern. Synchronous; must not throw, and must tolerate duplicates. */
export type ChangeListener = (events: readonly StoredEvent[]) => void;

export class InvalidationFeed {
  readonly #log: Logger;
  readonly #listeners: ChangeListener[] = [];
  /** Events of this process that the dispatcher has not delivered yet. */
  readonly #deliveredAtCommit = new Set<number>();
  #position = 0;
  /** The dispatcher has delivered all events up to this one. */
  #dispatched = 0;
  /** Events that PostgreSQL has notified of and the dispatcher has not delivered yet. */
  readonly #expected = new Set<number>();
  #dispatcher: Pick<Dispatcher, "isInSyncAt"> | null = null;

  constructor(log: Logger) {
    this.#log = log;
  }

  /**
   * False while events of other processes may be missing. Then cached data must not be used, and data that is read must not be
   * cached.
   */
  get isInSync(): boolean {
    return this.isInSyncAt(performance.now());
  }

  /** For callers that have just read `performance.now()`, in the same turn of the event loop. */
  isInSyncAt(now: number): boolean {
    return this.#expected.size === 0 && this.#dispatcher?.isInSyncAt(now) === true;
  }

  /**
   * The newest known event. Data that is read from now on includes its change and all earlier ones. Data that was read before must
   * not be cached if an event that concerns it has arrived since.
   */
  get position(): number {
    return this.#position;
  }

  /** Sets the position to the newest event at the start of the process. */
  beginAt(eventId: number): void {
    this.#position = Math.max(this.#position, eventId);
  }

  subscribe(listener: ChangeListener): void {
    this.#listeners.push(listener);
  }

  /** From now on the feed delivers the events that transactions of this data source commit. */
  observeCommits(dataSource: DataSource): void {
    transactionEvents.deliverCommitted(dataSource, (committed) => {
      // The dispatcher may have delivered the events before the acknowledgement of the commit arrived.
      const events = committed.filter(({ id }) => Number(id) > this.#dispatched);
      for (const { id } of events) {
        this.#deliveredAtCommit.add(Number(id));
        // The notification, too, may have arrived before the acknowledgement.
        this.#expected.delete(Number(id));
      }
      this.#deliver(events);
    });
  }

  /** Receives the events of other processes from the dispatcher. */
  readonly listener: Listener = {
    name: "invalidation feed",
    isDurable: false,
    handle: async (events) => {
      this.#deliver(events.filter(({ id }) => !this.#deliveredAtCommit.has(Number(id))));
      const last = Number(events.at(-1)?.id ?? 0);
      this.#dispatched = last;
      for (const ids of [this.#deliveredAtCommit, this.#expected]) for (const id of ids) if (id <= last) ids.delete(id);
    },
  };

  /** Another process has committed an event. Until it is delivered, the feed is not in sync. */
  expect(eventId: number): void {
    if (eventId > this.#dispatched && !this.#deliveredAtCommit.has(eventId)) this.#expected.add(eventId);
  }

  useDispatcher(dispatcher: Pick<Dispatcher, "isInSyncAt">): void {
    this.#dispatcher = dispatcher;
  }

  #deliver(events: readonly StoredEvent[]): void {
    if (events.length === 0) return;
    for (const { id } of events) this.#position = Math.max(this.#position, Number(id));
    for (const listener of this.#listeners) {
      try {
        listener(events);
      } catch (error) {
        this.#log.error({ err: error }, "Cache invalidation failed; cached data may be stale.");
      }
    }
  }
}
