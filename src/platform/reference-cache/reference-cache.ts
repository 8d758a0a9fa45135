// Small reference data that a process caches between requests. Events invalidate it: before a write of this process is acknowledged, and
// as soon as a write of another process is known. While events may be missing, nothing is cached. A reader that finds nothing here
// queries the database, so that the cache never decides what exists.
import type { SqlClient } from "../db/database.js";
import type { InvalidationFeed } from "../events/invalidation-feed.js";
import type { Logger } from "../observability/log.js";

/** A kind of reference data, and the events that invalidate it. */
export interface ReferenceData<T> {
  /** Reads all rows, regardless of visibility; null if there are too many to cache. */
  load(db: SqlClient): Promise<T | null>;
  /** The noun of the events that concern it, which precedes the dot in their types. */
  noun: string;
}

interface Entry {
  value: unknown;
  loadedAt: number;
  /** Increases with each invalidation: data that was read before it must not be cached. */
  version: number;
  isLoading: boolean;
}

/** Limits how long a change made directly in the database stays unnoticed, because it records no event. */
const MAX_AGE_MS = 60_000;

export class ReferenceDataCache {
  readonly #invalidationFeed: InvalidationFeed;
  readonly #db: SqlClient;
  readonly #log: Logger;
  readonly #entries = new Map<ReferenceData<unknown>, Entry>();

  constructor({ invalidationFeed, db, log }: { invalidationFeed: InvalidationFeed; db: SqlClient; log: Logger }) {
    this.#invalidationFeed = invalidationFeed;
    this.#db = db;
    this.#log = log;
    invalidationFeed.subscribe((events) => {
      const nouns = new Set(events.map(({ type }) => type.slice(0, type.indexOf("."))));
      for (const [data, entry] of this.#entries) if (nouns.has(data.noun)) invalidate(entry);
    });
  }

  /** Null if it is not cached, or may be outdated; then it is loaded for later requests. */
  get<T>(data: ReferenceData<T>): T | null {
    if (!this.#invalidationFeed.isInSync) return null;
    let entry = this.#entries.get(data);
    if (entry === undefined) {
      entry = { value: null, loadedAt: Number.NEGATIVE_INFINITY, version: 0, isLoading: false };
      this.#entries.set(data, entry);
    }
    if (!entry.isLoading && performance.now() - entry.loadedAt > MAX_AGE_MS) void this.#load(data, entry);
    return entry.value as T | null;
  }

  async #load<T>(data: ReferenceData<T>, entry: Entry): Promise<void> {
    const { version } = entry;
    entry.isLoading = true;
    try {
      const value = await data.load(this.#db);
      if (entry.version !== version || !this.#invalidationFeed.isInSync) return;
      entry.value = value;
      entry.loadedAt = performance.now();
    } catch (error) {
      // The next request tries again; meanwhile requests query the database.
      this.#log.debug({ err: error, noun: data.noun }, "Reference data could not be loaded.");
    } finally {
      entry.isLoading = false;
    }
  }
}

function invalidate(entry: Entry): void {
  entry.value = null;
  entry.loadedAt = Number.NEGATIVE_INFINITY;
  entry.version += 1;
}
