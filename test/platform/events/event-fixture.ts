// What the tests of events stand on: a scratch database, writers that record events, and listeners that remember what
// they were told.
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

export interface EventGround {
  url: string;
  dataSource: DataSource;
  /** Writes one transaction with one event for each name. */
  write(...names: string[]): Promise<void>;
  /** Names of everything that was written, in the order of their ids. */
  written(): Promise<string[]>;
  /** A dispatcher of this process; closed with the ground at the latest. */
  start(...listeners: Listener[]): Promise<Dispatcher>;
  /** The same, but it listens by way of another address. */
  startListeningAt(url: string, ...listeners: Listener[]): Promise<Dispatcher>;
  /** Ends the dispatchers and forgets every event. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export async function openEventGround(poolSize = 12): Promise<EventGround> {
  const scratch = await createScratchDatabase();
  const { url } = scratch;
  const dataSource = await connect(url, poolSize);
  const dispatchers: Dispatcher[] = [];
  const endDispatchers = async () => {
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
      await endDispatchers();
      await dataSource.query("truncate outbox_event, outbox_position");
    },
    close: async () => {
      await endDispatchers();
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
  readonly heard: string[];
}

/** Remembers the names it was told, after `before` has let them pass. */
export function recorder(
  name: string,
  options: { isDurable?: boolean; before?: (names: string[]) => Promise<void> | void } = {},
): Recorder {
  const heard: string[] = [];
  return {
    name,
    heard,
    isDurable: options.isDurable ?? true,
    handle: async (events) => {
      await options.before?.(namesOf(events));
      heard.push(...namesOf(events));
    },
  };
}
