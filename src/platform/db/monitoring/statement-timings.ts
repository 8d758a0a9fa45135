// How long the statements of reads take, by the name that opens each of them: `/* Category.posts */ select …`. Counted for the process as a
// whole, as all metrics are.
import type { Durations } from "../../observability/metrics.js";
import { NamedTimings, Timing } from "../../observability/timing.js";

/** More than there are statements in the code. */
const MAX_NAMES = 500;
const UNNAMED = "unnamed";
const [OPENING, CLOSING] = ["/*", "*/"];

const byName = new NamedTimings(MAX_NAMES, Timing);

/** All statements together, since the process started. */
export const allStatements = { count: 0, milliseconds: 0 };

export function observeStatement(text: string, milliseconds: number): void {
  allStatements.count += 1;
  allStatements.milliseconds += milliseconds;
  byName.of(statementName(text)).observe(milliseconds);
}

/** The text of the comment that opens a statement; `unnamed` if it has none. */
export function statementName(text: string): string {
  const start = text.trimStart();
  if (!start.startsWith(OPENING)) return UNNAMED;
  const end = start.indexOf(CLOSING);
  const name = end === -1 ? "" : start.slice(OPENING.length, end).trim();
  return name === "" ? UNNAMED : name;
}

export const statementDurations: Durations = {
  kind: "histogram",
  name: "colophon_sql_duration_seconds",
  help: "Duration of SQL statements of reads, including the wait for a connection, by the name of the statement.",
  *read() {
    for (const [statement, timing] of byName.entries()) yield [{ statement }, timing];
  },
};
