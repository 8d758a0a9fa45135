// The lag of durable listeners: a listener that keeps failing shows here first.
import type { DataSource } from "typeorm";
import type { Metric, Sample } from "../observability/metrics.js";

interface Lag {
  listener: string;
  seconds: number;
}

/** The age of the oldest event that each durable listener has not handled; 0 if it has handled all. */
export function outboxLag(dataSource: DataSource): Promise<Lag[]> {
  return dataSource.query(
    `/* outbox.lag */ select p.listener, coalesce(extract(epoch from now() - (
       select e.created_at from outbox_event e where e.id > p.event_id order by e.id limit 1)), 0)::float8 as seconds
     from outbox_position p order by p.listener`,
  );
}

export function outboxMetric(dataSource: DataSource): Metric {
  return {
    kind: "gauge",
    name: "colophon_outbox_lag_seconds",
    help: "Age of the oldest event that a durable listener has not handled.",
    async read(): Promise<Sample[]> {
      const lags = await outboxLag(dataSource);
      return lags.map(({ listener, seconds }) => ({ labels: { listener }, value: seconds }));
    },
  };
}
