// `colophon reindex`: brings the search index up to date while the service runs. If it is killed, the next run resumes where it stopped.
import { Command } from "commander";
import type { DataSource } from "typeorm";
import { indexOutdated, markAllOutdated } from "../content/search/index/reindex.js";
import { ownTransactions } from "../platform/db/transaction.js";
import { createProgress } from "./progress.js";
import { withDatabase } from "./with-database.js";

const LIMITS = { statementTimeoutMs: 120_000 };

export function reindexCommand(): Command {
  return new Command("reindex")
    .description("Bring the search index up to date: index posts whose index row is missing or of an older version.")
    .option("--all", "index all posts again")
    .action((options: { all?: boolean }) =>
      withDatabase((dataSource) => reindex(dataSource, options.all === true), LIMITS),
    );
}

async function reindex(dataSource: DataSource, isAll: boolean): Promise<void> {
  const progress = createProgress("indexing");
  try {
    const transact = ownTransactions(dataSource);
    if (isAll) await markAllOutdated(transact);
    const count = await indexOutdated(transact, { onProgress: progress.update });
    progress.end();
    process.stdout.write(count === 0 ? "The search index is up to date.\n" : `${count} posts were indexed.\n`);
  } finally {
    progress.end();
  }
}
