// The changes behind a position, for one subscription: from the window of the tail if it reaches back so far, and from the table otherwise.
import { setTimeout as sleep } from "node:timers/promises";
import { transientError } from "../../platform/db/failures/transient-error.js";
import type { SubscriptionEvents } from "../../platform/execution/subscription-step.js";
import { CodedError } from "../../platform/graphql/error-codes.js";
import { type ChangePosition, encodeChangeCursor } from "../change-feed/change-cursor.js";
import type { ChangeNodeType } from "../change-feed/change-kind.js";
import { positionOf } from "../change-feed/read-changes.js";
import type { Change } from "./change.type.js";
import type { TailedChange } from "./change-tail.js";

export interface TailReads {
  readonly generation: number;
  newest(): ChangePosition | null;
  /** Whether the window holds everything behind the position. */
  isCovered(position: ChangePosition, generation: number): boolean;
  nextBehind(position: ChangePosition, types: readonly ChangeNodeType[] | null): TailedChange | null;
  catchUp(
    position: ChangePosition,
    types: readonly ChangeNodeType[] | null,
  ): Promise<{ events: TailedChange[]; position: ChangePosition; hasMore: boolean; isReset: boolean }>;
  /** Calls back once when something new has been read. */
  onArrival(wake: () => void): void;
  /** Reads what is new. */
  wake(): void;
  leave(wake?: () => void): void;
}

/** While the database does not respond. */
const RETRY_MS = 1_000;
const TAIL_MS = 20;
const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

export class FollowedChanges implements SubscriptionEvents, AsyncIterableIterator<Change> {
  readonly cursor: string;
  readonly #tail: TailReads;
  readonly #types: readonly ChangeNodeType[] | null;
  #position: ChangePosition;
  #generation: number;
  /** Read from the table and not yet taken. */
  #ahead: TailedChange[] = [];
  /** Behind everything that was read from the table. */
  #readTo: ChangePosition | null = null;
  #isClosed = false;
  #wake: (() => void) | null = null;

  constructor(tail: TailReads, position: ChangePosition, types: readonly ChangeNodeType[] | null) {
    this.cursor = encodeChangeCursor(position);
    this.#tail = tail;
    this.#position = position;
    this.#types = types;
    // Of a position that was read a moment ago; a given one is checked by the table first.
    this.#generation = tail.generation;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Change, undefined>> {
    while (!this.#isClosed) {
      const event = this.#take();
      if (event !== null) return { done: false, value: event.shown };
      if (this.#tail.isCovered(this.#position, this.#generation)) await this.#arrival();
      else await this.#retried();
    }
    return DONE;
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    if (this.#isClosed) return DONE;
    this.#isClosed = true;
    this.#ahead = [];
    const wake = this.#wake;
    this.#tail.leave(wake ?? undefined);
    wake?.();
    return DONE;
  }

  async readAhead(): Promise<void> {
    const generation = this.#tail.generation;
    const { events, position, isReset } = await this.#tail.catchUp(this.#position, this.#types);
    if (isReset) throw cursorReset();
    this.#ahead = events;
    this.#readTo = position;
    this.#generation = generation;
  }

  #take(): TailedChange | null {
    const [event] = this.#ahead;
    if (event !== undefined) {
      this.#ahead.shift();
      this.#moveTo(event);
      return event;
    }
    if (this.#readTo !== null) {
      this.#position = this.#readTo;
      this.#readTo = null;
    }
    if (!this.#tail.isCovered(this.#position, this.#generation)) return null;
    const next = this.#tail.nextBehind(this.#position, this.#types);
    const newest = this.#tail.newest();
    if (next !== null) this.#moveTo(next);
    // Those between are of other types.
    else if (newest !== null && Number(newest.id) > Number(this.#position.id)) this.#position = newest;
    return next;
  }

  #moveTo(event: TailedChange): void {
    this.#position = positionOf(event.stored, this.#position.epoch);
  }

  #arrival(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.#tail.onArrival(resolve);
    });
  }

  async #retried(): Promise<void> {
    try {
      await this.readAhead();
      if (this.#ahead.length > 0 || this.#tail.isCovered(this.#readTo ?? this.#position, this.#generation)) return;
      // The tail has not read so far yet.
      this.#tail.wake();
      await sleep(TAIL_MS, undefined, { ref: false });
    } catch (error) {
      if (transientError(error) === null) throw error;
      await sleep(RETRY_MS, undefined, { ref: false });
    }
  }
}

function cursorReset(): CodedError {
  const message =
    "The cursor is older than the changes that are kept, or of another database. Read everything anew, and subscribe again without it.";
  return new CodedError("CURSOR_RESET", message);
}
