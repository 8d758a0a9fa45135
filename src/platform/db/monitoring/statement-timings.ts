// How long the statements of reads take, by the table that each is about. Of the process as a whole, as metrics are.
import { BoundedMap } from "../../../lib/bounded-map.js";
import type { Durations } from "../../observability/metrics.js";
import { NamedTimings, Timing } from "../../observability/timing.js";

/** More than there are tables. */
const MAX_TABLES = 100;
/** Clients choose the shape of filters, so texts are without end; what each is about is found out again when need be. */
const MAX_TEXTS = 2_000;
/** The first table that is read; what follows `from` may also be a function, a subquery or a name of the statement's own. */
const TABLE = /\b(?:(?:from|join|update)\s+(?:only\s+)?"?([a-z_]\w*)"?(?![\w.])(?!\s*\()|into\s+"?([a-z_]\w*))/gi;
const OWN_NAME =
  /(?:\bwith(?:\s+recursive)?|,)\s+([a-z_]\w*)\s*(?:\([^)]*\)\s*)?as\s+(?:not\s+)?(?:materialized\s*)?\(/gi;

const byTable = new NamedTimings(MAX_TABLES, Timing);
const byText = new BoundedMap<string, Timing>(MAX_TEXTS);

/** Of all statements together, since the start. */
export const allStatements = { count: 0, milliseconds: 0 };

export function observeStatement(text: string, milliseconds: number): void {
  allStatements.count += 1;
  allStatements.milliseconds += milliseconds;
  byText.getOrCreate(text, timingOf).observe(milliseconds);
}

const timingOf = (text: string): Timing => byTable.of(tableOf(text));

/** Of a statement's constant text; `none` where it reads no table. */
export function tableOf(text: string): string {
  const own = new Set([...text.matchAll(OWN_NAME)].map(([, name]) => name?.toLowerCase()));
  for (const [, read = "", written = read] of text.matchAll(TABLE)) {
    const name = written.toLowerCase();
    if (!own.has(name)) return name;
  }
  return "none";
}

export const statementDurations: Durations = {
  kind: "histogram",
  name: "colophon_sql_duration_seconds",
  help: "Duration of the statements of reads, waiting for a connection included, by the table each is about.",
  *read() {
    for (const [table, timing] of byTable.entries()) yield [{ table }, timing];
  },
};
