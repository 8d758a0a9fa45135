// Caches complete responses of anonymous queries until something they depend on changes. A response is never served after a
// change by this process has been acknowledged, while changes by other processes may be missing, or past the instant at which a
// scheduled post appears in it.
import { createHash } from "node:crypto";
import type { DatabaseClock } from "../db/database-clock.js";
import type { InvalidationFeed } from "../events/invalidation-feed.js";
import type { StoredEvent } from "../events/outbox.js";
import type { CacheTagSet } from "./cache-tag-set.js";
import { InvalidationLog } from "./invalidation-log.js";
import { type CachedResponse, ownBytes, type RawRequest, ResponseStore } from "./response-store.js";
import type { SharedResponses } from "./shared-responses.js";

/** Scheduled changes, as far as responses depend on them. */
export interface Schedule {
  /** The first instant after the given one at which a post with one of the tags appears; null if unknown at the moment. */
  nextAfter(instant: number, tags: ReadonlySet<string>): number | null;
  /** The same for posts with any tags. */
  nextOfAny(instant: number): number | null;
}

export interface CacheTagVocabulary {
  invalidatedTags(event: StoredEvent): string[];
  /** The tag that invalidates every response. */
  everything: string;
  /** One of these is invalidated by any change: they replace the tags of a response that has too many. */
  coarse: readonly string[];
}

export interface ResponseCacheOptions {
  invalidationFeed: InvalidationFeed;
  clock: DatabaseClock;
  schedule: Schedule;
  vocabulary: CacheTagVocabulary;
  maxBytes: number;
  /** Headers that depend on the tags of a response, name and value alternating. */
  headersOf?: (tags: readonly string[]) => readonly string[];
  /** The responses of other processes. */
  shared?: SharedResponses;
}

/** A response as it was executed, and what the cache needs to store it. */
export interface Executed<A> {
  response: A;
  /** Null if it must not be shared, such as the response to a mutation or one with errors. */
  cacheable: Cacheable | null;
}

export interface Cacheable {
  body: string;
  contentType: string;
  cacheTags: Pick<CacheTagSet, "tags" | "lifetimeMs">;
  /** Further headers, name and value alternating. */
  headers?: readonly string[];
}

export type CacheOutcome = "hit" | "miss" | "bypass";

export type Served<A> = { cached: CachedResponse; outcome: CacheOutcome } | { response: A };

/** The start of an execution: everything it reads is at least as new. */
interface Start {
  position: number;
  instant: number;
}

/** An execution under way, whose response all requests with its key share. */
interface Flight<A> extends Start {
  served: Promise<Served<A>>;
}

/** A response with more tags gets the coarse ones instead. */
const MAX_TAGS = 1_000;

export class ResponseCache<A> {
  readonly #options: ResponseCacheOptions;
  readonly #store: ResponseStore;
  readonly #invalidations: InvalidationLog;
  readonly #flights = new Map<string, Flight<A>>();
  #knowsHistory = false;

