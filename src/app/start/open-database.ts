// Opens the database of a configuration, embedded or named by DATABASE_URL: migrates it and connects TypeORM to it.
import type { DataSource } from "typeorm";
import { migrations } from "../../../migrations/index.js";
import type { Config } from "../../platform/config/config.js";
import { createDataSource } from "../../platform/db/data-source.js";
import { isMigrated, migrateDatabase } from "../../platform/db/migrate.js";
import type { Logger } from "../../platform/observability/log.js";
import { entities } from "../registry.js";
import { type DatabaseServer, startDatabaseServer } from "./database-server.js";

export interface OpenDatabase {
  dataSource: DataSource;
  url: string;
  isEmbedded: boolean;
  close(): Promise<void>;
}

export interface DatabaseLimits {
  statementTimeoutMs: number;
}

export async function openDatabase(
  config: Config,
  log: Logger,
  limits: DatabaseLimits = { statementTimeoutMs: config.statementTimeoutMs },
  starting: Promise<DatabaseServer> = startDatabaseServer(config, log),
): Promise<OpenDatabase> {
  const server = await starting;
  try {
    const dataSource = createDataSource(
      { url: server.url, poolSize: config.databasePoolSize, poolWaitMs: config.poolWaitMs, ...limits },
      { entities, migrations },
    );
    await dataSource.initialize();
    // This check spares an ordinary start the connection and the lock of the migrator.
    if (!(await isMigrated(dataSource))) {
      const applied = await migrateDatabase(server.url);
      log.info({ migrations: applied }, "The database was migrated.");
    }
    return {
      dataSource,
      url: server.url,
      isEmbedded: server.isEmbedded,
      close: async () => {
        await dataSource.destroy();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Whether the database has no content yet. */
export async function isEmptySite(dataSource: DataSource): Promise<boolean> {
  const [row]: { empty: boolean }[] = await dataSource.query(
    `/* site.is empty */
     select not (exists (select 1 from post) or exists (select 1 from author) or exists (select 1 from category)
       or exists (select 1 from site where is_configured)) as empty`,
  );
  return row?.empty === true;
}
