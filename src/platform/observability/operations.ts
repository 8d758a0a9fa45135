// Metrics and log lines of executed operations: durations and statements by name, errors by code, and a line for each operation that was
// slow or failed. Names come from clients, so their number is limited. Variables and documents are never used.
import type { Logger } from "pino";
import type { Metric, Sample } from "./metrics.js";
import { NamedTimings, Timing } from "./timing.js";

/** An executed operation whose response is ready. */
export interface OperationReport {
  requestId: string;
  /** Empty for an operation without a name; null if the document had no operation to execute. */
  operation: string | null;
  milliseconds: number;
  statements: number;
  /** Of all statements together; more than `milliseconds` if they ran concurrently. */
  statementMilliseconds: number;
  errors: readonly { extensions?: Record<string, unknown> }[];
}

export interface OperationRecord {
  observe(report: OperationReport): void;
  metrics: readonly Metric[];
}

const MAX_NAMES = 200;
const MAX_CODES = 50;
/** Longer names are cut in the log. */
const MAX_NAME_LENGTH = 100;
const ANONYMOUS = "anonymous";
const INVALID = "invalid";

class OperationTiming extends Timing {
  statements = 0;
  statementSeconds = 0;
}

export function createOperationRecord(log: Logger, slowMs: number): OperationRecord {
  const timings = new NamedTimings(MAX_NAMES, OperationTiming);
  const errorsByCode = new Map<string, number>();
  return {
    observe(report) {
      const name = nameOf(report);
      const timing = timings.of(name);
      timing.observe(report.milliseconds);
      timing.statements += report.statements;
      timing.statementSeconds += report.statementMilliseconds / 1_000;
      if (report.errors.length > 0) countErrors(report, errorsByCode, log);
      if (report.milliseconds >= slowMs) logSlow(report, log);
    },
    metrics: operationMetrics(timings, errorsByCode),
  };
}

function nameOf({ operation }: OperationReport): string {
  if (operation === null) return INVALID;
  return operation === "" ? ANONYMOUS : operation;
}

function countErrors(
  { requestId, operation, errors }: OperationReport,
  byCode: Map<string, number>,
  log: Logger,
): void {
  const errorIds: unknown[] = [];
  for (const { extensions } of errors) {
    const code = String(extensions?.code ?? "NONE");
    if (byCode.has(code) || byCode.size < MAX_CODES) byCode.set(code, (byCode.get(code) ?? 0) + 1);
    if (extensions?.errorId !== undefined) errorIds.push(extensions.errorId);
  }
  // The error itself is in the line with its errorId.
  if (errorIds.length > 0) log.error({ requestId, operation: loggedName(operation), errorIds }, "An operation failed.");
}

function logSlow(report: OperationReport, log: Logger): void {
  const { requestId, operation, statements } = report;
  const durationMs = Math.round(report.milliseconds);
  const sqlMs = Math.round(report.statementMilliseconds);
  log.warn({ requestId, operation: loggedName(operation), durationMs, statements, sqlMs }, "An operation was slow.");
}

const loggedName = (operation: string | null): string | null => operation?.slice(0, MAX_NAME_LENGTH) ?? null;

function operationMetrics(
  timings: NamedTimings<OperationTiming>,
  errorsByCode: ReadonlyMap<string, number>,
): readonly Metric[] {
  const sums = (pick: (timing: OperationTiming) => number) =>
    function* (): Iterable<Sample> {
      for (const [operation, timing] of timings.entries()) yield { labels: { operation }, value: pick(timing) };
    };
  return [
    {
      kind: "histogram",
      name: "colophon_operation_duration_seconds",
      help: `Duration of executed operations by name. Names after the first ${MAX_NAMES} are counted as one.`,
      *read() {
        for (const [operation, timing] of timings.entries()) yield [{ operation }, timing];
      },
    },
    {
      kind: "counter",
      name: "colophon_operation_sql_statements_total",
      help: "SQL statements that operations sent to read.",
      read: sums(({ statements }) => statements),
    },
    {
      kind: "counter",
      name: "colophon_operation_sql_seconds_total",
      help: "Time in SQL statements that operations sent to read. Concurrent statements count separately.",
      read: sums(({ statementSeconds }) => statementSeconds),
    },
    {
      kind: "counter",
      name: "colophon_operation_errors_total",
      help: "GraphQL errors in responses, by code.",
      *read() {
        for (const [code, value] of errorsByCode) yield { labels: { code }, value };
      },
    },
  ];
}
