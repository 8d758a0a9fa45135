// Where the database is: the server that DATABASE_URL names, or an embedded one that is started first. Apart from
// open-database.ts because it needs little: a start begins with it while the rest is still being loaded.
import type { Config } from "../../platform/config/config.js";
import { startEmbeddedPostgres } from "../../platform/db/embedded/embedded-postgres.js";
import type { Logger } from "../../platform/observability/log.js";

export interface DatabaseServer {
  url: string;
  isEmbedded: boolean;
  stop(): Promise<void>;
}

export async function startDatabaseServer(config: Config, log: Logger): Promise<DatabaseServer> {
  if (config.databaseUrl !== null) {
    return { url: config.databaseUrl, isEmbedded: false, stop: async () => undefined };
  }
  const { url, stop } = await startEmbeddedPostgres({
    dataDir: config.dataDir,
    log: (message) => log.debug(message),
  });
  return { url, isEmbedded: true, stop };
}
