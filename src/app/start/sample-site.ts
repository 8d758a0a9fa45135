// Loads the sample site into an empty database at the first start. It is imported like any folder of Markdown.
import { fileURLToPath } from "node:url";
import type { DataSource } from "typeorm";
import type { ImportReport } from "../../intake/importers/import-report.js";
import { readMarkdownFolder } from "../../intake/importers/markdown/markdown-reader.js";
import { runImport } from "../../intake/importers/run-import.js";

/** The same path from the compiled module and from its source. */
const SAMPLE_FOLDER = fileURLToPath(new URL("../../../../sample", import.meta.url));

export function loadSampleSite(dataSource: DataSource): Promise<ImportReport> {
  return runImport(dataSource, readMarkdownFolder(SAMPLE_FOLDER, {}), {
    source: "sample",
    author: { slug: "editor", name: "Editor", bio: null },
    locale: null,
    isDryRun: false,
  });
}
