// Creates the monitoring of the service: metrics of executed operations, HTTP requests, SQL, connection pools, the outbox and the event
// loop. Parts that count something else add it to `metrics`.
import type { DataSource } from "typeorm";
import type { ConcurrencyLimiter } from "../../http/graphql/concurrency-limiter.js";
import type { GraphqlEngine } from "../../http/graphql/graphql-engine.js";
import type { Readiness } from "../../http/health.js";
import { HttpTimings } from "../../http/http-timings.js";
import { createGuardedMetricsPage, createOpenMetricsPage, type MetricsPage } from "../../http/metrics-page.js";
import type { Context } from "../../identity/context.js";
import type { OperationsConfig } from "../../platform/config/operations-config.js";
import { poolState } from "../../platform/db/monitoring/pool-state.js";
import { allStatements, statementDurations } from "../../platform/db/monitoring/statement-timings.js";
import { outboxMetric } from "../../platform/events/outbox-lag.js";
import { loaderMetrics } from "../../platform/graphql/loader-timings.js";
import { type EventLoopWatch, watchEventLoop } from "../../platform/observability/event-loop.js";
import { createExposition } from "../../platform/observability/exposition.js";
import type { Logger } from "../../platform/observability/log.js";
import { type Metric, Metrics, type Sample, single } from "../../platform/observability/metrics.js";
import { createOperationRecord } from "../../platform/observability/operations.js";
import { createReadinessCheck } from "../bridge/readiness.js";
import type { SessionWatch } from "./session-watch.js";

export interface Monitoring {
  metrics: Metrics;
  eventLoop: EventLoopWatch;
  httpTimings: HttpTimings;
  checkReadiness(): Promise<Readiness>;
  /** The same engine, with metrics of what it executes. */
  measured(engine: GraphqlEngine<Context>): GraphqlEngine<Context>;
  close(): void;
}

/** The metrics pages of the operations port and of the public port; undefined for a port without one. */
export interface MetricsPages {
  ofOperationsPort: MetricsPage | undefined;
  ofPublicPort: MetricsPage | undefined;
}

/** The connection pools of the process, by the value of the label `pool`. */
export type Pools = Readonly<Record<"all" | "published", DataSource>>;

const SAMPLING_INTERVAL_MS = 100;

export function startMonitoring(
  config: OperationsConfig,
  pools: Pools,
  limiter: ConcurrencyLimiter,
  sessions: Pick<SessionWatch, "reason">,
  log: Logger,
): Monitoring {
  const metrics = new Metrics();
  const sources = Object.values(pools);
  const statementMs = meanStatementTimes();
  const eventLoop = watchEventLoop(SAMPLING_INTERVAL_MS, ({ delayMs }) => {
    const load = { eventLoopDelayMs: delayMs, isPoolExhausted: sources.some(hasWaiters), statementMs: statementMs() };
    limiter.adapt(load, performance.now());
  });
  metrics.add(...limiter.metrics);
  const httpTimings = new HttpTimings();
  const operations = createOperationRecord(log, config.slowOperationMs);
  metrics.add(httpTimings.metric, ...operations.metrics, statementDurations, ...loaderMetrics);
  metrics.add(...poolMetrics(pools), outboxMetric(pools.all), ...eventLoopMetrics(eventLoop));
  return {
    metrics,
    eventLoop,
    httpTimings,
    checkReadiness: createReadinessCheck(pools.all, eventLoop, sessions),
    measured: (engine) => async (request, context) => {
      const startedAt = performance.now();
      const response = await engine(request, context);
      operations.observe({
        requestId: String(request.headers["x-request-id"]),
        operation: context.outcome.operation,
        milliseconds: performance.now() - startedAt,
        statements: context.db.statements,
        statementMilliseconds: context.db.milliseconds,
        errors: context.outcome.errors,
      });
      return response;
    },
    close: () => eventLoop.close(),
  };
}

export async function createMetricsPages(config: OperationsConfig, metrics: Metrics): Promise<MetricsPages> {
  const { metricsPort, metricsToken } = config;
  if (metricsPort === null && metricsToken === null) return { ofOperationsPort: undefined, ofPublicPort: undefined };
  const exposition = await createExposition(metrics);
  return {
    ofOperationsPort: metricsPort === null ? undefined : createOpenMetricsPage(exposition),
    ofPublicPort: metricsToken === null ? undefined : createGuardedMetricsPage(exposition, metricsToken),
  };
}

const hasWaiters = (source: DataSource): boolean => poolState(source).waiting > 0;

/** Each call returns the mean duration of the statements that ended since the last call; 0 if there were none. */
function meanStatementTimes(): () => number {
  let last = { ...allStatements };
  return () => {
    const count = allStatements.count - last.count;
    const milliseconds = allStatements.milliseconds - last.milliseconds;
    last = { ...allStatements };
    return count === 0 ? 0 : milliseconds / count;
  };
}

function poolMetrics(pools: Pools): readonly Metric[] {
  const states = () => Object.entries(pools).map(([pool, source]) => ({ pool, ...poolState(source) }));
  return [
    {
      kind: "gauge",
      name: "colophon_pool_connections",
      help: "Database connections by pool and state. The pool `published` serves anonymous reads.",
      read: (): Sample[] =>
        states().flatMap(({ pool, open, idle }) => [
          { labels: { pool, state: "busy" }, value: open - idle },
          { labels: { pool, state: "idle" }, value: idle },
        ]),
    },
    {
      kind: "gauge",
      name: "colophon_pool_waiting",
      help: "Requests that wait for a database connection, by pool.",
      read: (): Sample[] => states().map(({ pool, waiting }) => ({ labels: { pool }, value: waiting })),
    },
  ];
}

function eventLoopMetrics(eventLoop: EventLoopWatch): readonly Metric[] {
  return [
    {
      kind: "gauge",
      name: "colophon_event_loop_delay_seconds",
      help: "Mean delay of the event loop in the last 100 ms.",
      read: () => single(eventLoop.delayMs / 1_000),
    },
    {
      kind: "gauge",
      name: "colophon_event_loop_utilisation_ratio",
      help: "Part of the last 100 ms in which the event loop was busy, 0 to 1.",
      read: () => single(eventLoop.utilisation),
    },
  ];
}
