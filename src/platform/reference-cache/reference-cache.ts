// Small reference data that a process remembers between requests. It is forgotten by events: before a write of this process
// is answered, and as soon as another's is known; while commits might go unheard, nothing is remembered. Whoever finds
// nothing here asks the database, so a memory never decides what exists.
import type { SqlClient } from "../db/database.js";
import type { InvalidationFeed } from "../events/invalidation-feed.js";
import type { Logger } from "../observability/log.js";

/** What is remembered, and what makes it forgotten. */
export interface ReferenceData<T> {
  /** Reads all of it, whoever may see it; null where it is too much to be kept. */
  load(db: SqlClient): Promise<T | null>;
  /** The noun of the events that concern it: what stands before the dot of their types. */
  noun: string;
}

interface Entry {
  value: unknown;
  loadedAt: number;
  /** Grows when it is forgotten: what was read before is not to be kept. */
  version: number;
  isLoading: boolean;
}

/** Nobody tells of what is changed by hand. */
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
      for (const [data, entry] of this.#entries) if (nouns.has(data.noun)) forget(entry);
    });
  }

  /** Null where it is not known for sure; then it is read for those who ask later. */
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
      // Asked for again by the next request; meanwhile all of them ask the database.
      this.#log.debug({ err: error, noun: data.noun }, "What is to be remembered could not be read.");
    } finally {
      entry.isLoading = false;
    }
  }
}

function forget(entry: Entry): void {
  entry.value = null;
  entry.loadedAt = Number.NEGATIVE_INFINITY;
  entry.version += 1;
}
