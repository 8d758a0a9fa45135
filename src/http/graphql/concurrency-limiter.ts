// Adaptive concurrency limiter: admits as many operations as the process can serve in time, queues a few, and rejects the rest at
// once, so that admitted requests keep their latency under any load. The limit follows the measured load.
import { type Metric, type Sample, single } from "../../platform/observability/metrics.js";
import { HttpError } from "../http-rejection.js";
import type { GraphqlEngine } from "./graphql-engine.js";

export interface Load {
  /** The average delay of the event loop. */
  eventLoopDelayMs: number;
  /** Whether operations wait for connections of a pool. */
  isPoolExhausted: boolean;
  /** Mean duration of the statements that ended since the last sample, with the wait for a connection; 0 if none ended. */
  statementMs: number;
}

const FIRST_LIMIT = 32;
/** Enough to keep the process and its database busy. */
const MIN_LIMIT = 16;
/**
 * An operation takes several turns of the event loop, one for each level of its query, and so a multiple of this time. And libuv
 * accepts one connection per turn: with long turns, clients would wait for seconds before the service knows of them.
 */
const MAX_DELAY_MS = 20;
const MAX_STATEMENT_MS = 150;
const GROWTH = 1.05;
const SHRINKAGE = 0.85;
/** The queue evens out bursts of arrivals; an operation that waits longer than this is rejected. */
const MAX_WAIT_MS = 500;
/**
 * If the queue is not empty at nearly every sample, this is no burst but overload, and a long queue would only delay each admitted
 * operation. After CoDel ("Controlling Queue Delay", ACM Queue 10, 5, 2012) as servers use it.
 */
const MAX_WAIT_IN_OVERLOAD_MS = 80;
const SAMPLES_OF_OVERLOAD = 5;
/** The limit only grows if its operations end within so many samples: a database that hangs must not get more. */
const SAMPLES_TO_END = 5;
const RETRY_AFTER_SECONDS = "1";

/** One instance for all: its stack is of no use, and creating one would cost more than the rest of a rejection. */
const OVERLOADED = new HttpError(503, "OVERLOADED", "Too many requests are being executed. Try again in a moment.", [
  "retry-after",
  RETRY_AFTER_SECONDS,
]);

interface Waiting {
  since: number;
  admit(): void;
  reject(error: HttpError): void;
}

export class ConcurrencyLimiter {
  readonly #max: number;
  #limit: number;
  #running = 0;
  readonly #queue: Waiting[] = [];
  #rejected = 0;
  /** Whether an operation was queued or rejected since the last sample: only then may the limit grow. */
  #wasReached = false;
  #ended = 0;
  #sampledAt: number;
  /** Grows with each sample at which the queue is not empty, and shrinks with each other one. */
  #overload = 0;
  /** How many operations end within the longest wait. */
  #endingInWait = 0;

  /** The limit never exceeds `max`. Times are those of `performance.now()`. */
  constructor(max: number, now: number = performance.now()) {
    this.#sampledAt = now;
    this.#max = max;
    this.#limit = Math.min(FIRST_LIMIT, max);
  }

  /** Queues or rejects the operations that exceed the limit. */
  limited<C>(engine: GraphqlEngine<C>): GraphqlEngine<C> {
    return async (request, context) => {
      if (this.#running < this.#limit) this.#running += 1;
      else await this.#enqueue();
      try {
        return await engine(request, context);
      } finally {
        this.#leave();
      }
    };
  }

  /** The error that would reject an operation now, to spare the work before its execution; it counts as a rejection. */
  rejectionNow(): HttpError | null {
    return this.#running >= this.#limit && this.#isQueueFull() ? this.#reject() : null;
  }

  assertOpen(): void {
    const rejection = this.rejectionNow();
    if (rejection !== null) throw rejection;
  }

  /** To be called with a sample of the load several times a second. */
  adapt({ eventLoopDelayMs, isPoolExhausted, statementMs }: Load, now: number): void {
    const change = this.#queue.length > 0 ? 1 : -1;
    this.#overload = Math.max(0, Math.min(2 * SAMPLES_OF_OVERLOAD, this.#overload + change));
    this.#rejectLate(now);
    const ended = this.#ended;
    this.#ended = 0;
    // Smoothed, since few end within one sample; by the time that has passed, since samples may be late.
    const inWait = (ended * MAX_WAIT_MS) / Math.max(now - this.#sampledAt, 1);
    this.#endingInWait = Math.max(inWait, 0.8 * this.#endingInWait);
    this.#sampledAt = now;
    if (eventLoopDelayMs > MAX_DELAY_MS || (isPoolExhausted && statementMs > MAX_STATEMENT_MS)) {
      // From the running operations, not from a limit that is not reached.
      const from = Math.min(this.#limit, Math.max(this.#running, MIN_LIMIT));
      this.#limit = Math.max(Math.min(MIN_LIMIT, this.#max), Math.floor(from * SHRINKAGE));
    } else if (this.#wasReached && ended * SAMPLES_TO_END >= this.#limit) {
      this.#limit = Math.min(this.#max, Math.ceil(this.#limit * GROWTH));
    }
    this.#wasReached = false;
    while (this.#running < this.#limit && this.#admitNext());
  }

  readonly metrics: readonly Metric[] = [
    {
      kind: "gauge",
      name: "colophon_operations_running",
      help: "Operations being executed.",
      read: () => single(this.#running),
    },
    {
      kind: "gauge",
      name: "colophon_operations_limit",
      help: "Current limit of concurrent operations; adapts to event loop delay and waits for connections.",
      read: () => single(this.#limit),
    },
    {
      kind: "gauge",
      name: "colophon_operations_waiting",
      help: "Operations queued by the concurrency limit.",
      read: () => single(this.#queue.length),
    },
    {
      kind: "counter",
      name: "colophon_operations_rejected_total",
      help: "Operations rejected as OVERLOADED.",
      read: (): Iterable<Sample> => single(this.#rejected),
    },
  ];

  #enqueue(): Promise<void> {
    this.#wasReached = true;
    if (this.#isQueueFull()) throw this.#reject();
    return new Promise((admit, reject) => this.#queue.push({ since: performance.now(), admit, reject }));
  }

  /** The queue holds as many as will be admitted in time, or twice the limit while that is not known. */
  #isQueueFull(): boolean {
    const inTime = (this.#endingInWait * this.#maxWaitMs) / MAX_WAIT_MS;
    return this.#queue.length >= Math.max(this.#isOverloaded ? MIN_LIMIT : 2 * this.#limit, inTime);
  }

  get #isOverloaded(): boolean {
    return this.#overload >= SAMPLES_OF_OVERLOAD;
  }

  get #maxWaitMs(): number {
    return this.#isOverloaded ? MAX_WAIT_IN_OVERLOAD_MS : MAX_WAIT_MS;
  }

  #leave(): void {
    this.#running -= 1;
    this.#ended += 1;
    if (this.#queue.length > 0 && this.#running < this.#limit) this.#admitNext();
  }

  #admitNext(): boolean {
    const next = this.#queue.shift();
    if (next === undefined) return false;
    this.#running += 1;
    next.admit();
    return true;
  }

  /** The queue is in the order of arrival, so that those that have waited too long are in front. */
  #rejectLate(now: number): void {
    while (this.#queue[0] !== undefined && now - this.#queue[0].since > this.#maxWaitMs) {
      this.#queue.shift()?.reject(this.#reject());
    }
  }

  #reject(): HttpError {
    this.#rejected += 1;
    this.#wasReached = true;
    return OVERLOADED;
  }
}
