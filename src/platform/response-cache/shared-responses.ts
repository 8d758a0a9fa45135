// Responses that processes share through Redis or Valkey, which only stores bytes: each response carries the event up to which it is
// valid, and the process that reads it validates it against the events it knows. A store that lags, was frozen or lost its data
// costs time, but never causes a stale response.
import type { Logger } from "../observability/log.js";
import { connectRedis } from "../redis/redis-client.js";
import { type CachedResponse, ownBytes } from "./response-store.js";

export interface SharedResponse extends CachedResponse {
  /** The newest event that was known when the execution started. */
  position: number;
}

/** Never fails: a response that cannot be read is null, one that cannot be stored is dropped. */
export interface SharedResponses {
  get(key: string): Promise<SharedResponse | null>;
  set(key: string, response: SharedResponse, lifetimeMs: number): void;
  close(): Promise<void>;
}

/** Redis responds within a millisecond; a request must not wait much longer than it would take to execute. */
const TIMEOUTS = { commandMs: 50, silenceMs: 1_000 };
/** After a failure the store is not used for a pause, which doubles with each failure. */
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 10_000;
const MAX_LIFETIME_MS = 60 * 60_000;
const MAX_BYTES = 1_048_576;

/** `lineage` identifies the database, schema and settings: only processes with the same one share responses. */
export async function openSharedResponses(url: string, lineage: string, log: Logger): Promise<SharedResponses> {
  const redis = await connectRedis(url, log, TIMEOUTS);
  const pause = new Pause();
  const redisKeyOf = (key: string): string => `colophon:${lineage}:${key}`;
  const isUsable = (): boolean => redis.status === "ready" && !pause.isOn;
  const failed = (error: unknown): null => {
    if (pause.begin()) log.warn({ err: error }, "Redis does not respond; shared responses are paused.");
    return null;
  };
  return {
    get: async (key) => {
      if (!isUsable()) return null;
      try {
        const bytes = await redis.getBuffer(redisKeyOf(key));
        pause.end();
        return bytes === null ? null : decode(bytes, key);
      } catch (error) {
        return failed(error);
      }
    },
    set: (key, response, lifetimeMs) => {
      const lifetime = Math.floor(Math.min(lifetimeMs, MAX_LIFETIME_MS));
      if (!isUsable() || lifetime < 1 || response.body.length > MAX_BYTES) return;
      redis.set(redisKeyOf(key), encode(response, key), "PX", lifetime).catch(failed);
    },
    close: async () => redis.disconnect(),
  };
}

class Pause {
  #until = 0;
  #lengthMs = FIRST_PAUSE_MS;

  get isOn(): boolean {
    return performance.now() < this.#until;
  }

  /** False if a pause is already on. */
  begin(): boolean {
    if (this.isOn) return false;
    this.#until = performance.now() + this.#lengthMs;
    this.#lengthMs = Math.min(MAX_PAUSE_MS, this.#lengthMs * 2);
    return true;
  }

  end(): void {
    this.#lengthMs = FIRST_PAUSE_MS;
  }
}

const LINE_END = 10;

/** A line of JSON, then the body. An infinite `validUntil` is null in JSON. */
function encode({ body, ...head }: SharedResponse, key: string): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify({ ...head, key })}\n`), body]);
}

/** Null for bytes of another version of the service, or for the response of another key. */
function decode(bytes: Buffer, expectedKey: string): SharedResponse | null {
  const end = bytes.indexOf(LINE_END);
  const { key, ...head } = JSON.parse(bytes.toString("utf8", 0, end)) as Omit<SharedResponse, "body" | "validUntil"> & {
    validUntil: number | null;
    key: string;
  };
  if (key !== expectedKey) return null;
  if (!Number.isSafeInteger(head.position) || !Array.isArray(head.tags)) return null;
  return { ...head, validUntil: head.validUntil ?? Number.POSITIVE_INFINITY, body: ownBytes(bytes.subarray(end + 1)) };
}
