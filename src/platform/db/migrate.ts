// Migrates a database to the current schema. Several processes may start at once, so migrations run under an advisory lock: one
// process migrates, the others wait and find nothing left to do.
import type { DataSource } from "typeorm";
import { migrations } from "../../../migrations/index.js";
import { codeOf } from "../../lib/error-facts.js";
import { openDataSource } from "./connection/open-data-source.js";

/** An arbitrary fixed number that identifies this lock among the advisory locks of the database. */
const MIGRATION_LOCK = 4_061_893_271;
const MIGRATION_TIMEOUT_MS = 30 * 60_000;

/** Runs the pending migrations and returns their names. */
export async function migrateDatabase(url: string): Promise<string[]> {
  return withMigrator(url, async (source) => (await source.runMigrations()).map((migration) => migration.name));
}

/** Whether the database has every migration of this version; false if the query fails. */
export function isMigrated(source: DataSource): Promise<boolean> {
  return migrationsDone(source).catch(() => false);
}

const UNDEFINED_TABLE = "42P01";

/** Like `isMigrated`, but rejects if the query fails. */
export async function migrationsDone(source: DataSource): Promise<boolean> {
  return (await pendingMigrations(source)).length === 0;
}

/** Names of the migrations of this version that the database lacks, oldest first. */
export async function pendingMigrations(source: Pick<DataSource, "query">): Promise<string[]> {
  const rows: { name: string }[] = await source
    .query("/* migration.list */ select name from migration")
    .catch((error: unknown) => {
      if (codeOf(error) === UNDEFINED_TABLE) return [];
      throw error;
    });
  const done = new Set(rows.map((row) => row.name));
  return migrations.map(({ name }) => name).filter((name) => !done.has(name));
}

/** Reverts the newest migration and returns its name, or null if there is none. */
export async function revertMigration(url: string): Promise<string | null> {
  return withMigrator(url, async (source) => {
    const rows: { name: string }[] = await source
      .query("/* migration.newest */ select name from migration order by id desc limit 1")
      .catch(() => []);
    if (rows[0] === undefined) return null;
    await source.undoLastMigration();
    return rows[0].name;
  });
}

/** Runs `work` on a connection with the rights and the time of a migration; one process at a time. */
export async function withMigrator<T>(url: string, work: (source: DataSource) => Promise<T>): Promise<T> {
  const options = { url, poolSize: 2, statementTimeoutMs: MIGRATION_TIMEOUT_MS, poolWaitMs: 10_000 };
  const source = await openDataSource(options, { entities: [], migrations });
  // The lock is held on a separate connection while the migrations run on another, and by a transaction: behind a pooler, two statements of
  // a connection may have different sessions, but a transaction has one.
  const lock = source.createQueryRunner();
  try {
    await lock.startTransaction();
    await lock.query("/* migration.wait */ set local idle_in_transaction_session_timeout = 0");
    await lock.query(`/* migration.statementLimit */ set local statement_timeout = ${MIGRATION_TIMEOUT_MS}`);
    await lock.query(`/* migration.lockLimit */ set local lock_timeout = ${MIGRATION_TIMEOUT_MS}`);
    await lock.query("/* migration.lock */ select pg_advisory_xact_lock($1)", [MIGRATION_LOCK]);
    return await work(source);
  } finally {
    await lock.rollbackTransaction().catch(() => undefined);
    await lock.release();
    await source.destroy();
  }
}
