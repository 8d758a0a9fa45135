// Keeps whole answers of anonymous queries and gives them again for as long as nothing they depend on has changed: never
// after a change of this process was answered, nor while changes of others may go unheard, nor past an instant at which
// something scheduled appears in them.
import { createHash } from "node:crypto";
import type { DatabaseClock } from "../db/database-clock.js";
import type { InvalidationFeed } from "../events/invalidation-feed.js";
import type { StoredEvent } from "../events/outbox.js";
import type { CacheTagSet } from "./cache-tag-set.js";
import { InvalidationLog } from "./invalidation-log.js";
import { type CachedResponse, ownBytes, type RawRequest, ResponseStore } from "./response-store.js";
import type { SharedResponses } from "./shared-responses.js";

/** What is scheduled, as far as answers depend on it. */
export interface Schedule {
  /** The first instant after the given one at which something appears under one of the names; null where unknown now. */
  nextAfter(instant: number, keys: ReadonlySet<string>): number | null;
  /** The same, under any name. */
  nextOfAny(instant: number): number | null;
}

export interface CacheTagVocabulary {
  /** The names that an event announces. */
  invalidatedTags(event: StoredEvent): string[];
  /** The name that stands for every other. */
  everything: string;
  /** Names that stand for all that an answer with too many names can depend on. */
  coarse: readonly string[];
}

export interface ResponseCacheOptions {
  invalidationFeed: InvalidationFeed;
  clock: DatabaseClock;
  schedule: Schedule;
  vocabulary: CacheTagVocabulary;
  maxBytes: number;
  /** Headers that depend on the names of an answer, name and value alternating. */
  headersOf?: (keys: readonly string[]) => readonly string[];
  /** Where other processes' answers are looked for. */
  shared?: SharedResponses;
}

/** An answer as it was executed, and whether it may be given to others. */
export interface Executed<A> {
  response: A;
  /** Null where it may not be kept, such as a mutation, an error or a failure. */
  cacheable: { body: string; contentType: string; reads: CacheTagSet } | null;
}

export type CacheOutcome = "hit" | "stored" | "passed on";

export type Served<A> = { kept: CachedResponse; how: CacheOutcome } | { response: A };

/** When an execution began: what it read is at least as new. */
interface Beginning {
  position: number;
  instant: number;
}

interface Flight<A> extends Beginning {
  served: Promise<Served<A>>;
}

/** An answer that depends on more is forgotten with any change of content. */
const MAX_KEYS = 1_000;

export class ResponseCache<A> {
  readonly #options: ResponseCacheOptions;
  readonly #store: ResponseStore;
  readonly #changes: InvalidationLog;
  readonly #flights = new Map<string, Flight<A>>();
  #knowsHistory = false;

