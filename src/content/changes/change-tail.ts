// The newest changes, which a process reads once for all its subscriptions: woken by events of the outbox, and at intervals as a net. Only a small
// window stays in memory. A follower holds a position and nothing else; one whose position is older than the window reads the table, so that a
// slow client costs no memory.

import type { SqlClient } from "../../platform/db/database.js";
import type { FollowEvents } from "../../platform/execution/subscription-step.js";
import type { Logger } from "../../platform/observability/log.js";
import { type Metric, single } from "../../platform/observability/metrics.js";
import { type ChangePosition, decodeChangeCursor } from "../change-feed/change-cursor.js";
import type { ChangeNodeType } from "../change-feed/change-kind.js";
import { newestPosition, positionOf, readChanges, type StoredChange } from "../change-feed/read-changes.js";
import { Change } from "./change.type.js";
import { FollowedChanges, type TailReads } from "./followed-changes.js";

/** A change as it was stored, and as resolvers get it. */
export interface TailedChange {
  stored: StoredChange;
  shown: Change;
}

export interface ChangeTailOptions {
  db: SqlClient;
  log: Logger;
}

/** More than a transaction usually records. */
const WINDOW = 1_000;
const BATCH = 200;
/** Lost notifications are rare, and found by this. */
const POLL_MS = 2_000;

export class ChangeTail implements TailReads {
  readonly #options: ChangeTailOptions;
  /** In the order of commits; complete behind `#start`. */
  readonly #window: TailedChange[] = [];
  #start: ChangePosition | null = null;
  #head: ChangePosition | null = null;
  /** Grows when positions that were held before say nothing any longer, as after a failover that lost changes. */
  #generation = 0;
  readonly #waiting = new Set<() => void>();
  #followers = 0;
  #catchUps = 0;
  #reading: Promise<void> | null = null;
  #mayHaveMore = false;
  #poll: NodeJS.Timeout | null = null;

  constructor(options: ChangeTailOptions) {
    this.#options = options;
  }

  readonly metrics: readonly Metric[] = [
    {
      kind: "counter",
      name: "colophon_subscription_catch_ups_total",
      help: "Reads of the change feed for subscriptions that were behind the newest changes.",
      read: () => single(this.#catchUps),
    },
  ];

  readonly follow: FollowEvents = async (after, nodeTypes) => {
    const types = nodeTypes as readonly ChangeNodeType[] | null;
    const given = after === null ? null : decodeChangeCursor(after);
    this.#enter();
    try {
      if (this.#head === null) await this.#reading;
      const position = given ?? (await newestPosition(this.#options.db));
      const followed = new FollowedChanges(this, position, types);
      // A cursor that is not valid any longer is rejected at once.
      if (given !== null) await followed.readAhead();
      return followed;
    } catch (error) {
      this.leave();
      throw error;
    }
  };

  /** Something may have been recorded. */
  wake(): void {
    if (this.#followers === 0) return;
    this.#mayHaveMore = true;
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
    });
  }

  async close(): Promise<void> {
    if (this.#poll !== null) clearInterval(this.#poll);
    this.#poll = null;
    await this.#reading;
  }

  get generation(): number {
    return this.#generation;
  }

  newest(): ChangePosition | null {
    return this.#head;
  }

  isCovered({ id }: ChangePosition, generation: number): boolean {
    return this.#start !== null && generation === this.#generation && Number(id) >= Number(this.#start.id);
  }

  nextBehind({ id }: ChangePosition, types: readonly ChangeNodeType[] | null): TailedChange | null {
    for (let i = this.#firstBehind(Number(id)); i < this.#window.length; i += 1) {
      const event = this.#window[i];
      if (event !== undefined && (types === null || types.includes(event.stored.nodeType))) return event;
    }
    return null;
  }

  /** By halves, since the followers of a burst look here once for each of its changes. */
  #firstBehind(id: number): number {
    let [low, high] = [0, this.#window.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Number(this.#window[middle]?.stored.id) > id) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  async catchUp(position: ChangePosition, types: readonly ChangeNodeType[] | null) {
    this.#catchUps += 1;
    const read = await readChanges(this.#options.db, position, { limit: BATCH, nodeTypes: types });
    return { ...read, events: read.changes.map((change) => eventOf(change, read.position.epoch)) };
  }

  /** Calls back once when something new has been read. */
  onArrival(wake: () => void): void {
    this.#waiting.add(wake);
  }

  leave(wake?: () => void): void {
    if (wake !== undefined) this.#waiting.delete(wake);
    this.#followers -= 1;
    if (this.#followers > 0) return;
    if (this.#poll !== null) clearInterval(this.#poll);
    this.#poll = null;
    this.#forget(null);
  }

  #enter(): void {
    this.#followers += 1;
    this.#poll ??= setInterval(() => this.wake(), POLL_MS).unref();
    if (this.#head === null) this.wake();
  }

  #forget(position: ChangePosition | null): void {
    this.#window.length = 0;
    this.#start = position;
    this.#head = position;
  }

  async #read(): Promise<void> {
    try {
      while (this.#mayHaveMore && this.#followers > 0) {
        this.#mayHaveMore = false;
        await this.#readBatch();
      }
    } catch (error) {
      this.#options.log.warn({ err: error }, "The change feed could not be read; it will be read again.");
    }
  }

  async #readBatch(): Promise<void> {
    const { db } = this.#options;
    const head = this.#head;
    if (head === null) {
      const newest = await newestPosition(db);
      if (this.#head === null && this.#followers > 0) this.#forget(newest);
    } else {
      const { changes, position, hasMore, isReset } = await readChanges(db, head, { limit: BATCH, nodeTypes: null });
      // All followers may have left in the meantime, and others may have come.
      if (this.#head !== head || (changes.length === 0 && !isReset)) return;
      if (isReset) {
        this.#generation += 1;
        this.#forget(position);
      } else this.#append(changes, position);
      this.#mayHaveMore ||= hasMore;
    }
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }

  #append(changes: readonly StoredChange[], position: ChangePosition): void {
    for (const change of changes) this.#window.push(eventOf(change, position.epoch));
    this.#head = position;
    const surplus = this.#window.length - WINDOW;
    if (surplus <= 0) return;
    const last = this.#window[surplus - 1];
    if (last !== undefined) this.#start = positionOf(last.stored, position.epoch);
    this.#window.splice(0, surplus);
  }
}

function eventOf(stored: StoredChange, epoch: string): TailedChange {
  return { stored, shown: Change.of(stored, epoch) };
}
