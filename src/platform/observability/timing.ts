// Histograms of durations. An observation takes 0.05 µs. A Histogram of prom-client takes 0.8 µs, with or without prepared labels: 4 % of
// the 17 µs of a cache hit, which is observed once, and 1 % of a query, which is observed about six times.

/** Upper bounds in seconds. Longer durations are counted in `count` only. */
export const BOUNDS: readonly number[] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export class Timing {
  count = 0;
  /** Sum of all durations in seconds. */
  sum = 0;
  /** Counts by bucket, not cumulative. */
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

/** The label of all names above the limit. */
export const OTHER = "other";

/** Timings by names that clients choose: the first `maxNames` have a timing each, all others share one. */
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
    const label = this.#timings.size < this.#maxNames ? name : OTHER;
    const timing = this.#timings.get(label) ?? new this.#kind();
    this.#timings.set(label, timing);
    return timing;
  }
}
