// `colophon migrate`: brings the database to this version, or takes its newest change back.
import { Command } from "commander";
import { openDatabase } from "../app/start/open-database.js";
import { loadProcessConfig } from "../platform/config/process-config.js";
import { revertMigration } from "../platform/db/migrate.js";
import { createLog } from "../platform/observability/log.js";

export function migrateCommand(): Command {
  return new Command("migrate")
    .description("Bring the database to this version. Other commands do so by themselves.")
    .option("--revert", "take the newest migration back instead; content of what it made is lost")
    .action((options: { revert?: boolean }) => migrate(options.revert === true));
}

async function migrate(isRevert: boolean): Promise<void> {
  const config = loadProcessConfig();
  const database = await openDatabase(config, createLog(config.logLevel));
  try {
    if (!isRevert) process.stdout.write("The database is at this version.\n");
    else {
      const name = await revertMigration(database.url);
      process.stdout.write(name === null ? "There is no migration to take back.\n" : `${name} was taken back.\n`);
    }
  } finally {
    await database.close();
  }
}
