// Measures the duration and the number of keys of loader batches. Loading takes most of the time of a query; timing each field would
// cost more than most fields do.
import type { Metric, Sample } from "../observability/metrics.js";
import { Timing } from "../observability/timing.js";

class LoaderTiming extends Timing {
  keys = 0;
}

/** By the name of the loader, so the number of entries is bounded. */
const byLoader = new Map<string, LoaderTiming>();

export async function timedLoad<T>(name: string, keys: number, load: Promise<T>): Promise<T> {
  const startedAt = performance.now();
  try {
    return await load;
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
    help: "Duration of the batches of a loader. Each batch serves one level of a query.",
    *read() {
      for (const [loader, timing] of byLoader) yield [{ loader }, timing];
    },
  },
  {
    kind: "counter",
    name: "colophon_loader_keys_total",
    help: "Keys that a loader requested. Divided by the number of its batches, it shows how well they batch.",
    *read(): Iterable<Sample> {
      for (const [loader, { keys }] of byLoader) yield { labels: { loader }, value: keys };
    },
  },
];
