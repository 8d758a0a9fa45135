// Makes TypeORM's DataSource with every limit set: by default a stalled network or an exhausted pool makes a query
// wait for ever.
import pg from "pg";
import { DataSource, type DataSourceOptions } from "typeorm";
import { PostgresNamingStrategy } from "./naming-strategy.js";

export interface DatabaseOptions {
  url: string;
  /** Connections kept at most. */
  poolSize: number;
  /** A statement that runs longer is cancelled by the server. */
  statementTimeoutMs: number;
  /** How long a request may wait for a free connection, or for a new one to open. */
  poolWaitMs: number;
}

/** Classes by list, never by glob: what exists is what is named. */
export type SchemaLists = Pick<DataSourceOptions, "entities" | "migrations">;

/** Slack that lets the server cancel a statement first, so that the connection stays usable. */
const CLIENT_TIMEOUT_SLACK_MS = 1_000;

/**
 * Whoever waits for an answer is told of a connection that breaks. The client tells everybody else too, by an event that
 * ends the process where nobody listens, as nobody does between the statements of one who holds a connection.
 */
class QuietClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on("error", () => undefined);
  }
}

export function createDataSource(options: DatabaseOptions, lists: SchemaLists): DataSource {
  const settings: DataSourceOptions = {
    type: "postgres",
    url: options.url,
    applicationName: "colophon",
    namingStrategy: new PostgresNamingStrategy(),
    ...lists,
    migrationsTableName: "migration",
    migrationsTransactionMode: "each",
    // Names gen_random_uuid() as the default of ids; it is built in, so no extension is installed.
    uuidExtension: "pgcrypto",
    installExtensions: false,
    poolSize: options.poolSize,
    connectTimeoutMS: options.poolWaitMs,
    extra: {
      // What is sent together costs one round trip.
      pipeline: true,
      Client: QuietClient,
      // Instants are parsed as text and expect a UTC session. Plans of prepared statements are settled once: by default
      // they are made anew for each execution where few keys or rows are asked for, which takes longer than the work.
      // Nothing here runs long enough to be worth compiling, and whoever turns a kind of plan off has its cost taken for huge.
      options: "-c TimeZone=UTC -c DateStyle=ISO -c plan_cache_mode=force_generic_plan -c jit=off",
      statement_timeout: options.statementTimeoutMs,
      query_timeout: options.statementTimeoutMs + CLIENT_TIMEOUT_SLACK_MS,
      idle_in_transaction_session_timeout: 30_000,
      lock_timeout: options.statementTimeoutMs,
      keepAlive: true,
    },
  };
  return new DataSource(settings);
}

/** Schema of the views that hold published content only; see its migration. */
const PUBLISHED_SCHEMA = "published";

/**
 * A second source for anonymous reads, on the same database: nothing but the published views is on its search path, so
 * that a statement without a predicate of its own finds no hidden row, and one on a private table fails.
 */
export function createPublishedSource(source: DataSource): DataSource {
  const { extra, ...settings } = source.options as DataSourceOptions & { extra: { options: string } };
  return new DataSource({
    ...settings,
    entities: [],
    migrations: [],
    extra: { ...extra, options: `${extra.options} -c search_path=${PUBLISHED_SCHEMA}` },
  } as DataSourceOptions);
}