  constructor(options: ResponseCacheOptions) {
    this.#options = options;
    this.#store = new ResponseStore(options.maxBytes);
    this.#invalidations = new InvalidationLog(options.vocabulary.everything, options.invalidationFeed.position);
    options.invalidationFeed.subscribe((events) => this.#invalidate(events));
  }

  get size(): number {
    return this.#store.size;
  }

  /** An upper bound of the database's time, in milliseconds since 1970. */
  get now(): number {
    return this.#options.clock.latest();
  }

  /** `now` was just read from `performance.now()`. */
  findRaw(raw: RawRequest, now: number): CachedResponse | undefined {
    const cached = this.#store.findRaw(raw);
    return cached !== undefined && this.#isValid(cached, now) ? cached : undefined;
  }

  find(key: string): CachedResponse | undefined {
    const cached = this.#store.find(key);
    return cached !== undefined && this.#isValid(cached) ? cached : undefined;
  }

  addRaw(key: string, raw: RawRequest): void {
    this.#store.addRaw(key, raw);
  }

  /**
   * Adds the events from before this process, oldest first and without gaps. Responses of other processes can only be validated
   * with them.
   */
  learn(events: readonly StoredEvent[]): void {
    const { invalidatedTags } = this.#options.vocabulary;
    const invalidations = events.map((event) => ({ eventId: Number(event.id), tags: invalidatedTags(event) }));
    this.#invalidations.addEarlier(invalidations, (invalidations[0]?.eventId ?? 1) - 1);
    this.#knowsHistory = true;
  }

  /** The cached response, that of an execution under way, or that of a new execution. */
  async respond(key: string, execute: () => Promise<Executed<A>>): Promise<Served<A>> {
    const { invalidationFeed, clock } = this.#options;
    const cached = this.find(key);
    if (cached !== undefined) return { cached, outcome: "hit" };
    const flight = this.#flights.get(key);
    if (flight !== undefined && this.#isCurrent(flight)) return flight.served;
    const start = { position: invalidationFeed.position, instant: clock.earliest() };
    const started: Flight<A> = { ...start, served: this.#execute(key, start, execute) };
    this.#flights.set(key, started);
    try {
      return await started.served;
    } finally {
      if (this.#flights.get(key) === started) this.#flights.delete(key);
    }
  }

  async #execute(key: string, start: Start, execute: () => Promise<Executed<A>>): Promise<Served<A>> {
    const shared = await this.#findShared(key);
    if (shared !== null) return { cached: shared, outcome: "hit" };
    const { response, cacheable } = await execute();
    if (cacheable === null) return { response };
    const { body, contentType, cacheTags, headers = [] } = cacheable;
    const found = cacheTags.tags();
    const tags = found.size > MAX_TAGS ? new Set(this.#options.vocabulary.coarse) : found;
    const validUntil = this.#validity(tags, cacheTags.lifetimeMs, start);
    const bytes = ownBytes(body);
    const list = [...tags];
    const cached: CachedResponse = {
      body: bytes,
      contentType,
      etag: etagOf(bytes, contentType),
      headers: [...(this.#options.headersOf?.(list) ?? []), ...headers],
      tags: list,
      validUntil,
    };
    if (validUntil <= this.now || !this.#store.put(key, cached)) return { cached, outcome: "bypass" };
    this.#options.shared?.set(key, { ...cached, position: start.position }, validUntil - this.now);
    return { cached, outcome: "miss" };
  }

  async #findShared(key: string): Promise<CachedResponse | null> {
    const { shared, invalidationFeed } = this.#options;
    if (shared === undefined || !this.#knowsHistory) return null;
    const found = await shared.get(key);
    // A response that is newer than the last event known here cannot be validated.
    if (found === null || found.position > invalidationFeed.position || !this.#isValid(found)) return null;
    const { position, ...cached } = found;
    if (this.#invalidations.hasAny(new Set(cached.tags), position)) return null;
    this.#store.put(key, cached);
    return cached;
  }

  /** The instant until which a response holds; 0 if one of its tags was invalidated since its start, or may have been. */
  #validity(tags: ReadonlySet<string>, lifetimeMs: number, { position, instant }: Start): number {
    const { invalidationFeed, schedule } = this.#options;
    if (!invalidationFeed.isInSync || this.#invalidations.hasAny(tags, position)) return 0;
    return Math.min(schedule.nextAfter(instant, tags) ?? 0, instant + lifetimeMs);
  }

  #isValid({ validUntil }: CachedResponse, now = performance.now()): boolean {
    const { invalidationFeed, clock } = this.#options;
    return (
      invalidationFeed.isInSyncAt(now) && (validUntil === Number.POSITIVE_INFINITY || clock.latest(now) < validUntil)
    );
  }

  /** Whether an execution shows everything that a request that arrives now may expect. */
  #isCurrent({ position, instant }: Start): boolean {
    const { invalidationFeed, clock, schedule } = this.#options;
    if (!invalidationFeed.isInSync) return false;
    const next = schedule.nextOfAny(instant);
    return position === invalidationFeed.position && next !== null && clock.latest() < next;
  }

  #invalidate(events: readonly StoredEvent[]): void {
    const { vocabulary } = this.#options;
    for (const event of events) {
      const tags = vocabulary.invalidatedTags(event);
      this.#invalidations.add(Number(event.id), tags);
      if (tags.includes(vocabulary.everything)) this.#store.clear();
      else this.#store.deleteTagged(tags);
    }
  }
}

/** A strong validator: another type or other bytes have another one. */
function etagOf(body: Buffer, contentType: string): string {
  return `"${createHash("sha256").update(contentType).update(body).digest("base64url").slice(0, 27)}"`;
}
