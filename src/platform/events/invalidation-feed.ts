// Keeps what a process remembers in step with the database. A commit of this process is told before whoever made it goes
// on, and so before its mutation is answered; a commit of another process is told as soon as PostgreSQL notifies.
import type { DataSource, QueryRunner } from "typeorm";
import type { Logger } from "../observability/log.js";
import type { Dispatcher, Listener } from "./dispatcher.js";
import { type StoredEvent, takeRecordedEvents } from "./outbox.js";

/** Forgets at once whatever the events concern; must neither wait nor throw, and bear an event twice. */
export type ChangeListener = (events: readonly StoredEvent[]) => void;

export class InvalidationFeed {
  readonly #log: Logger;
  readonly #listeners: ChangeListener[] = [];
  /** Commits of this process that the outbox has not delivered yet. */
  readonly #toldHere = new Set<number>();
  #position = 0;
  /** Everything up to it has been delivered. */
  #delivered = 0;
  /** Commits that are known of, and on their way here. */
  readonly #expected = new Set<number>();
  #dispatcher: Pick<Dispatcher, "isInSyncAt"> | null = null;

  constructor(log: Logger) {
    this.#log = log;
  }

  /**
   * False while commits of other processes might go unheard: then nothing remembered may be used, and nothing read may be
   * remembered.
   */
  get isInSync(): boolean {
    return this.isInSyncAt(performance.now());
  }

  /** For those who have just looked at the clock: what `performance.now()` said, in this turn of the event loop. */
  isInSyncAt(now: number): boolean {
    return this.#expected.size === 0 && this.#dispatcher?.isInSyncAt(now) === true;
  }

  /**
   * The newest event known. What is read from now on shows it and all before it; what was read earlier must not be
   * remembered if an event that came since then concerns it.
   */
  get position(): number {
    return this.#position;
  }

  /** The newest event of all when this process began. */
  beginAt(eventId: number): void {
    this.#position = Math.max(this.#position, eventId);
  }

  subscribe(listener: ChangeListener): void {
    this.#listeners.push(listener);
  }

  /** From now on commits of this source are told. */
  observeCommits(dataSource: DataSource): void {
    const end = (queryRunner: QueryRunner): readonly StoredEvent[] =>
      queryRunner.isTransactionActive ? [] : takeRecordedEvents(queryRunner);
    dataSource.subscribers.push({
      afterTransactionCommit: ({ queryRunner }) => {
        const events = end(queryRunner);
        for (const { id } of events) {
          this.#toldHere.add(Number(id));
          // The notification may have been faster than the answer to the commit.
          this.#expected.delete(Number(id));
        }
        this.#tell(events);
      },
      afterTransactionRollback: ({ queryRunner }) => void end(queryRunner),
    });
  }

  /** Hears the commits of other processes, once the dispatcher is known. */
  readonly listener: Listener = {
    name: "coherence",
    isDurable: false,
    handle: async (events) => {
      this.#tell(events.filter(({ id }) => !this.#toldHere.has(Number(id))));
      const last = Number(events.at(-1)?.id ?? 0);
      this.#delivered = last;
      for (const ids of [this.#toldHere, this.#expected]) for (const id of ids) if (id <= last) ids.delete(id);
    },
  };

  /** Another process has committed an event: until it is delivered, nothing is sure. */
  expect(eventId: number): void {
    if (eventId > this.#delivered && !this.#toldHere.has(eventId)) this.#expected.add(eventId);
  }

  useDispatcher(dispatcher: Pick<Dispatcher, "isInSyncAt">): void {
    this.#dispatcher = dispatcher;
  }

  #tell(events: readonly StoredEvent[]): void {
    if (events.length === 0) return;
    for (const { id } of events) this.#position = Math.max(this.#position, Number(id));
    for (const listener of this.#listeners) {
      try {
        listener(events);
      } catch (error) {
        this.#log.error({ err: error }, "What this process remembers could not be told of a change.");
      }
    }
  }
}
