// `colophon migrate`: migrates the database to this version, or reverts its latest migration.
import { Command } from "commander";
import { openDatabase } from "../app/start/open-database.js";
import { loadProcessConfig } from "../platform/config/process-config.js";
import { revertMigration } from "../platform/db/migrate.js";
import { createLog } from "../platform/observability/log.js";

export function migrateCommand(): Command {
  return new Command("migrate")
    .description("Migrate the database to this version. Other commands do this automatically.")
    .option("--revert", "revert the latest migration instead; data in what it created is lost")
    .action((options: { revert?: boolean }) => migrate(options.revert === true));
}

async function migrate(isRevert: boolean): Promise<void> {
  const config = loadProcessConfig();
  const database = await openDatabase(config, createLog(config.logLevel));
  try {
    if (!isRevert) process.stdout.write("The database is up to date.\n");
    else {
      const name = await revertMigration(database.url);
      process.stdout.write(
        name === null ? "There is no migration to revert.\n" : `The migration ${name} was reverted.\n`,
      );
    }
  } finally {
    await database.close();
  }
}
