// The list of the metrics of the process. Each part counts by itself and adds a function that reads its counts, which runs only when
// metrics are requested; so counting costs an addition.
import type { Timing } from "./timing.js";

/** Few labels with a bounded number of values, because every combination is a time series of its own. */
export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  labels?: Labels;
  value: number;
}

export interface Measure {
  kind: "counter" | "gauge";
  /** By the conventions of Prometheus: with its unit, and with the suffix `_total` for a counter. */
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

/** The sample of a metric without labels. */
export const single = (value: number): Iterable<Sample> => [{ value }];
