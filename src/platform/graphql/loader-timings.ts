// How long the batches of loaders take and how many keys each had: timing by field would cost more than most fields do,
// and what takes its time in a query is what it loads.
import type { Metric, Sample } from "../observability/metrics.js";
import { Timing } from "../observability/timing.js";

class LoaderTiming extends Timing {
  keys = 0;
}

/** By the names in the code, and so as many as there are loaders. */
const byLoader = new Map<string, LoaderTiming>();

export async function timedLoad<T>(name: string, keys: number, loading: Promise<T>): Promise<T> {
  const startedAt = performance.now();
  try {
    return await loading;
  } finally {
    let timing = byLoader.get(name);
    if (timing === undefined) {
      timing = new LoaderTiming();
      byLoader.set(name, timing);
    }
    timing.keys += keys;
    timing.observe(performance.now() - startedAt);
  }
}

export const loaderMetrics: readonly Metric[] = [
  {
    kind: "histogram",
    name: "colophon_loader_duration_seconds",
    help: "Duration of the batches of a loader, each of which serves one level of a query.",
    *read() {
      for (const [loader, timing] of byLoader) yield [{ loader }, timing];
    },
  },
  {
    kind: "counter",
    name: "colophon_loader_keys_total",
    help: "Keys that were asked of a loader; divided by its batches, how well it batches.",
    *read(): Iterable<Sample> {
      for (const [loader, { keys }] of byLoader) yield { labels: { loader }, value: keys };
    },
  },
];
