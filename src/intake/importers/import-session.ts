// Opens the database connection of an import, with settings for bulk writing and a lock that excludes other imports. Both are released in
// every case, even if the import fails.
import type { DataSource, EntityManager } from "typeorm";
import { MANY_ENTRIES_SETTINGS } from "../../content/search/index/pending-entries.js";
import { isDirect, poolingOf } from "../../platform/db/connection/pooling.js";
import { urlOf } from "../../platform/db/data-source.js";

export class ImportBusyError extends Error {
  override readonly name = "ImportBusyError";
}

/** Through a pooler in transaction mode, the settings of an import would stay with sessions of others, and its lock with nobody. */
export class SharedSessionError extends Error {
  override readonly name = "SharedSessionError";

  constructor() {
    super(
      "Expected a connection with a session of its own, got one through a pooler in transaction mode. Set DATABASE_DIRECT_URL to the server itself.",
    );
  }
}

/** An arbitrary fixed number that identifies this lock among the advisory locks of the database. */
const IMPORT_LOCK = 2_772_913_451;

/**
 * `synchronous_commit`: commits do not wait for the disk. A crash of the database may lose the last commits, each as a whole and in
 * order; since each includes the `import_item` rows of its posts, the next run imports these posts again.
 * `default_toast_compression`: LZ4, if the server has it, compresses long texts several times faster than the default.
 * `idle_in_transaction_session_timeout`: a dry run may pause longer between two statements than a request may.
 * `enable_seqscan`: every statement of an import selects by key, but growing tables have no statistics yet, and without statistics the
 * planner would read a whole table for a hundred keys.
 * The others are those of the search index for many posts.
 */
const SETTINGS = [
  "set synchronous_commit = off",
  "set enable_seqscan = off",
  "set idle_in_transaction_session_timeout = '10min'",
  `select set_config('default_toast_compression', 'lz4', false)
   from pg_settings where name = 'default_toast_compression' and 'lz4' = any(enumvals)`,
  ...Object.entries(MANY_ENTRIES_SETTINGS).map(([name, value]) => `set ${name} = '${value}'`),
];
const RESET = [
  "reset synchronous_commit",
  "reset enable_seqscan",
  "reset idle_in_transaction_session_timeout",
  "reset default_toast_compression",
  ...Object.keys(MANY_ENTRIES_SETTINGS).map((name) => `reset ${name}`),
  `select pg_advisory_unlock(${IMPORT_LOCK})`,
];

export async function withImportSession<Result>(
  dataSource: DataSource,
  work: (session: EntityManager) => Promise<Result>,
): Promise<Result> {
  const runner = dataSource.createQueryRunner();
  try {
    if (!(await isDirect(await runner.connect())) && (await poolingOf(urlOf(dataSource))) === "transaction") {
      throw new SharedSessionError();
    }
    const [row]: { locked: boolean }[] = await runner.query(
      `/* import.lock */ select pg_try_advisory_lock(${IMPORT_LOCK}) as locked`,
    );
    if (row?.locked !== true) {
      throw new ImportBusyError("Another import is running on this database. Try again when it has finished.");
    }
    try {
      for (const setting of SETTINGS) await runner.query(`/* import.session set */ ${setting}`);
      return await work(runner.manager);
    } finally {
      // A connection that failed has released everything already.
      for (const setting of RESET) await runner.query(`/* import.session reset */ ${setting}`).catch(() => undefined);
    }
  } finally {
    await runner.release();
  }
}

/** Updates the statistics of the planner after a bulk write; otherwise the first queries of readers would be slow. */
export async function updateStatistics(session: EntityManager): Promise<void> {
  await session.query("/* import.analyze */ analyze");
}

/** Returns when all earlier commits are on disk, because a synchronous commit also flushes the commits before it. */
export async function flushCommits(session: EntityManager): Promise<void> {
  await session.query("/* import.session flush */ set synchronous_commit = on");
  await session.query("/* import.flush */ update site set locale = locale where id = 1");
}
