// Opens the database of a configuration, embedded or named by DATABASE_URL: waits for it, migrates it and connects TypeORM to it.
import type { DataSource } from "typeorm";
import { migrations } from "../../../migrations/index.js";
import type { Config } from "../../platform/config/config.js";
import { openDataSource } from "../../platform/db/connection/open-data-source.js";
import { isMigrated, migrateDatabase } from "../../platform/db/migrate.js";
import type { Logger } from "../../platform/observability/log.js";
import { entities } from "../registry.js";
import { type DatabaseServer, startDatabaseServer } from "./database-server.js";
import { waitForDatabase } from "./wait-for-database.js";

export interface OpenDatabase {
  dataSource: DataSource;
  /** Leads to the server itself. */
  url: string;
  isEmbedded: boolean;
  /** Runs work that needs sessions of its own, which a pooler may not give. */
  withDirect<T>(work: (source: DataSource) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface DatabaseLimits {
  statementTimeoutMs: number;
  /** Whether the connections may lead through a pooler, as those of the service do; commands have their own sessions. */
  mayBePooled?: boolean;
}

/** A database that sleeps, or is busy with its own start, responds late. */
const FIRST_CONNECTION_MS = 10_000;

export async function openDatabase(
  config: Config,
  log: Logger,
  limits: DatabaseLimits = { statementTimeoutMs: config.statementTimeoutMs },
  starting: Promise<DatabaseServer> = startDatabaseServer(config, log),
): Promise<OpenDatabase> {
  const server = await starting;
  try {
    const open = (url: string): Promise<DataSource> =>
      openDataSource(
        {
          ...{ url, poolSize: config.databasePoolSize, poolWaitMs: config.poolWaitMs },
          ...{ statementTimeoutMs: limits.statementTimeoutMs, prepares: config.database.prepares },
          firstWaitMs: Math.max(config.poolWaitMs, FIRST_CONNECTION_MS),
        },
        { entities, migrations },
      );
    const url = limits.mayBePooled === true ? server.url : server.directUrl;
    const dataSource = await waitForDatabase(() => open(url), config.database.waitMs);
    // This check spares an ordinary start the connection and the lock of the migrator.
    if (!(await isMigrated(dataSource))) {
      const applied = await waitForDatabase(() => migrateDatabase(server.directUrl), config.database.waitMs);
      log.info({ migrations: applied }, "The database was migrated.");
    }
    return {
      dataSource,
      url: server.directUrl,
      isEmbedded: server.isEmbedded,
      withDirect: async (work) => {
        if (url === server.directUrl) return work(dataSource);
        const direct = await open(server.directUrl);
        return work(direct).finally(() => direct.destroy());
      },
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
       or exists (select 1 from site where set_fields <> '{}')) as empty`,
  );
  return row?.empty === true;
}
