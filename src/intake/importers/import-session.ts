// The one connection an import works on: nobody else imports meanwhile, and its settings are for bulk writing. Separate
// because both have to be given back, whatever happens in between.
import type { DataSource, EntityManager } from "typeorm";

export class ImportBusyError extends Error {
  override readonly name = "ImportBusyError";
}

/** Any fixed number; names this lock among the advisory locks of the database. */
const IMPORT_LOCK = 2_772_913_451;

/**
 * Commits do not wait for the disk: a crash of the database may lose the last of them, whole and in order, and as each
 * carries the memory of its posts, the next run writes them again. LZ4, where the server has it, compresses long texts
 * several times faster than the default. A dry run may pause longer between statements than a request may. Every
 * statement of an import goes by key, but tables that fill up from nothing have no statistics yet, and without them the
 * planner reads a whole table for a hundred keys, again and again.
 */
const SETTINGS = [
  "set synchronous_commit = off",
  "set enable_seqscan = off",
  "set idle_in_transaction_session_timeout = '10min'",
  `select set_config('default_toast_compression', 'lz4', false)
   from pg_settings where name = 'default_toast_compression' and 'lz4' = any(enumvals)`,
];
const UNDO = [
  "reset synchronous_commit",
  "reset enable_seqscan",
  "reset idle_in_transaction_session_timeout",
  "reset default_toast_compression",
  `select pg_advisory_unlock(${IMPORT_LOCK})`,
];

export async function withImportSession<Result>(
  dataSource: DataSource,
  work: (session: EntityManager) => Promise<Result>,
): Promise<Result> {
  const runner = dataSource.createQueryRunner();
  try {
    const [row]: { locked: boolean }[] = await runner.query(`select pg_try_advisory_lock(${IMPORT_LOCK}) as locked`);
    if (row?.locked !== true) {
      throw new ImportBusyError("Another import is running on this database. Wait for it to end.");
    }
    try {
      for (const setting of SETTINGS) await runner.query(setting);
      return await work(runner.manager);
    } finally {
      // A connection that broke has given everything back by itself.
      for (const setting of UNDO) await runner.query(setting).catch(() => undefined);
    }
  } finally {
    await runner.release();
  }
}

/** What was written in bulk is unknown to the planner until statistics are taken, and readers would wait for that. */
export async function takeStatistics(session: EntityManager): Promise<void> {
  await session.query("analyze");
}

/** Returns when all that was committed so far is on disk: a commit that waits takes the ones before it along. */
export async function flushCommits(session: EntityManager): Promise<void> {
  await session.query("set synchronous_commit = on");
  await session.query("update site set locale = locale where id = 1");
}
