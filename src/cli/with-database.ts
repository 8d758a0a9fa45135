// Opens the database that the environment names, for a command that works on it and ends.
import type { DataSource } from "typeorm";
import { openDatabase } from "../app/start/open-database.js";
import { loadProcessConfig } from "../platform/config/process-config.js";
import { createLog } from "../platform/observability/log.js";

export async function withDatabase(work: (dataSource: DataSource) => Promise<void>): Promise<void> {
  const config = loadProcessConfig();
  const database = await openDatabase(config, createLog("warn"));
  try {
    await work(database.dataSource);
  } finally {
    await database.close();
  }
}
