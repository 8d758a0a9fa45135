// The files of `--report`: whether they can be written is found out before an import begins, and they never replace a file that is not a
// report, such as the export itself or a post.
import { open, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { ImportReport } from "../../intake/importers/import-report.js";
import { htmlReport, REPORT_MARK } from "../../intake/importers/report/html-report.js";
import { JSON_REPORT_START, jsonReport } from "../../intake/importers/report/json-report.js";
import { codeOf, messageOf } from "../../lib/error-facts.js";

export class ReportFileError extends Error {
  override readonly name = "ReportFileError";
}

const isPage = (path: string): boolean => /\.html?$/i.test(path);

/** Throws a ReportFileError if one of the reports could not be written. Leaves no file behind. */
export async function assertReportsWritable(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const facts = await stat(path).catch(() => null);
    if (facts?.isDirectory()) throw new ReportFileError(`Expected a file for the report, got the folder ${path}.`);
    if (facts?.isFile() && facts.size > 0 && !(await isReport(path))) {
      throw new ReportFileError(
        `The file ${path} exists and is not a report. It was not overwritten; name another file.`,
      );
    }
    const probe = temporaryFor(path);
    try {
      await (await open(facts === null || facts.isFile() ? probe : path, "a")).close();
    } catch (error) {
      throw new ReportFileError(
        `The report cannot be written to ${path}: ${reasonOf(error, path)}. Nothing was imported.`,
      );
    } finally {
      await rm(probe, { force: true });
    }
  }
}

/** Each report is complete or absent. The extension decides about the format: a page for `.html`, else JSON. */
export async function writeReports(paths: readonly string[], report: ImportReport): Promise<void> {
  for (const path of paths) {
    const text = isPage(path) ? htmlReport(report) : jsonReport(report);
    const facts = await stat(path).catch(() => null);
    // A device or pipe, such as /dev/stdout, is written to and not replaced.
    if (facts !== null && !facts.isFile()) await writeFile(path, text);
    else {
      await writeFile(temporaryFor(path), text);
      await rename(temporaryFor(path), path);
    }
  }
}

function temporaryFor(path: string): string {
  return `${resolve(path)}.${process.pid}.part`;
}

async function isReport(path: string): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(200), 0, 200, 0);
    const start = buffer.toString("utf8", 0, bytesRead);
    return start.startsWith(JSON_REPORT_START) || start.includes(REPORT_MARK);
  } finally {
    await file.close();
  }
}

function reasonOf(error: unknown, path: string): string {
  if (codeOf(error) === "ENOENT") return `the folder ${dirname(path)} does not exist`;
  if (codeOf(error) === "EACCES" || codeOf(error) === "EROFS")
    return `the folder ${dirname(path)} cannot be written to`;
  return messageOf(error).replace(/\.$/, "");
}
