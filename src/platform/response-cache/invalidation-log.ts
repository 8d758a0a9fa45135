// The latest events with the tags that each invalidated. It determines whether data that was read earlier is outdated, and
// because it holds the events of all processes, also whether a response of another process is.

/** Data from before the oldest of these counts as outdated. */
const MAX_INVALIDATIONS = 5_000;
/** The events of this process arrive ahead of earlier ones of other processes: ahead of so many at most. */
const MAX_DISORDER = 500;

interface Invalidation {
  eventId: number;
  tags: ReadonlySet<string>;
}

export class InvalidationLog {
  readonly #everything: string;
  #invalidations: Invalidation[] = [];
  /** Events up to this one may be missing. */
  #start: number;

  /** `everything` is the tag that stands for all others; events up to `start` are not known. */
  constructor(everything: string, start: number) {
    this.#everything = everything;
    this.#start = start;
  }

  add(eventId: number, tags: readonly string[]): void {
    if (tags.length === 0) return;
    this.#invalidations.push({ eventId, tags: new Set(tags) });
    if (this.#invalidations.length <= MAX_INVALIDATIONS) return;
    const removed = this.#invalidations.splice(0, MAX_INVALIDATIONS / 2);
    this.#start = removed.reduce((last, { eventId: id }) => Math.max(last, id), this.#start);
  }

  /** Adds events from before the first one that was added, in their order; events up to `start` remain unknown. */
  addEarlier(invalidations: readonly { eventId: number; tags: readonly string[] }[], start: number): void {
    const earlier = invalidations.filter(({ tags }) => tags.length > 0);
    this.#invalidations.unshift(...earlier.map(({ eventId, tags }) => ({ eventId, tags: new Set(tags) })));
    this.#start = start;
  }

  /** Whether an event after `since` has invalidated one of the tags, or may have. */
  hasAny(tags: ReadonlySet<string>, since: number): boolean {
    if (since < this.#start) return true;
    let older = 0;
    for (let index = this.#invalidations.length - 1; index >= 0; index -= 1) {
      const invalidation = this.#invalidations[index];
      if (invalidation === undefined) continue;
      if (invalidation.eventId <= since) {
        older += 1;
        if (older > MAX_DISORDER) return false;
        continue;
      }
      if (invalidation.tags.has(this.#everything) || haveCommon(invalidation.tags, tags)) return true;
    }
    return false;
  }
}

function haveCommon(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  for (const tag of small) if (large.has(tag)) return true;
  return false;
}
