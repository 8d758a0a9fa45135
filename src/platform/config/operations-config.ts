// What the environment says about how the service is watched.
import type { ConfigVariable, EnvironmentReader } from "./environment-reader.js";

export interface OperationsConfig {
  /** An operation that takes longer is written to the log. */
  slowOperationMs: number;
  /** Null: no port of their own. */
  metricsPort: number | null;
  metricsHost: string;
  /** Null: no metrics on the common port. */
  metricsToken: string | null;
  maxConcurrentOperations: number;
  /** Null: nothing is traced. */
  traceEndpoint: string | null;
  traceServiceName: string;
}

const MIN_TOKEN_LENGTH = 16;

export const operationsVariables: readonly ConfigVariable[] = [
  {
    name: "SLOW_OPERATION_MS",
    defaultValue: "1000",
    description: "An operation that takes longer is written to the log, with its SQL statements counted; 1 to 600000.",
  },
  {
    name: "METRICS_PORT",
    defaultValue: "",
    description: "Port for /metrics, /livez and /readyz alone, 0 for a free one. Absent: none is opened.",
  },
  {
    name: "METRICS_HOST",
    defaultValue: "127.0.0.1",
    description: "Address that METRICS_PORT listens on. Whoever reaches it may read the metrics.",
  },
  {
    name: "METRICS_TOKEN",
    defaultValue: "",
    description: "Shows /metrics on PORT as well, to who sends this as a bearer token; at least 16 characters.",
  },
  {
    name: "MAX_CONCURRENT_OPERATIONS",
    defaultValue: "512",
    description: "Operations executed at once at most; as many as the process keeps up with are, 1 to 10000.",
  },
  {
    name: "OTEL_EXPORTER_OTLP_ENDPOINT",
    defaultValue: "",
    description:
      "Collector of OpenTelemetry traces, OTLP over HTTP, such as http://127.0.0.1:4318. Absent: nothing is traced.",
  },
  {
    name: "OTEL_SERVICE_NAME",
    defaultValue: "colophon",
    description: "The name of this service in traces.",
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
  };
}

function traceEndpoint(reader: EnvironmentReader): string | null {
  const text = reader.text("OTEL_EXPORTER_OTLP_ENDPOINT");
  if (text === "") return null;
  if (!URL.canParse(text) || !["http:", "https:"].includes(new URL(text).protocol)) {
    reader.faults.push("OTEL_EXPORTER_OTLP_ENDPOINT must be a URL such as http://127.0.0.1:4318.");
  }
  return text;
}

function metricsToken(reader: EnvironmentReader): string | null {
  const token = reader.text("METRICS_TOKEN");
  if (token === "") return null;
  if (token.length < MIN_TOKEN_LENGTH)
    reader.faults.push(`METRICS_TOKEN must have at least ${MIN_TOKEN_LENGTH} characters, but has ${token.length}.`);
  return token;
}
