// Delivers committed events to listeners, in the order of their commits and at least once. One process at a time delivers to a durable
// listener, and continues where the last one stopped. A broadcast listener receives, in every process, the events that are committed
// during the life of that process.
import type { DataSource, EntityManager } from "typeorm";
import type { DatabaseClock } from "../db/database-clock.js";
import type { Logger } from "../observability/log.js";
import { openEventChannel } from "./event-channel.js";
import { EVENT_CHANNEL, type StoredEvent } from "./outbox.js";

export type { StoredEvent } from "./outbox.js";

export interface Listener {
  /** Must never change for a durable listener, because its position is stored under it. */
  name: string;
  isDurable: boolean;
  /**
   * Must be idempotent: delivery is at-least-once. If it rejects, or does not finish within ten minutes, the same events are delivered
   * again. Slow work belongs in a queue of its own.
   */
  handle(events: readonly StoredEvent[]): Promise<void>;
}

export interface DispatcherOptions {
  dataSource: DataSource;
  url: string;
  listeners: readonly Listener[];
  /** Called when PostgreSQL notifies of an event, before the event is delivered. */
  onNotified?: (eventId: number) => void;
  log: Logger;
}

export interface Dispatcher {
  /** Whether this process receives notifications, and its broadcast listeners have caught up. */
  readonly isListening: boolean;
  /** The same, and a heartbeat has confirmed the connection within the last second. */
  isInSyncAt(now: number): boolean;
  /** The database's time, measured by the listening connection. */
  readonly clock: DatabaseClock;
  /** Delivers everything committed so far. */
  deliver(): Promise<void>;
  close(): Promise<void>;
}

const BATCH = 200;
/** A safety net for lost notifications; also retries failed deliveries. */
const POLL_MS = 2_000;
/** Longer than any listener should take for a batch. After it another process may deliver the batch. */
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
        // There may be another batch.
      }
    } catch (error) {
      log.error({ err: error, listener: listener.name }, "A listener failed; its events will be delivered again.");
    }
  };
  let current: Promise<void> = Promise.resolve();
  let isWaiting = false;
  return {
    isDurable: listener.isDurable,
    // One run at a time, and one more for events that were committed after it read the outbox.
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

/** Handles one batch, and resolves to whether there may be another. */
type Step = () => Promise<boolean>;

function durableStep(dataSource: DataSource, listener: Listener): Step {
  return async () => {
    // Committed at once, because other processes would wait for it during the delivery.
    await dataSource.query(
      `/* outbox.addListener */ insert into outbox_position (listener, event_id) select $1, coalesce(min(id), 1) - 1 from outbox_event
       on conflict do nothing`,
      [listener.name],
    );
    return dataSource.transaction(async (tx) => {
      await tx.query(
        "/* outbox.deliveryTimeout */ select set_config('idle_in_transaction_session_timeout', $1, true)",
        [String(HANDLING_MS)],
      );
      const [position]: { eventId: string }[] = await tx.query(
        '/* outbox.claim */ select event_id as "eventId" from outbox_position where listener = $1 for update skip locked',
        [listener.name],
      );
      // Another process is at it.
      if (position === undefined) return false;
      const events = await eventsAfter(tx, position.eventId);
      const last = events.at(-1);
      if (last === undefined) return false;
      await listener.handle(events);
      await tx.query("/* outbox.advance */ update outbox_position set event_id = $2 where listener = $1", [
        listener.name,
        last.id,
      ]);
      return events.length === BATCH;
    });
  };
}

async function broadcastStep(dataSource: DataSource, listener: Listener): Promise<Step> {
  const [newest]: { id: string }[] = await dataSource.query(
    "/* outbox.newest */ select coalesce(max(id), 0) as id from outbox_event",
  );
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
  return tx.query(
    "/* outbox.eventsAfter */ select id, type, payload from outbox_event where id > $1 order by id limit $2",
    [id, BATCH],
  );
}
