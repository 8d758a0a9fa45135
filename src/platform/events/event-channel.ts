// A connection that only listens. It tells when events may have been committed, and whether it can be relied upon: while
// it is down, whoever depends on being told must not trust what it remembers.
import { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { DatabaseClock, momentNow } from "../db/database-clock.js";
import type { Logger } from "../observability/log.js";

export interface EventChannel {
  /** False from the moment the connection breaks until it listens again and `onOpen` is done. */
  readonly isOpen: boolean;
  /** Open, and known to be so a moment ago: a network that falls silent leaves it open for seconds. */
  isInSyncAt(now: number): boolean;
  /** Read with every beat. */
  readonly clock: DatabaseClock;
  close(): Promise<void>;
}

export interface EventChannelOptions {
  url: string;
  /** Comes from code: it is an identifier of the statement. */
  channel: string;
  /** Called on each notification, with what it carries. */
  onEvent: (payload: string) => void;
  /** Makes up for what may have been missed, whenever listening begins anew. */
  onOpen: () => Promise<void>;
  log: Logger;
}

const MAX_DELAY_MS = 5_000;
/** A network that falls silent closes nothing: only a question without an answer shows it. */
const BEAT_MS = 250;
const ANSWER_MS = 3_000;
/** How long an answer to a beat is trusted: four beats. */
const SURE_MS = 1_000;
const FAREWELL_MS = 500;

export function openEventChannel(options: EventChannelOptions): EventChannel {
  const { log } = options;
  let isOpen = false;
  const clock = new DatabaseClock();
  const closing = new AbortController();
  const keepListening = async (): Promise<void> => {
    for (let failures = 0; !closing.signal.aborted; failures += 1) {
      const setOpen = (value: boolean) => {
        isOpen = value;
        if (value) failures = 0;
      };
      await listenOnce({ ...options, clock }, closing.signal, setOpen).catch((error: unknown) => {
        if (!closing.signal.aborted) log.warn({ err: error }, "Listening for events failed; trying again.");
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
    isInSyncAt: (now) => isOpen && clock.ageAt(now) < SURE_MS,
    clock,
    close: async () => {
      closing.abort();
      await running;
    },
  };
}

/** Ends when the connection breaks or `closing` is aborted; throws where it could not begin. */
async function listenOnce(
  options: EventChannelOptions & { clock: DatabaseClock },
  closing: AbortSignal,
  setOpen: (isOpen: boolean) => void,
): Promise<void> {
  const socket = new Socket();
  const connection = connectionOn(socket, options.url);
  const broken = new Promise<void>((resolve) => {
    socket.once("close", () => resolve());
    connection.on("error", () => resolve());
    closing.addEventListener("abort", () => resolve(), { once: true });
  });
  let isBroken = false;
  let beat: NodeJS.Timeout | null = null;
  void broken.then(() => {
    isBroken = true;
    setOpen(false);
    // Whatever waits for an answer fails now. An open connection takes its leave first, below.
    if (beat === null) socket.destroy();
  });
  try {
    await connection.connect();
    connection.on("notification", ({ payload = "" }) => options.onEvent(payload));
    await connection.query(`listen ${options.channel}`);
    await readClock(connection, options.clock);
    let isAsking = false;
    beat = setInterval(() => {
      if (isAsking) return;
      isAsking = true;
      readClock(connection, options.clock)
        .catch(() => socket.destroy())
        .finally(() => {
          isAsking = false;
        });
    }, BEAT_MS);
    beat.unref();
    await Promise.race([options.onOpen(), broken]);
    if (!isBroken) setOpen(true);
    await broken;
  } finally {
    if (beat !== null) clearInterval(beat);
    await Promise.race([connection.end().catch(() => undefined), sleep(FAREWELL_MS, undefined, { ref: false })]);
    socket.destroy();
  }
}

async function readClock(connection: pg.Client, clock: DatabaseClock): Promise<void> {
  const sent = momentNow();
  const { rows } = await connection.query<{ now: number }>(
    "select (extract(epoch from clock_timestamp()) * 1000)::float8 as now",
  );
  clock.set(rows[0]?.now ?? 0, { sent, received: momentNow() });
}

function connectionOn(socket: Socket, url: string): pg.Client {
  return new pg.Client({
    connectionString: url,
    application_name: "colophon listener",
    keepAlive: true,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
    // Ours to destroy: the client itself can only ask a peer that is gone to say goodbye.
    stream: () => socket,
  });
}
