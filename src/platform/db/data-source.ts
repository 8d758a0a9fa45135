// Creates TypeORM's DataSource with all timeouts set: by default, a stalled network or an exhausted pool makes a query wait
// forever.
import type { ClientBase, Pool } from "pg";
import { DataSource, type DataSourceOptions } from "typeorm";
import { parseDatabaseUrl } from "../config/database-url.js";
import { type ClientOptions, DatabaseClient, type SettingsSource } from "./connection/database-client.js";
import { HostSearch } from "./connection/host-search.js";
import { PostgresNamingStrategy } from "./naming-strategy.js";
import { PUBLISHED_SCHEMA } from "./sessions/session-check.js";
import { SessionGuard } from "./sessions/session-guard.js";

export interface DatabaseOptions {
  /** As libpq reads it: with several hosts, `target_session_attrs` and `sslmode`. */
  url: string;
  /** Maximum number of open connections. */
  poolSize: number;
  /** The server cancels a statement that runs longer. */
  statementTimeoutMs: number;
  /** Maximum time to wait for a free connection, or for a new one to open. */
  poolWaitMs: number;
  /** The same for the first connection, which may have to wake the database; by default, `poolWaitMs`. */
  firstWaitMs?: number;
  /** By default, the connection. */
  settingsFrom?: SettingsSource;
  /** Whether statements are prepared under names, as by default. A pooler may not support that. */
  prepares?: boolean;
}

/** Classes are listed explicitly, never found by a glob pattern. */
export type SchemaLists = Pick<DataSourceOptions, "entities" | "migrations">;

/** Added to the client-side timeout, so that the server cancels a statement first and the connection stays usable. */
const CLIENT_TIMEOUT_SLACK_MS = 1_000;
const IDLE_IN_TRANSACTION_MS = 30_000;

/**
 * Instants are parsed as text, which requires a UTC session. Prepared statements use a generic plan: by default PostgreSQL plans each
 * execution again if few keys or rows are requested, which takes longer than the execution. JIT is off because no statement runs long
 * enough to be worth compiling, and disabling a plan type raises its cost estimate above JIT's threshold.
 */
const SETTINGS = "-c TimeZone=UTC -c DateStyle=ISO -c plan_cache_mode=force_generic_plan -c jit=off";

/** Besides TypeORM's own options, the pool gets those of this service. */
interface PoolOptions extends ClientOptions {
  /** Called for each new connection before it is used. */
  onConnect(client: ClientBase): Promise<void>;
  given: DatabaseOptions;
}

export function createDataSource(options: DatabaseOptions, lists: SchemaLists): DataSource {
  const rule = { kind: "private", hasOwnRole: false, maxStatementMs: options.statementTimeoutMs } as const;
  return dataSourceOf(options, lists, new SessionGuard(rule), SETTINGS);
}

/**
 * A second data source on the same database, for anonymous reads. Its search path holds only the published views, so a statement
 * that lacks a visibility predicate finds no hidden row, and a statement on a private table fails. With a URL of its own, the role of that
 * URL has these settings, and rights on those views only.
 */
export function createPublishedSource(source: DataSource, url: string | null = null): DataSource {
  const { given } = poolOptionsOf(source);
  const options: DatabaseOptions = url === null ? given : { ...given, url, settingsFrom: "role" };
  const maxStatementMs = options.statementTimeoutMs;
  const guard = new SessionGuard({ kind: "published", hasOwnRole: url !== null, maxStatementMs });
  const settings = `${SETTINGS} -c search_path=${PUBLISHED_SCHEMA} -c default_transaction_read_only=on`;
  return dataSourceOf(options, { entities: [], migrations: [] }, guard, settings);
}

/** Opens the first connection, with the patience that it needs. */
export async function initializeSource(source: DataSource): Promise<DataSource> {
  await source.initialize();
  poolOf(source).options.connectionTimeoutMillis = poolOptionsOf(source).given.poolWaitMs;
  return source;
}

/** The guard of the sessions of a data source. */
export const sessionsOf = (source: DataSource): SessionGuard => poolOptionsOf(source).sessions;

/** Whether statements of a data source are prepared under names. */
export const usesPreparedStatements = (source: DataSource): boolean => poolOptionsOf(source).given.prepares !== false;

export const urlOf = (source: DataSource): string => poolOptionsOf(source).given.url;

export const poolOf = (source: DataSource): Pool => (source.driver as unknown as { master: Pool }).master;

const poolOptionsOf = (source: DataSource): PoolOptions => (source.options as { extra: PoolOptions }).extra;

function dataSourceOf(
  given: DatabaseOptions,
  lists: SchemaLists,
  sessions: SessionGuard,
  settings: string,
): DataSource {
  const { settingsFrom = "connection", statementTimeoutMs, poolWaitMs } = given;
  const target = parseDatabaseUrl(given.url);
  const search = new HostSearch(target, poolWaitMs);
  const { url, ssl } = search.first;
  const ofConnection = {
    // The later of two settings holds.
    options: `${target.options} ${settings}`.trim(),
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    lock_timeout: statementTimeoutMs,
  };
  const extra: PoolOptions & { pipeline: boolean; Client: typeof DatabaseClient } = {
    // Statements that are sent together cost one round trip.
    pipeline: true,
    Client: DatabaseClient,
    ...(settingsFrom === "connection" ? ofConnection : target.options !== "" && { options: target.options }),
    ...(ssl !== undefined && { ssl }),
    query_timeout: statementTimeoutMs + CLIENT_TIMEOUT_SLACK_MS,
    keepAlive: true,
    ...{ settingsFrom, sessions, search, given },
    onConnect: (client) => sessions.check(client),
  };
  return new DataSource({
    type: "postgres",
    url,
    applicationName: "colophon",
    namingStrategy: new PostgresNamingStrategy(),
    ...lists,
    migrationsTableName: "migration",
    migrationsTransactionMode: "each",
    // Makes gen_random_uuid() the default of ids; PostgreSQL has it built in, so no extension is installed.
    uuidExtension: "pgcrypto",
    installExtensions: false,
    poolSize: given.poolSize,
    connectTimeoutMS: given.firstWaitMs ?? poolWaitMs,
    extra,
  });
}