  constructor(options: ResponseCacheOptions) {
    this.#options = options;
    this.#store = new ResponseStore(options.maxBytes);
    this.#changes = new InvalidationLog(options.vocabulary.everything, options.invalidationFeed.position);
    options.invalidationFeed.subscribe((events) => this.#hear(events));
  }

  get size(): number {
    return this.#store.size;
  }

  /** The database's time in milliseconds since 1970, at the latest. */
  get now(): number {
    return this.#options.clock.latest();
  }

  /** By the question as it came over the wire; `now` by `performance.now()`, just read. */
  findRaw(spelling: RawRequest, now: number): CachedResponse | undefined {
    const kept = this.#store.findRaw(spelling);
    return kept !== undefined && this.#isValid(kept, now) ? kept : undefined;
  }

  find(question: string): CachedResponse | undefined {
    const kept = this.#store.find(question);
    return kept !== undefined && this.#isValid(kept) ? kept : undefined;
  }

  addRaw(question: string, spelling: RawRequest): void {
    this.#store.addRaw(question, spelling);
  }

  /**
   * Events from before this process, the oldest first, of which none is missing: only with them can an answer be judged
   * that another process has kept.
   */
  learn(events: readonly StoredEvent[]): void {
    const { invalidatedTags } = this.#options.vocabulary;
    const changes = events.map((event) => ({ eventId: Number(event.id), keys: invalidatedTags(event) }));
    this.#changes.addEarlier(changes, (changes[0]?.eventId ?? 1) - 1);
    this.#knowsHistory = true;
  }

  /** The answer that is kept, that of an execution under way, or that of a new one. */
  async respond(question: string, execute: () => Promise<Executed<A>>): Promise<Served<A>> {
    const { invalidationFeed, clock } = this.#options;
    const kept = this.find(question);
    if (kept !== undefined) return { kept, how: "hit" };
    const flight = this.#flights.get(question);
    if (flight !== undefined && this.#isCurrent(flight)) return flight.served;
    const beginning = { position: invalidationFeed.position, instant: clock.earliest() };
    const begun: Flight<A> = { ...beginning, served: this.#execute(question, beginning, execute) };
    this.#flights.set(question, begun);
    try {
      return await begun.served;
    } finally {
      if (this.#flights.get(question) === begun) this.#flights.delete(question);
    }
  }

  async #execute(question: string, beginning: Beginning, execute: () => Promise<Executed<A>>): Promise<Served<A>> {
    const found = await this.#findShared(question);
    if (found !== null) return { kept: found, how: "hit" };
    const { response, cacheable } = await execute();
    if (cacheable === null) return { response };
    const { body, contentType, reads } = cacheable;
    const names = reads.tags();
    const keys = names.size > MAX_KEYS ? new Set(this.#options.vocabulary.coarse) : names;
    const validUntil = this.#validity(keys, reads.lifetimeMs, beginning);
    const bytes = ownBytes(body);
    const list = [...keys];
    const headers = this.#options.headersOf?.(list) ?? [];
    const kept = {
      body: bytes,
      contentType,
      etag: etagOf(bytes, contentType),
      headers,
      keys: list,
      validUntil,
    };
    if (validUntil <= this.now || !this.#store.put(question, kept)) return { kept, how: "passed on" };
    const { position } = beginning;
    this.#options.shared?.set(question, { ...kept, position }, validUntil - this.now);
    return { kept, how: "stored" };
  }

  async #findShared(question: string): Promise<CachedResponse | null> {
    const { shared, invalidationFeed } = this.#options;
    if (shared === undefined || !this.#knowsHistory) return null;
    const found = await shared.get(question);
    // What knows of more than this process has heard could not be judged by it.
    if (found === null || found.position > invalidationFeed.position || !this.#isValid(found)) return null;
    const { position, ...kept } = found;
    if (this.#changes.hasChanged(new Set(kept.keys), position)) return null;
    this.#store.put(question, kept);
    return kept;
  }

  /** Until when the answer holds; long past where something has changed since its beginning, or might have. */
  #validity(keys: ReadonlySet<string>, lifetimeMs: number, { position, instant }: Beginning): number {
    const { invalidationFeed, schedule } = this.#options;
    if (!invalidationFeed.isInSync || this.#changes.hasChanged(keys, position)) return 0;
    return Math.min(schedule.nextAfter(instant, keys) ?? 0, instant + lifetimeMs);
  }

  #isValid({ validUntil }: CachedResponse, now = performance.now()): boolean {
    const { invalidationFeed, clock } = this.#options;
    return (
      invalidationFeed.isInSyncAt(now) && (validUntil === Number.POSITIVE_INFINITY || clock.latest(now) < validUntil)
    );
  }

  /** Whether an execution shows all that whoever asks now may expect to see. */
  #isCurrent({ position, instant }: Beginning): boolean {
    const { invalidationFeed, clock, schedule } = this.#options;
    if (!invalidationFeed.isInSync) return false;
    const next = schedule.nextOfAny(instant);
    return position === invalidationFeed.position && next !== null && clock.latest() < next;
  }

  #hear(events: readonly StoredEvent[]): void {
    const { vocabulary } = this.#options;
    for (const event of events) {
      const keys = vocabulary.invalidatedTags(event);
      this.#changes.add(Number(event.id), keys);
      if (keys.includes(vocabulary.everything)) this.#store.clear();
      else this.#store.forget(keys);
    }
  }
}

/** Strong: another type or other bytes have another one. */
function etagOf(body: Buffer, contentType: string): string {
  return `"${createHash("sha256").update(contentType).update(body).digest("base64url").slice(0, 27)}"`;
}
