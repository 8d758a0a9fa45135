// How often something happened and how long it took, as a histogram whose buckets are counted in place: it is touched by
// every request, where a metrics library with its labels would cost ten times as much.

/** Upper bounds in seconds; what takes longer is in `count` alone. */
export const BOUNDS: readonly number[] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export class Timing {
  count = 0;
  /** Seconds in all. */
  sum = 0;
  /** How many fell into each bound's own bucket; not cumulative. */
  readonly buckets = new Float64Array(BOUNDS.length);

  observe(milliseconds: number): void {
    const seconds = milliseconds / 1_000;
    this.count += 1;
    this.sum += seconds;
    for (let index = 0; index < BOUNDS.length; index += 1) {
      if (seconds <= (BOUNDS[index] as number)) {
        (this.buckets[index] as number) += 1;
        return;
      }
    }
  }
}

/** What comes beyond the number of names that is kept apart. */
export const OTHER = "other";

/** Timings by a name that others choose: so many names have a timing of their own, all further ones share one. */
export class NamedTimings<T extends Timing = Timing> {
  readonly #timings = new Map<string, T>();
  readonly #maxNames: number;
  readonly #kind: new () => T;

  constructor(maxNames: number, kind: new () => T) {
    this.#maxNames = maxNames;
    this.#kind = kind;
  }

  of(name: string): T {
    return this.#timings.get(name) ?? this.#add(name);
  }

  entries(): Iterable<[string, T]> {
    return this.#timings;
  }

  #add(name: string): T {
    const kept = this.#timings.size < this.#maxNames ? name : OTHER;
    const timing = this.#timings.get(kept) ?? new this.#kind();
    this.#timings.set(kept, timing);
    return timing;
  }
}
