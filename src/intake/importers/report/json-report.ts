// The fidelity report as JSON for programs; docs/importing.md has its schema. The bodies of posts are not part of it.
import type { ImportReport } from "../import-report.js";

/** How each report begins, by which a later one recognises a file that it may overwrite. */
export const JSON_REPORT_START = '{\n  "source": ';

export function jsonReport({ samples: _, ...report }: ImportReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
