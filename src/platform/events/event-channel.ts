// A connection that only listens for PostgreSQL's notifications. It also reports whether it works: while it does not, caches that depend
// on notifications must not be used.
import { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { configOf, HostSearch, type Way } from "../db/connection/host-search.js";
import { proveNotifications } from "../db/connection/notification-proof.js";
import { DatabaseClock, momentNow } from "../db/database-clock.js";
import type { Logger } from "../observability/log.js";

export interface EventChannel {
  /** False from the moment the connection breaks until it listens again and `onOpen` has resolved. */
  readonly isOpen: boolean;
  /** Open, and confirmed a moment ago: if the network stops delivering packets, the connection stays open for seconds. */
  isInSyncAt(now: number): boolean;
  /** Updated with every heartbeat. */
  readonly clock: DatabaseClock;
  close(): Promise<void>;
}

export interface EventChannelOptions {
  url: string;
  /** A constant from code, because it becomes an identifier in SQL. */
  channel: string;
  /** Called with the payload of each notification. */
  onEvent: (payload: string) => void;
  /** Called whenever the connection starts to listen, to catch up on notifications that may have been missed. */
  onOpen: () => Promise<void>;
  log: Logger;
}

const MAX_DELAY_MS = 5_000;
/** If the network stops delivering packets, only a query without a response shows it. */
const HEARTBEAT_MS = 250;
const RESPONSE_TIMEOUT_MS = 3_000;
/** How long a heartbeat counts as a confirmation: four heartbeats. */
const CONFIRMED_MS = 1_000;
const CLOSING_TIMEOUT_MS = 500;

export function openEventChannel(options: EventChannelOptions): EventChannel {
  const { log } = options;
  let isOpen = false;
  const clock = new DatabaseClock();
  const closing = new AbortController();
  const search = HostSearch.of(options.url, RESPONSE_TIMEOUT_MS);
  const keepListening = async (): Promise<void> => {
    for (let failures = 0; !closing.signal.aborted; failures += 1) {
      const setOpen = (value: boolean) => {
        isOpen = value;
        if (value) failures = 0;
      };
      await listenOnce({ ...options, clock, search }, closing.signal, setOpen).catch((error: unknown) => {
        search.discard();
        if (!closing.signal.aborted) log.warn({ err: error }, "Listening for events failed; reconnecting.");
      });
      const delay = Math.min(MAX_DELAY_MS, 50 * 2 ** Math.min(failures, 10));
      await sleep(delay * (0.5 + Math.random() / 2), undefined, { signal: closing.signal }).catch(() => undefined);
    }
  };
  const running = keepListening();
  return {
    get isOpen() {
      return isOpen;
    },
    isInSyncAt: (now) => isOpen && clock.ageAt(now) < CONFIRMED_MS,
    clock,
    close: async () => {
      closing.abort();
      await running;
    },
  };
}

/** Resolves when the connection breaks or `closing` is aborted; rejects if the connection cannot be opened. */
async function listenOnce(
  options: EventChannelOptions & { clock: DatabaseClock; search: HostSearch },
  closing: AbortSignal,
  setOpen: (isOpen: boolean) => void,
): Promise<void> {
  const socket = new Socket();
  const connection = connectionOn(socket, await options.search.find());
  const broken = new Promise<void>((resolve) => {
    socket.once("close", () => resolve());
    connection.on("error", () => resolve());
    closing.addEventListener("abort", () => resolve(), { once: true });
  });
  let isBroken = false;
  let heartbeat: NodeJS.Timeout | null = null;
  void broken.then(() => {
    isBroken = true;
    setOpen(false);
    // Makes pending queries fail. An open connection is ended in order first, below.
    if (heartbeat === null) socket.destroy();
  });
  try {
    await connection.connect();
    connection.on("notification", ({ channel, payload = "" }) => {
      if (channel === options.channel) options.onEvent(payload);
    });
    await connection.query(`listen ${options.channel}`);
    await proveNotifications(connection, options.url);
    await readClock(connection, options.clock);
    let isPending = false;
    heartbeat = setInterval(() => {
      if (isPending) return;
      isPending = true;
      readClock(connection, options.clock)
        .catch(() => socket.destroy())
        .finally(() => {
          isPending = false;
        });
    }, HEARTBEAT_MS);
    heartbeat.unref();
    await Promise.race([options.onOpen(), broken]);
    if (!isBroken) setOpen(true);
    await broken;
  } finally {
    if (heartbeat !== null) clearInterval(heartbeat);
    await Promise.race([connection.end().catch(() => undefined), sleep(CLOSING_TIMEOUT_MS, undefined, { ref: false })]);
    socket.destroy();
  }
}

async function readClock(connection: pg.Client, clock: DatabaseClock): Promise<void> {
  const sent = momentNow();
  const { rows } = await connection.query<{ now: number }>(
    "/* database.clock */ select (extract(epoch from clock_timestamp()) * 1000)::float8 as now",
  );
  clock.set(rows[0]?.now ?? 0, { sent, received: momentNow() });
}

function connectionOn(socket: Socket, way: Way): pg.Client {
  return new pg.Client({
    ...configOf(way),
    application_name: "colophon listener",
    keepAlive: true,
    connectionTimeoutMillis: RESPONSE_TIMEOUT_MS,
    query_timeout: RESPONSE_TIMEOUT_MS,
    // Our own socket, so that it can be destroyed: the client can only send a message to a peer that may be gone.
    stream: () => socket,
  });
}
