// The list of what can be measured here. Parts add what they count themselves; it is read only when somebody asks, so a part
// that counts pays an addition and nothing more.
import type { Timing } from "./timing.js";

/** Few, and of a bounded number of values: every combination is a series of its own for whoever keeps them. */
export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  labels?: Labels;
  value: number;
}

export interface Measure {
  kind: "counter" | "gauge";
  /** As Prometheus wants it: with its unit, and `_total` behind a counter. */
  name: string;
  help: string;
  read(): Iterable<Sample> | Promise<Iterable<Sample>>;
}

export interface Durations {
  kind: "histogram";
  name: string;
  help: string;
  read(): Iterable<readonly [Labels, Timing]>;
}

export type Metric = Measure | Durations;

export class Metrics {
  readonly #metrics: Metric[] = [];

  add(...metrics: readonly Metric[]): void {
    this.#metrics.push(...metrics);
  }

  all(): readonly Metric[] {
    return this.#metrics;
  }
}

/** For metrics of a single series. */
export const single = (value: number): Iterable<Sample> => [{ value }];
