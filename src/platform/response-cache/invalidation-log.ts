// The latest changes, with what each announced: tells whether something that was read earlier has been overtaken since.
// It holds changes of other processes too, so an answer that one of them has kept can be judged by it.

/** Beyond it an answer counts as overtaken. */
const MAX_CHANGES = 5_000;
/** Commits of this process are told ahead of earlier ones of others: by how many at most. */
const MAX_DISORDER = 500;

interface Change {
  eventId: number;
  keys: ReadonlySet<string>;
}

export class InvalidationLog {
  readonly #everything: string;
  #changes: Change[] = [];
  /** Changes up to it may be missing here. */
  #start: number;

  /** `everything` is the name that stands for every other; changes up to `start` are not known. */
  constructor(everything: string, start: number) {
    this.#everything = everything;
    this.#start = start;
  }

  add(eventId: number, keys: readonly string[]): void {
    if (keys.length === 0) return;
    this.#changes.push({ eventId, keys: new Set(keys) });
    if (this.#changes.length <= MAX_CHANGES) return;
    const gone = this.#changes.splice(0, MAX_CHANGES / 2);
    this.#start = gone.reduce((last, change) => Math.max(last, change.eventId), this.#start);
  }

  /** Changes from before the first that it was told of, in their order; those up to `start` are still not known. */
  addEarlier(changes: readonly { eventId: number; keys: readonly string[] }[], start: number): void {
    const earlier = changes.filter(({ keys }) => keys.length > 0);
    this.#changes.unshift(...earlier.map(({ eventId, keys }) => ({ eventId, keys: new Set(keys) })));
    this.#start = start;
  }

  /** Whether a change after the event has announced one of the names, or may have. */
  hasChanged(keys: ReadonlySet<string>, since: number): boolean {
    if (since < this.#start) return true;
    let older = 0;
    for (let index = this.#changes.length - 1; index >= 0; index -= 1) {
      const change = this.#changes[index];
      if (change === undefined) continue;
      if (change.eventId <= since) {
        older += 1;
        if (older > MAX_DISORDER) return false;
        continue;
      }
      if (change.keys.has(this.#everything) || haveCommon(change.keys, keys)) return true;
    }
    return false;
  }
}

function haveCommon(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  for (const key of small) if (large.has(key)) return true;
  return false;
}
