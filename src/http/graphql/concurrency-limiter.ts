// Lets in as many operations at once as the process can serve in good time, keeps as few waiting, and refuses the rest at
// once: who is let in gets the answer as fast as ever, however many ask. How many that is follows from what is seen.
import { type Metric, type Sample, single } from "../../platform/observability/metrics.js";
import { HttpError } from "../http-rejection.js";
import type { GraphqlEngine } from "./graphql-engine.js";

export interface Load {
  /** How late the event loop is, on average. */
  eventLoopDelayMs: number;
  /** Whether all connections of a pool are taken and others wait for them. */
  isPoolShort: boolean;
  /** Mean time of the statements that ended since the last look, waiting for a connection included; 0 without any. */
  statementMs: number;
}

const FIRST_LIMIT = 32;
/** Enough to keep a process and its database busy. */
const MIN_LIMIT = 16;
/**
 * An operation takes several turns of the loop, one for each level of its query, and so some times this long. And libuv
 * accepts one connection a turn: with long turns, clients would wait for seconds where nobody sees them.
 */
const MAX_DELAY_MS = 20;
const MAX_STATEMENT_MS = 150;
const GROWTH = 1.05;
const SHRINKAGE = 0.85;
/** Waiting is for the unevenness of arrivals; who waits longer than this waits for nothing. */
const MAX_WAIT_MS = 500;
/**
 * Where somebody has been waiting at nearly every look, arrivals are not uneven but too many: a long queue would only make
 * everybody wait who is let in. After CoDel ("Controlling Queue Delay", ACM Queue 10, 5, 2012) as servers use it.
 */
const MAX_WAIT_IN_A_RUSH_MS = 80;
const LOOKS_OF_A_RUSH = 5;
/** What runs has to end within so many looks before more is let in: a database that hangs is not to be given more. */
const LOOKS_TO_END = 5;
const RETRY_AFTER_SECONDS = "1";

/** One for all: its stack tells nothing, and making one for each refusal would cost more than the rest of it. */
const OVERLOADED = new HttpError(
  503,
  "OVERLOADED",
  "More is asked at once than can be answered in good time. Try again in a moment.",
  ["retry-after", RETRY_AFTER_SECONDS],
);

interface Waiting {
  since: number;
  enter(): void;
  reject(error: HttpError): void;
}

export class ConcurrencyLimiter {
  readonly #max: number;
  #limit: number;
  #running = 0;
  readonly #queue: Waiting[] = [];
  #refused = 0;
  /** Whether somebody had to wait or was refused since the last look: only then is there a use for more. */
  #wasReached = false;
  #ended = 0;
  #lookedAt: number;
  /** Grows with each look at which somebody waits, and goes back with each other one. */
  #rush = 0;
  /** How many end while somebody waits for the longest time. */
  #endingInWait = 0;

  /** `max` operations at once are never exceeded. Times are those of `performance.now()`. */
  constructor(max: number, now: number = performance.now()) {
    this.#lookedAt = now;
    this.#max = max;
    this.#limit = Math.min(FIRST_LIMIT, max);
  }

  /** The same engine, whose operations wait for their turn or are refused. */
  limited<C>(engine: GraphqlEngine<C>): GraphqlEngine<C> {
    return async (request, context) => {
      if (this.#running < this.#limit) this.#running += 1;
      else await this.#turn();
      try {
        return await engine(request, context);
      } finally {
        this.#leave();
      }
    };
  }

  /** What would refuse an operation now, to spare what has to be done before that is found out; it counts as refused. */
  rejectionNow(): HttpError | null {
    return this.#running >= this.#limit && this.#isQueueFull() ? this.#refusal() : null;
  }

  assertOpen(): void {
    const refusal = this.rejectionNow();
    if (refusal !== null) throw refusal;
  }

  /** To be called several times a second with what is seen. */
  adapt({ eventLoopDelayMs, isPoolShort, statementMs }: Load, now: number): void {
    const change = this.#queue.length > 0 ? 1 : -1;
    this.#rush = Math.max(0, Math.min(2 * LOOKS_OF_A_RUSH, this.#rush + change));
    this.#rejectLate(now);
    const ended = this.#ended;
    this.#ended = 0;
    // Smoothed, since few end within one look; and no faster than time has passed, since looks may be late.
    const inWait = (ended * MAX_WAIT_MS) / Math.max(now - this.#lookedAt, 1);
    this.#endingInWait = Math.max(inWait, 0.8 * this.#endingInWait);
    this.#lookedAt = now;
    if (eventLoopDelayMs > MAX_DELAY_MS || (isPoolShort && statementMs > MAX_STATEMENT_MS)) {
      // From what runs, not from a limit that nobody has reached.
      const from = Math.min(this.#limit, Math.max(this.#running, MIN_LIMIT));
      this.#limit = Math.max(Math.min(MIN_LIMIT, this.#max), Math.floor(from * SHRINKAGE));
    } else if (this.#wasReached && ended * LOOKS_TO_END >= this.#limit) {
      this.#limit = Math.min(this.#max, Math.ceil(this.#limit * GROWTH));
    }
    this.#wasReached = false;
    while (this.#running < this.#limit && this.#enterNext());
  }

  readonly metrics: readonly Metric[] = [
    {
      kind: "gauge",
      name: "colophon_operations_running",
      help: "Operations that are being executed.",
      read: () => single(this.#running),
    },
    {
      kind: "gauge",
      name: "colophon_operations_limit",
      help: "How many may be executed at once now; follows the event loop's delay and the waiting for connections.",
      read: () => single(this.#limit),
    },
    {
      kind: "gauge",
      name: "colophon_operations_waiting",
      help: "Operations that wait for their turn.",
      read: () => single(this.#queue.length),
    },
    {
      kind: "counter",
      name: "colophon_operations_refused_total",
      help: "Operations that were refused as OVERLOADED.",
      read: (): Iterable<Sample> => single(this.#refused),
    },
  ];

  #turn(): Promise<void> {
    this.#wasReached = true;
    if (this.#isQueueFull()) throw this.#refusal();
    return new Promise((enter, reject) => this.#queue.push({ since: performance.now(), enter, reject }));
  }

  /** As many as will have had their turn in time; where nothing is known of that yet, twice as many as may run. */
  #isQueueFull(): boolean {
    const inTime = (this.#endingInWait * this.#patienceMs) / MAX_WAIT_MS;
    return this.#queue.length >= Math.max(this.#isRush ? MIN_LIMIT : 2 * this.#limit, inTime);
  }

  get #isRush(): boolean {
    return this.#rush >= LOOKS_OF_A_RUSH;
  }

  get #patienceMs(): number {
    return this.#isRush ? MAX_WAIT_IN_A_RUSH_MS : MAX_WAIT_MS;
  }

  #leave(): void {
    this.#running -= 1;
    this.#ended += 1;
    if (this.#queue.length > 0 && this.#running < this.#limit) this.#enterNext();
  }

  #enterNext(): boolean {
    const next = this.#queue.shift();
    if (next === undefined) return false;
    this.#running += 1;
    next.enter();
    return true;
  }

  /** In the order of their coming, so those who have waited too long are in front. */
  #rejectLate(now: number): void {
    while (this.#queue[0] !== undefined && now - this.#queue[0].since > this.#patienceMs) {
      this.#queue.shift()?.reject(this.#refusal());
    }
  }

  #refusal(): HttpError {
    this.#refused += 1;
    this.#wasReached = true;
    return OVERLOADED;
  }
}
