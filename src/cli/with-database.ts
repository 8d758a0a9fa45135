// Opens the database that the environment names, for a command that works on it and ends.
import type { DataSource } from "typeorm";
import { openDatabase } from "../app/start/open-database.js";
import { loadProcessConfig } from "../platform/config/process-config.js";
import { createLog } from "../platform/observability/log.js";

/** `limits` are those of the configuration unless they are given. */
export async function withDatabase(
  work: (dataSource: DataSource) => Promise<void>,
  limits?: { statementTimeoutMs: number },
): Promise<void> {
  const database = await openDatabase(loadProcessConfig(), createLog("warn"), limits);
  try {
    await work(database.dataSource);
  } finally {
    await database.close();
  }
}
