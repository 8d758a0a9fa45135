// Brings a database to the current schema. Several processes may start at once, so the work is done under an advisory
// lock: one migrates, the others wait and find nothing left to do.
import type { DataSource } from "typeorm";
import { migrations } from "../../../migrations/index.js";
import { codeOf } from "../../lib/error-facts.js";
import { createDataSource } from "./data-source.js";

/** Any fixed number; names this lock among the advisory locks of the database. */
const MIGRATION_LOCK = 4_061_893_271;
const MIGRATION_TIMEOUT_MS = 30 * 60_000;

/** Runs what is pending and gives the names of the migrations that were run. */
export async function migrateDatabase(url: string): Promise<string[]> {
  return withMigrator(url, async (source) => (await source.runMigrations()).map((migration) => migration.name));
}

/** Whether the database has every migration of this version; false where it cannot be asked. */
export function isMigrated(source: DataSource): Promise<boolean> {
  return migrationsDone(source).catch(() => false);
}

const UNDEFINED_TABLE = "42P01";

/** The same, but rejects where the database cannot be asked. */
export async function migrationsDone(source: DataSource): Promise<boolean> {
  return (await pendingMigrations(source)).length === 0;
}

/** Names of this version's migrations that the database does not have, oldest first. */
export async function pendingMigrations(source: Pick<DataSource, "query">): Promise<string[]> {
  const rows: { name: string }[] = await source.query("select name from migration").catch((error: unknown) => {
    if (codeOf(error) === UNDEFINED_TABLE) return [];
    throw error;
  });
  const done = new Set(rows.map((row) => row.name));
  return migrations.map(({ name }) => name).filter((name) => !done.has(name));
}

/** Undoes the newest migration; null where there is none. */
export async function revertMigration(url: string): Promise<string | null> {
  return withMigrator(url, async (source) => {
    const rows: { name: string }[] = await source
      .query("select name from migration order by id desc limit 1")
      .catch(() => []);
    if (rows[0] === undefined) return null;
    await source.undoLastMigration();
    return rows[0].name;
  });
}

async function withMigrator<T>(url: string, work: (source: DataSource) => Promise<T>): Promise<T> {
  const options = { url, poolSize: 2, statementTimeoutMs: MIGRATION_TIMEOUT_MS, poolWaitMs: 10_000 };
  const source = createDataSource(options, { entities: [], migrations });
  await source.initialize();
  // The lock belongs to a session: hold it on a connection of its own while the migrations run on another.
  const lock = source.createQueryRunner();
  try {
    await lock.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    return await work(source);
  } finally {
    await lock.query("select pg_advisory_unlock($1)", [MIGRATION_LOCK]).catch(() => undefined);
    await lock.release();
    await source.destroy();
  }
}
