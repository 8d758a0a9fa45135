// Runs an import with its progress on the terminal, its report there and in files, and the exit code that tells whether everything came in.
import { setFlagsFromString } from "node:v8";
import { openAssetAddresses } from "../../app/start/open-assets.js";
import { openDatabase } from "../../app/start/open-database.js";
import { AssetStore } from "../../intake/importers/files/asset-store.js";
import type { FileSource } from "../../intake/importers/files/file-source.js";
import type { ImportEvent } from "../../intake/importers/import-event.js";
import { reportLines } from "../../intake/importers/report/report-lines.js";
import { runImport } from "../../intake/importers/run-import.js";
import type { Config } from "../../platform/config/config.js";
import { loadProcessConfig } from "../../platform/config/process-config.js";
import { slugFrom } from "../../platform/markup/slug.js";
import { createLog } from "../../platform/observability/log.js";
import { EXIT_CODES } from "../failure.js";
import { createProgress } from "../progress.js";
import { watchUnfinishedImport } from "./import-interruption.js";
import { assertReportsWritable, writeReports } from "./report-files.js";

export interface CommonOptions {
  dryRun?: boolean;
  /** False: pictures and files are not imported. */
  files: boolean;
  report?: string[];
  author?: string;
  locale?: string;
  source?: string;
  siteUrl?: string;
  timeZone?: string;
}

/** Most objects of an import are short-lived. By default, V8 lets the heap grow to three times the live objects before collecting. */
const HEAP_GROWTH = "--heap-growing-percent=30";
/** No client is waiting, and on a busy machine the indexes of 100,000 posts take minutes. */
const STATEMENT_TIMEOUT_MS = 1_800_000;

export async function importInto(
  events: AsyncIterable<ImportEvent[]>,
  defaultSource: string,
  options: CommonOptions,
  filesOf: (config: Config) => FileSource,
): Promise<void> {
  const reports = options.report ?? [];
  await assertReportsWritable(reports);
  setFlagsFromString(HEAP_GROWTH);
  const config = loadProcessConfig();
  const database = await openDatabase(config, createLog("warn"), { statementTimeoutMs: STATEMENT_TIMEOUT_MS });
  const bars = {
    reading: createProgress("importing"),
    files: createProgress("pictures and files:"),
    links: createProgress("rewriting links of posts:"),
    index: createProgress("indexing"),
  };
  const endBars = (): void => {
    for (const bar of Object.values(bars)) bar.end();
  };
  const showFiles = (done: number): void => {
    bars.reading.end();
    bars.files.update(done, 0);
  };
  const source = filesOf(config);
  const assets = openAssetAddresses(config.assets);
  const unfinished = watchUnfinishedImport(options.dryRun === true, endBars);
  try {
    const author = options.author ?? "Editor";
    const report = await runImport(database.dataSource, events, {
      source: options.source ?? defaultSource,
      author: { slug: slugFrom(author), name: author, bio: null },
      locale: options.locale ?? null,
      siteUrl: options.siteUrl ?? null,
      timeZone: options.timeZone ?? null,
      isDryRun: options.dryRun === true,
      onProgress: bars.reading.update,
      onStored: unfinished.stored,
      ...(options.files && {
        files: { source, store: new AssetStore(assets), onFiles: (done: number) => showFiles(done) },
      }),
      onLinks: (posts) => {
        bars.reading.end();
        bars.files.end();
        bars.links.update(posts, 0);
      },
      onIndexing: (done, total) => {
        bars.links.end();
        bars.index.update(done, total);
      },
    });
    unfinished.end();
    endBars();
    process.stdout.write(`${reportLines(report).join("\n")}\n`);
    await writeReports(reports, report);
    if (report.posts.failed > 0 || report.noticeCounts.FAILED > 0) process.exitCode = EXIT_CODES.incomplete;
  } finally {
    endBars();
    assets.pictures.close();
    await source.close();
    await database.close();
  }
}
