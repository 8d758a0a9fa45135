// `colophon reindex`: brings the search index up to date while the service runs. If it is killed, the next run resumes where it stopped.
import { Command } from "commander";
import { openDatabase } from "../app/start/open-database.js";
import { indexOutdated, markAllOutdated } from "../content/search/index/reindex.js";
import { loadProcessConfig } from "../platform/config/process-config.js";
import { ownTransactions } from "../platform/db/transaction.js";
import { createLog } from "../platform/observability/log.js";
import { createProgress } from "./progress.js";

const STATEMENT_TIMEOUT_MS = 120_000;

export function reindexCommand(): Command {
  return new Command("reindex")
    .description("Bring the search index up to date: index posts whose index row is missing or of an older version.")
    .option("--all", "index all posts again")
    .action((options: { all?: boolean }) => reindex(options.all === true));
}

async function reindex(isAll: boolean): Promise<void> {
  const config = loadProcessConfig();
  const database = await openDatabase(config, createLog("warn"), { statementTimeoutMs: STATEMENT_TIMEOUT_MS });
  const progress = createProgress("indexing");
  try {
    const transact = ownTransactions(database.dataSource);
    if (isAll) await markAllOutdated(transact);
    const count = await indexOutdated(transact, { onProgress: progress.update });
    progress.end();
    process.stdout.write(count === 0 ? "The search index is up to date.\n" : `${count} posts were indexed.\n`);
  } finally {
    progress.end();
    await database.close();
  }
}
