// A connection to Redis for data that may be lost: the service works without it. While Redis is unreachable commands fail at once, and the
// client reconnects for as long as the process runs.
import type { Redis } from "ioredis";
import type { Logger } from "pino";

export type RedisClient = Redis;

const CONNECT_MS = 2_000;
const MAX_PAUSE_MS = 5_000;

export interface RedisTimeouts {
  /** The time after which a command without a reply fails. */
  commandMs: number;
  /** The time without data after which the connection is closed: if a reply is lost, later ones would be matched to the wrong commands. */
  silenceMs: number;
  /** Whether commands wait for a connection instead of failing at once. */
  waitsForConnection: boolean;
}

const DEFAULT_TIMEOUTS: RedisTimeouts = { commandMs: 2_000, silenceMs: 2_000, waitsForConnection: false };

/** ioredis is loaded only where a Redis is configured. */
export async function connectRedis(
  url: string,
  log: Logger,
  changes: Partial<RedisTimeouts> = {},
): Promise<RedisClient> {
  const timeouts = { ...DEFAULT_TIMEOUTS, ...changes };
  const { Redis } = await import("ioredis");
  const redis = new Redis(url, {
    connectTimeout: CONNECT_MS,
    commandTimeout: timeouts.commandMs,
    socketTimeout: timeouts.silenceMs,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: timeouts.waitsForConnection,
    retryStrategy: (attempts) => Math.min(100 * 2 ** Math.min(attempts, 10), MAX_PAUSE_MS),
  });
  // Without a listener the client writes each failed connection to standard error.
  redis.on("error", (error) => log.debug({ err: error }, "The connection to Redis failed."));
  return redis;
}
