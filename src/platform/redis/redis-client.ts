// One connection to Redis, for what may be lost: nothing here depends on it being there. Commands fail at once while it is
// away instead of waiting for it, and it is tried again for as long as the process lives.
import type { Redis } from "ioredis";
import type { Logger } from "pino";

export type RedisClient = Redis;

const CONNECT_MS = 2_000;
const MAX_PAUSE_MS = 5_000;

export interface Patience {
  /** A command that is not answered by then has failed. */
  commandMs: number;
  /** A connection that owes a reply for so long has lost it: every later one would be taken for the reply before. */
  silenceMs: number;
  /** Whether commands wait for a connection, for who asks once and has time. */
  waitsForConnection: boolean;
}

const USUAL: Patience = { commandMs: 2_000, silenceMs: 2_000, waitsForConnection: false };

/** ioredis is loaded only where a Redis is configured. */
export async function connectRedis(url: string, log: Logger, given: Partial<Patience> = {}): Promise<RedisClient> {
  const patience = { ...USUAL, ...given };
  const { Redis } = await import("ioredis");
  const redis = new Redis(url, {
    connectTimeout: CONNECT_MS,
    commandTimeout: patience.commandMs,
    socketTimeout: patience.silenceMs,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: patience.waitsForConnection,
    retryStrategy: (attempts) => Math.min(100 * 2 ** Math.min(attempts, 10), MAX_PAUSE_MS),
  });
  // Without a listener every failed attempt to connect would be written to standard error.
  redis.on("error", (error) => log.debug({ err: error }, "The connection to Redis failed."));
  return redis;
}
