// Configuration of operations: log, metrics, traces, the number of concurrent operations, and what is deleted in time.
import type { ConfigVariable, EnvironmentReader } from "./environment-reader.js";

export interface OperationsConfig {
  /** Operations that take longer are logged. */
  slowOperationMs: number;
  /** Null: no separate port. */
  metricsPort: number | null;
  metricsHost: string;
  /** Null: no metrics on the public port. */
  metricsToken: string | null;
  maxConcurrentOperations: number;
  /** Null: tracing is off. */
  traceEndpoint: string | null;
  traceServiceName: string;
  /** How many revisions of each post and page are kept; null for all. */
  revisionsKept: number | null;
}

const MIN_TOKEN_LENGTH = 16;

export const operationsVariables: readonly ConfigVariable[] = [
  {
    name: "SLOW_OPERATION_MS",
    defaultValue: "1000",
    description: "Operations that take longer are logged with the number of their SQL statements; 1 to 600000.",
  },
  {
    name: "METRICS_PORT",
    defaultValue: "",
    description: "A separate port for /metrics, /livez and /readyz; 0 chooses a free one. If absent, none is opened.",
  },
  {
    name: "METRICS_HOST",
    defaultValue: "127.0.0.1",
    description: "Address that METRICS_PORT listens on. Everybody who can reach it may read the metrics.",
  },
  {
    name: "METRICS_TOKEN",
    defaultValue: "",
    description: "Serves /metrics also on PORT, for requests with this bearer token; at least 16 characters.",
  },
  {
    name: "MAX_CONCURRENT_OPERATIONS",
    defaultValue: "512",
    description: "Upper bound of the adaptive number of operations that are executed at once, 1 to 10000.",
  },
  {
    name: "OTEL_EXPORTER_OTLP_ENDPOINT",
    defaultValue: "",
    description:
      "Collector of OpenTelemetry traces (OTLP over HTTP), such as http://127.0.0.1:4318. If absent, tracing is off.",
  },
  {
    name: "OTEL_SERVICE_NAME",
    defaultValue: "colophon",
    description: "The name of this service in traces.",
  },
  {
    name: "REVISIONS_KEEP",
    defaultValue: "",
    description:
      "How many of the newest revisions of each post and page are kept, 1 to 1000000; older ones are deleted once an hour. If absent, all.",
  },
];

export function readOperationsConfig(reader: EnvironmentReader): OperationsConfig {
  return {
    slowOperationMs: reader.integer("SLOW_OPERATION_MS", 1, 600_000),
    metricsPort: reader.text("METRICS_PORT") === "" ? null : reader.integer("METRICS_PORT", 0, 65_535),
    metricsHost: reader.text("METRICS_HOST"),
    metricsToken: metricsToken(reader),
    maxConcurrentOperations: reader.integer("MAX_CONCURRENT_OPERATIONS", 1, 10_000),
    traceEndpoint: traceEndpoint(reader),
    traceServiceName: reader.text("OTEL_SERVICE_NAME"),
    revisionsKept: reader.text("REVISIONS_KEEP") === "" ? null : reader.integer("REVISIONS_KEEP", 1, 1_000_000),
  };
}

function traceEndpoint(reader: EnvironmentReader): string | null {
  const text = reader.text("OTEL_EXPORTER_OTLP_ENDPOINT");
  if (text === "") return null;
  if (!URL.canParse(text) || !["http:", "https:"].includes(new URL(text).protocol)) {
    reader.errors.push("OTEL_EXPORTER_OTLP_ENDPOINT must be a URL such as http://127.0.0.1:4318.");
  }
  return text;
}

function metricsToken(reader: EnvironmentReader): string | null {
  const token = reader.text("METRICS_TOKEN");
  if (token === "") return null;
  if (token.length < MIN_TOKEN_LENGTH)
    reader.errors.push(`METRICS_TOKEN must have at least ${MIN_TOKEN_LENGTH} characters, but has ${token.length}.`);
  return token;
}
