// Creates TypeORM's DataSource with all timeouts set: by default, a stalled network or an exhausted pool makes a query wait
// forever.
import pg from "pg";
import { DataSource, type DataSourceOptions } from "typeorm";
import { PostgresNamingStrategy } from "./naming-strategy.js";

export interface DatabaseOptions {
  url: string;
  /** Maximum number of open connections. */
  poolSize: number;
  /** The server cancels a statement that runs longer. */
  statementTimeoutMs: number;
  /** Maximum time to wait for a free connection, or for a new one to open. */
  poolWaitMs: number;
}

/** Classes are listed explicitly, never found by a glob pattern. */
export type SchemaLists = Pick<DataSourceOptions, "entities" | "migrations">;

/** Added to the client-side timeout, so that the server cancels a statement first and the connection stays usable. */
const CLIENT_TIMEOUT_SLACK_MS = 1_000;

/**
 * A client that ignores "error" events. A broken connection rejects the pending query; the client also emits "error", which would
 * end the process if it has no listener, and between the statements of a checked-out connection it has none.
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
    // Makes gen_random_uuid() the default of ids; PostgreSQL has it built in, so no extension is installed.
    uuidExtension: "pgcrypto",
    installExtensions: false,
    poolSize: options.poolSize,
    connectTimeoutMS: options.poolWaitMs,
    extra: {
      // Statements that are sent together cost one round trip.
      pipeline: true,
      Client: QuietClient,
      // Instants are parsed as text, which requires a UTC session. Prepared statements use a generic plan: by default PostgreSQL
      // plans each execution again if few keys or rows are requested, which takes longer than the execution. JIT is off because no
      // statement runs long enough to be worth compiling, and disabling a plan type raises its cost estimate above JIT's threshold.
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

/** Schema of the views of published content; see its migration. */
const PUBLISHED_SCHEMA = "published";

/**
 * A second data source on the same database, for anonymous reads. Its search path holds only the published views, so a statement
 * that lacks a visibility predicate finds no hidden row, and a statement on a private table fails.
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
