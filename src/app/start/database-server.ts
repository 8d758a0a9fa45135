// Starts the embedded database server, unless DATABASE_URL names another. It is separate from open-database.ts because it imports little:
// the server starts while the other modules are still being loaded.
import type { Config } from "../../platform/config/config.js";
import { startEmbeddedPostgres } from "../../platform/db/embedded/embedded-postgres.js";
import type { Logger } from "../../platform/observability/log.js";

export interface DatabaseServer {
  url: string;
  /** Leads to the server itself, while `url` may lead through a pooler. */
  directUrl: string;
  isEmbedded: boolean;
  stop(): Promise<void>;
}

export async function startDatabaseServer(config: Config, log: Logger): Promise<DatabaseServer> {
  if (config.databaseUrl !== null) {
    const { databaseUrl: url, database } = config;
    return { url, directUrl: database.directUrl ?? url, isEmbedded: false, stop: async () => undefined };
  }
  const { url, stop } = await startEmbeddedPostgres({
    dataDir: config.dataDir,
    log: (message) => log.debug(message),
  });
  return { url, directUrl: url, isEmbedded: true, stop };
}
