// Renders the metrics in the text format of Prometheus. prom-client is loaded only if metrics are switched on; it adds the metrics of the
// process: memory, garbage collection, event loop.
import type { Metric as ClientMetric } from "prom-client";
import type { Durations, Labels, Measure, Metric, Metrics } from "./metrics.js";
import { BOUNDS, type Timing } from "./timing.js";

export interface Exposition {
  contentType: string;
  render(): Promise<string>;
}

export async function createExposition(metrics: Metrics): Promise<Exposition> {
  const { collectDefaultMetrics, Registry } = await import("prom-client");
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  let registered = 0;
  const render = (): Promise<string> => {
    // Parts that are created later add theirs.
    for (const metric of metrics.all().slice(registered)) {
      const get = metric.kind === "histogram" ? async () => readDurations(metric) : () => readMeasure(metric);
      // The registry uses only the name of a metric and its present value.
      registry.registerMetric({ name: metric.name, get } as unknown as ClientMetric);
      registered += 1;
    }
    return registry.metrics();
  };
  return { contentType: registry.contentType, render };
}

/** A metric in the form that the registry renders. */
interface RegisteredValue {
  name: string;
  help: string;
  type: Metric["kind"];
  aggregator: "sum";
  values: { metricName?: string; labels: Labels; value: number }[];
}

async function readMeasure({ name, help, kind, read }: Measure): Promise<RegisteredValue> {
  // A metric that cannot be read now is left out, so that the others are still reported.
  const samples = await Promise.resolve(read()).catch(() => []);
  const values = [...samples].map(({ labels = {}, value }) => ({ labels, value }));
  return { name, help, type: kind, aggregator: "sum", values };
}

function readDurations({ name, help, read }: Durations): RegisteredValue {
  const values = [...read()].flatMap(([labels, timing]) => valuesOf(name, labels, timing));
  return { name, help, type: "histogram", aggregator: "sum", values };
}

function valuesOf(name: string, labels: Labels, timing: Timing): RegisteredValue["values"] {
  let below = 0;
  const buckets = BOUNDS.map((le, index) => {
    below += timing.buckets[index] ?? 0;
    return { metricName: `${name}_bucket`, labels: { ...labels, le: String(le) }, value: below };
  });
  return [
    ...buckets,
    { metricName: `${name}_bucket`, labels: { ...labels, le: "+Inf" }, value: timing.count },
    { metricName: `${name}_sum`, labels, value: timing.sum },
    { metricName: `${name}_count`, labels, value: timing.count },
  ];
}
