// Loads the sample site into an empty database at the first start. It is imported like any folder of Markdown, by one process if several start
// at once.
import { fileURLToPath } from "node:url";
import type { DataSource } from "typeorm";
import type { ImportReport } from "../../intake/importers/import-report.js";
import { ImportBusyError, SharedSessionError } from "../../intake/importers/import-session.js";
import { readMarkdownFolder } from "../../intake/importers/markdown/markdown-reader.js";
import { runImport } from "../../intake/importers/run-import.js";

/** The same path from the compiled module and from its source. */
const SAMPLE_FOLDER = fileURLToPath(new URL("../../../../sample", import.meta.url));

/** Null if another process is importing into this database, or the connection has no session of its own. */
export async function loadSampleSite(dataSource: DataSource): Promise<ImportReport | null> {
  try {
    return await runImport(dataSource, readMarkdownFolder(SAMPLE_FOLDER, {}), {
      source: "sample",
      author: { slug: "editor", name: "Editor", bio: null },
      locale: null,
      isDryRun: false,
    });
  } catch (error) {
    if (error instanceof ImportBusyError || error instanceof SharedSessionError) return null;
    throw error;
  }
}
