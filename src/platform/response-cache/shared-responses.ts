// Answers that processes share by Redis or Valkey. It is only a bag of bytes: each answer carries the event up to which
// it is true, and whoever takes it judges it by the events that it knows itself. A store that lags, was frozen or lost its
// memory therefore costs time and never truth.
import type { Logger } from "../observability/log.js";
import { connectRedis } from "../redis/redis-client.js";
import { type CachedResponse, ownBytes } from "./response-store.js";

export interface SharedResponse extends CachedResponse {
  /** The newest event that was known when its execution began. */
  position: number;
}

/** Never fails: what cannot be had is null, what cannot be kept is dropped. */
export interface SharedResponses {
  get(question: string): Promise<SharedResponse | null>;
  set(question: string, response: SharedResponse, lifetimeMs: number): void;
  close(): Promise<void>;
}

/** An answer of memory takes less than one of these; a request must not wait for the store any longer. */
const PATIENCE = { commandMs: 50, silenceMs: 1_000 };
/** After a failure the store is left alone for a while, twice as long each time. */
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 10_000;
const MAX_LIFETIME_MS = 60 * 60_000;
const MAX_BYTES = 1_048_576;

/** `lineage` tells databases, schemas and settings apart whose answers must not meet. */
export async function openSharedResponses(url: string, lineage: string, log: Logger): Promise<SharedResponses> {
  const redis = await connectRedis(url, log, PATIENCE);
  const pause = new Pause();
  const keyOf = (question: string): string => `colophon:${lineage}:${question}`;
  const isUsable = (): boolean => redis.status === "ready" && !pause.isOn;
  const failed = (error: unknown): null => {
    if (pause.begin())
      log.warn({ err: error }, "The store of shared answers does not answer; it is left alone for a while.");
    return null;
  };
  return {
    get: async (question) => {
      if (!isUsable()) return null;
      try {
        const bytes = await redis.getBuffer(keyOf(question));
        pause.end();
        return bytes === null ? null : decode(bytes, question);
      } catch (error) {
        return failed(error);
      }
    },
    set: (question, response, lifetimeMs) => {
      const lifetime = Math.floor(Math.min(lifetimeMs, MAX_LIFETIME_MS));
      if (!isUsable() || lifetime < 1 || response.body.length > MAX_BYTES) return;
      redis.set(keyOf(question), encode(response, question), "PX", lifetime).catch(failed);
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

  /** False where it has begun already. */
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

/** A line of JSON, and the bytes of the answer. An instant that never comes is null there. */
function encode({ body, ...head }: SharedResponse, question: string): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify({ ...head, question })}\n`), body]);
}

/** Null for what some other version may have written, and for the answer to another question. */
function decode(bytes: Buffer, asked: string): SharedResponse | null {
  const end = bytes.indexOf(LINE_END);
  const { question, ...head } = JSON.parse(bytes.toString("utf8", 0, end)) as Omit<
    SharedResponse,
    "body" | "validUntil"
  > & { validUntil: number | null; question: string };
  if (question !== asked) return null;
  if (!Number.isSafeInteger(head.position) || !Array.isArray(head.keys)) return null;
  return { ...head, validUntil: head.validUntil ?? Number.POSITIVE_INFINITY, body: ownBytes(bytes.subarray(end + 1)) };
}
