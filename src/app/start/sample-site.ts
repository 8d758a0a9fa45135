// The sample site: real posts that show the graph off on a first start. It is imported like anybody's Markdown folder.
import { fileURLToPath } from "node:url";
import type { DataSource } from "typeorm";
import type { ImportReport } from "../../intake/importers/import-report.js";
import { readMarkdownFolder } from "../../intake/importers/markdown/markdown-reader.js";
import { runImport } from "../../intake/importers/run-import.js";

/** Beside the compiled `dist/src` and beside `src` alike. */
const SAMPLE_FOLDER = fileURLToPath(new URL("../../../../sample", import.meta.url));

export function loadSampleSite(dataSource: DataSource): Promise<ImportReport> {
  return runImport(dataSource, readMarkdownFolder(SAMPLE_FOLDER, { timeZone: "Asia/Shanghai" }), {
    source: "sample",
    author: { slug: "editor", name: "Editor", bio: null },
    locale: null,
    isDryRun: false,
  });
}
