// A fixture for the tests of events: a scratch database, writers that record events, and listeners that remember the events they
// received.
import type { DataSource } from "typeorm";
import { createDataSource } from "../../../src/platform/db/data-source.js";
import {
  type Dispatcher,
  type Listener,
  type StoredEvent,
  startDispatcher,
} from "../../../src/platform/events/dispatcher.js";
import { recordEvents } from "../../../src/platform/events/outbox.js";
import { createLog } from "../../../src/platform/observability/log.js";
import { createScratchDatabase } from "../../support/database.js";

export interface EventFixture {
  url: string;
  dataSource: DataSource;
  /** Commits one transaction with one event for each name. */
  write(...names: string[]): Promise<void>;
  /** The names of all events, in the order of their ids. */
  written(): Promise<string[]>;
  /** A dispatcher of this process; closed with the fixture at the latest. */
  start(...listeners: Listener[]): Promise<Dispatcher>;
  /** The same, but its listening connection goes to another address. */
  startListeningAt(url: string, ...listeners: Listener[]): Promise<Dispatcher>;
  /** Closes the dispatchers and deletes all events. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export async function openEventFixture(poolSize = 12): Promise<EventFixture> {
  const scratch = await createScratchDatabase();
  const { url } = scratch;
  const dataSource = await connect(url, poolSize);
  const dispatchers: Dispatcher[] = [];
  const closeDispatchers = async () => {
    for (const dispatcher of dispatchers.splice(0)) await dispatcher.close();
  };
  const startListeningAt = async (address: string, ...listeners: Listener[]) => {
    const dispatcher = await startDispatcher({ dataSource, url: address, listeners, log: createLog("silent") });
    dispatchers.push(dispatcher);
    return dispatcher;
  };
  return {
    url,
    dataSource,
    write: (...names) =>
      dataSource.transaction((tx) =>
        recordEvents(
          tx,
          names.map((name) => ({ type: "test.happened", payload: { name } })),
        ),
      ),
    written: async () => namesOf(await dataSource.query("select id, type, payload from outbox_event order by id")),
    start: (...listeners) => startListeningAt(url, ...listeners),
    startListeningAt,
    clear: async () => {
      await closeDispatchers();
      await dataSource.query("truncate outbox_event, outbox_position");
    },
    close: async () => {
      await closeDispatchers();
      await dataSource.destroy();
      await scratch.drop();
    },
  };
}

export async function connect(url: string, poolSize: number): Promise<DataSource> {
  const limits = { poolSize, poolWaitMs: 20_000, statementTimeoutMs: 20_000 };
  const dataSource = createDataSource({ url, ...limits }, { entities: [], migrations: [] });
  await dataSource.initialize();
  return dataSource;
}

export const namesOf = (events: readonly StoredEvent[]): string[] => events.map(({ payload }) => String(payload.name));

export interface Recorder extends Listener {
  readonly received: string[];
}

/** Remembers the names of the events it received, once `before` has resolved. */
export function recorder(
  name: string,
  options: { isDurable?: boolean; before?: (names: string[]) => Promise<void> | void } = {},
): Recorder {
  const received: string[] = [];
  return {
    name,
    received,
    isDurable: options.isDurable ?? true,
    handle: async (events) => {
      await options.before?.(namesOf(events));
      received.push(...namesOf(events));
    },
  };
}
