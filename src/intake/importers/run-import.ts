// Imports the events of a reader: in transactions that are committed, or as a dry run in one transaction that is rolled back.
import type { DataSource, EntityManager } from "typeorm";
import { advancePostCounts } from "../../content/post-counts/post-counts.js";
import { makeMissingIndexes } from "../../content/search/index/bulk/deferred-indexes.js";
import { savepointsIn, type WriteTransaction, withRetries } from "../../platform/db/transaction.js";
import type { ImportEvent } from "./import-event.js";
import type { ImportOptions } from "./import-options.js";
import { ImportPipeline } from "./import-pipeline.js";
import type { ImportReport } from "./import-report.js";
import { flushCommits, withImportSession } from "./import-session.js";

export function runImport(
  dataSource: DataSource,
  events: AsyncIterable<ImportEvent[]>,
  options: ImportOptions,
): Promise<ImportReport> {
  return withImportSession(dataSource, async (session) => {
    if (options.isDryRun) return runAndRollBack(session, events, options);
    const transact = ownTransactionsOn(session);
    const report = await importOrRestore(transact, () => new ImportPipeline(session, transact, options).run(events));
    if (hasWritten(report)) {
      // Each batch has left one counter change per list, and no service may be running that would add them up.
      await advancePostCounts(transact);
      await flushCommits(session);
    }
    return report;
  });
}

/** After a failure, makes the indexes that the import has left out; if the database itself has failed, the next start makes them. */
async function importOrRestore(transact: WriteTransaction, work: () => Promise<ImportReport>): Promise<ImportReport> {
  try {
    return await work();
  } catch (error) {
    await makeMissingIndexes(transact).catch(() => undefined);
    throw error;
  }
}

function hasWritten({ posts, pages, menus, comments, created, linksRewritten }: ImportReport): boolean {
  const others = pages.created + pages.updated + menus.created + menus.updated + comments.created;
  return (
    posts.created + posts.updated + others + linksRewritten > 0 || Object.values(created).some((count) => count > 0)
  );
}

function ownTransactionsOn(session: EntityManager): WriteTransaction {
  return (work) => withRetries(() => session.transaction(work));
}

class DryRunRollback extends Error {
  constructor(readonly report: ImportReport) {
    super("The dry run is finished.");
  }
}

async function runAndRollBack(
  session: EntityManager,
  events: AsyncIterable<ImportEvent[]>,
  options: ImportOptions,
): Promise<ImportReport> {
  try {
    return await session.transaction(async (tx) => {
      throw new DryRunRollback(await new ImportPipeline(tx, savepointsIn(tx), options).run(events));
    });
  } catch (error) {
    if (error instanceof DryRunRollback) return error.report;
    throw error;
  }
}
