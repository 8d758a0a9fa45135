// Delivers committed events to listeners, in the order of their commits and at least once. A durable listener is served
// by one process at a time and goes on where any process stopped; a broadcast listener hears in every process what happens
// while that process lives.
import type { DataSource, EntityManager } from "typeorm";
import type { DatabaseClock } from "../db/database-clock.js";
import type { Logger } from "../observability/log.js";
import { openEventChannel } from "./event-channel.js";
import { EVENT_CHANNEL, type StoredEvent } from "./outbox.js";

export type { StoredEvent } from "./outbox.js";

export interface Listener {
  /** Fixed for ever for a durable listener: its position is kept under it. */
  name: string;
  isDurable: boolean;
  /**
   * Must bear to be given an event again: an error leaves the position where it was, and so do ten minutes without an
   * end. Slow work belongs into a queue of its own, which this fills.
   */
  handle(events: readonly StoredEvent[]): Promise<void>;
}

export interface DispatcherOptions {
  dataSource: DataSource;
  url: string;
  listeners: readonly Listener[];
  /** Called when the commit of an event is known, before it is delivered. */
  onNotified?: (eventId: number) => void;
  log: Logger;
}

export interface Dispatcher {
  /** Whether this process is told of events at once, and its broadcast listeners of all that it had missed. */
  readonly isListening: boolean;
  /** The same, and the connection has shown within the last second that it is alive. */
  isInSyncAt(now: number): boolean;
  /** The database's time, as far as the listening connection knows it. */
  readonly clock: DatabaseClock;
  /** Delivers everything committed so far. */
  deliver(): Promise<void>;
  close(): Promise<void>;
}

const BATCH = 200;
/** A safety net under the notifications: also retries what a listener could not handle. */
const POLL_MS = 2_000;
/** Longer than any listener should take for a batch; then another process may try. */
const HANDLING_MS = 10 * 60_000;

export async function startDispatcher(options: DispatcherOptions): Promise<Dispatcher> {
  const deliveries = await Promise.all(options.listeners.map((listener) => startDelivery(options, listener)));
  const wake = () => {
    for (const delivery of deliveries) void delivery.run();
  };
  const catchUp = async () => {
    wake();
    await Promise.all(deliveries.filter(({ isDurable }) => !isDurable).map((delivery) => delivery.run()));
  };
  const onEvent = (eventId: string) => {
    options.onNotified?.(Number(eventId));
    wake();
  };
  const channel = openEventChannel({ ...options, channel: EVENT_CHANNEL, onEvent, onOpen: catchUp });
  const poll = setInterval(wake, POLL_MS);
  poll.unref();
  return {
    get isListening() {
      return channel.isOpen;
    },
    isInSyncAt: channel.isInSyncAt,
    clock: channel.clock,
    deliver: async () => {
      await Promise.all(deliveries.map((delivery) => delivery.run()));
    },
    close: async () => {
      clearInterval(poll);
      await channel.close();
      await Promise.all(deliveries.map((delivery) => delivery.idle()));
    },
  };
}

interface Delivery {
  isDurable: boolean;
  run(): Promise<void>;
  idle(): Promise<void>;
}

async function startDelivery({ dataSource, log }: DispatcherOptions, listener: Listener): Promise<Delivery> {
  const step = listener.isDurable ? durableStep(dataSource, listener) : await broadcastStep(dataSource, listener);
  const drain = async (): Promise<void> => {
    try {
      while (await step()) {
        // Another batch may be waiting.
      }
    } catch (error) {
      log.error({ err: error, listener: listener.name }, "A listener failed; its events will be delivered again.");
    }
  };
  let current: Promise<void> = Promise.resolve();
  let isWaiting = false;
  return {
    isDurable: listener.isDurable,
    // One run at a time, and one more for whatever was committed after it looked.
    run: () => {
      if (!isWaiting) {
        isWaiting = true;
        current = current.then(() => {
          isWaiting = false;
          return drain();
        });
      }
      return current;
    },
    idle: () => current,
  };
}

/** Handles one batch; true while there may be more. */
type Step = () => Promise<boolean>;

function durableStep(dataSource: DataSource, listener: Listener): Step {
  return async () => {
    // Committed at once: inside the delivery, other processes would wait for the first one to end.
    await dataSource.query(
      `insert into outbox_position (listener, event_id) select $1, coalesce(min(id), 1) - 1 from outbox_event
       on conflict do nothing`,
      [listener.name],
    );
    return dataSource.transaction(async (tx) => {
      await tx.query("select set_config('idle_in_transaction_session_timeout', $1, true)", [String(HANDLING_MS)]);
      const [position]: { eventId: string }[] = await tx.query(
        'select event_id as "eventId" from outbox_position where listener = $1 for update skip locked',
        [listener.name],
      );
      // Another process is at it.
      if (position === undefined) return false;
      const events = await eventsAfter(tx, position.eventId);
      const last = events.at(-1);
      if (last === undefined) return false;
      await listener.handle(events);
      await tx.query("update outbox_position set event_id = $2 where listener = $1", [listener.name, last.id]);
      return events.length === BATCH;
    });
  };
}

async function broadcastStep(dataSource: DataSource, listener: Listener): Promise<Step> {
  const [newest]: { id: string }[] = await dataSource.query("select coalesce(max(id), 0) as id from outbox_event");
  let position = newest?.id ?? "0";
  return async () => {
    const events = await eventsAfter(dataSource.manager, position);
    const last = events.at(-1);
    if (last === undefined) return false;
    await listener.handle(events);
    position = last.id;
    return events.length === BATCH;
  };
}

function eventsAfter(tx: EntityManager, id: string): Promise<StoredEvent[]> {
  return tx.query("select id, type, payload from outbox_event where id > $1 order by id limit $2", [id, BATCH]);
}
