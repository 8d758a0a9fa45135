// One connection to Redis, for what may be lost: nothing here depends on it being there. Commands fail at once while it is
// away instead of waiting for it, and it is tried again for as long as the process lives.
import type { Redis } from "ioredis";
import type { Logger } from "pino";

export type RedisClient = Redis;

const MAX_PAUSE_MS = 5_000;
/** A connection that owes a reply for so long has lost it: every later one would be taken for the reply before. */
const SILENCE_MS = 2_000;

/** ioredis is loaded only where a Redis is configured. `patience` is for who asks once and has time. */
export async function connectRedis(
  url: string,
  log: Logger,
  patience: "none" | "until it is there" = "none",
): Promise<RedisClient> {
  const { Redis } = await import("ioredis");
  const redis = new Redis(url, {
    connectTimeout: 2_000,
    commandTimeout: 2_000,
    socketTimeout: SILENCE_MS,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: patience !== "none",
    retryStrategy: (attempts) => Math.min(100 * 2 ** Math.min(attempts, 10), MAX_PAUSE_MS),
  });
  // Without a listener every failed attempt to connect would be written to standard error.
  redis.on("error", (error) => log.debug({ err: error }, "The connection to Redis failed."));
  return redis;
}
