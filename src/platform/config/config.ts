// The configuration: every environment variable, read once by a pure function. All errors are reported together, so that an operator can
// fix them in one go.

import { type AssetConfig, assetVariables, readAssetConfig } from "./asset-config.js";
import { type AuthConfig, authVariables, readAuthConfig } from "./auth-config.js";
import { type CacheConfig, cacheVariables, readCacheConfig } from "./cache-config.js";
import { type DatabaseConfig, databaseVariables, readDatabaseConfig } from "./database-config.js";
import { type ConfigVariable, EnvironmentReader } from "./environment-reader.js";
import { type LimitConfig, limitVariables, readLimitConfig } from "./limit-config.js";
import { type OperationsConfig, operationsVariables, readOperationsConfig } from "./operations-config.js";
import { outboundVariables, readOutboundAllow } from "./outbound-config.js";
import { type RateLimitConfig, rateLimitVariables, readRateLimitConfig } from "./rate-limit-config.js";
import { readSiteConfig, type SiteConfig, siteVariables } from "./site-config.js";
import { readStudioConfig, type StudioConfig, studioVariables } from "./studio-config.js";
import { readSubscriptionConfig, type SubscriptionConfig, subscriptionVariables } from "./subscription-config.js";

export interface Config {
  /** Null: the embedded database under `dataDir`. */
  databaseUrl: string | null;
  database: DatabaseConfig;
  port: number;
  host: string;
  dataDir: string;
  logLevel: "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";
  /** Adds `extensions.sql.statements` to every response. */
  exposeSqlCount: boolean;
  playground: boolean;
  introspection: boolean;
  /** Whether the service is a subgraph of Apollo Federation. */
  federation: boolean;
  corsOrigins: readonly string[];
  corsHeaders: readonly string[];
  databasePoolSize: number;
  statementTimeoutMs: number;
  poolWaitMs: number;
  bodyLimitBytes: number;
  /** For requests with a credential. The body of a post may have 2 MiB, and several times that when escaped in JSON. */
  authenticatedBodyLimitBytes: number;
  limits: LimitConfig;
  cache: CacheConfig;
  auth: AuthConfig;
  operations: OperationsConfig;
  rateLimit: RateLimitConfig;
  studio: StudioConfig;
  subscriptions: SubscriptionConfig;
  /** Hosts, addresses and ranges that requests may be sent to although they are not public. */
  outboundAllow: readonly string[];
  assets: AssetConfig;
  site: SiteConfig;
}

export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly errors: readonly string[];

  constructor(errors: readonly string[]) {
    super(
      `The configuration has ${errors.length === 1 ? "an error" : `${errors.length} errors`}:\n- ${errors.join("\n- ")}`,
    );
    this.errors = errors;
  }
}

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

export const configVariables: readonly ConfigVariable[] = [
  {
    name: "DATABASE_URL",
    defaultValue: "",
    description:
      "PostgreSQL 15 or later, as postgres://user:password@host:5432/name; several hosts are separated by commas. If absent, an embedded PostgreSQL stores its data in DATA_DIR.",
  },
  ...databaseVariables,
  { name: "PORT", defaultValue: "4000", description: "TCP port to listen on; 0 chooses a free one." },
  { name: "HOST", defaultValue: "127.0.0.1", description: "Address to listen on; 0.0.0.0 for all IPv4 interfaces." },
  { name: "DATA_DIR", defaultValue: ".data", description: "Folder of the embedded database, and of assets." },
  {
    name: "LOG_LEVEL",
    defaultValue: "info",
    description: `The least severe level that is logged: ${LOG_LEVELS.join(", ")}.`,
  },
  {
    name: "EXPOSE_SQL_COUNT",
    defaultValue: "0",
    description: "1 adds the number of SQL statements to every response, as extensions.sql.statements.",
  },
  {
    name: "PLAYGROUND",
    defaultValue: "1",
    description: "0 switches off the playground, which browsers get at the endpoint.",
  },
  {
    name: "INTROSPECTION",
    defaultValue: "1",
    description: "0 rejects introspection queries and _service of a subgraph; the playground then has no completion.",
  },
  {
    name: "FEDERATION",
    defaultValue: "0",
    description: "1 makes the service a subgraph of Apollo Federation 2: the schema gets _service and _entities.",
  },
  {
    name: "CORS_ORIGINS",
    defaultValue: "",
    description:
      "Origins whose pages may read responses (CORS), separated by commas; * for every origin, without credentials.",
  },
  {
    name: "CORS_HEADERS",
    defaultValue: "",
    description:
      "Request headers that these pages may send beside those of GraphQL clients, tracing and fetch, separated by commas; * for every header.",
  },
  {
    name: "DATABASE_POOL_SIZE",
    defaultValue: "10",
    description: "Connections of each of the two database pools of a process, 2 to 200.",
  },
  {
    name: "STATEMENT_TIMEOUT_MS",
    defaultValue: "3000",
    description: "Milliseconds after which a SQL statement is cancelled, 100 to 600000.",
  },
  {
    name: "POOL_WAIT_MS",
    defaultValue: "1000",
    description: "Milliseconds that a request waits for a database connection, 50 to 60000.",
  },
  {
    name: "BODY_LIMIT_BYTES",
    defaultValue: "262144",
    description: "Maximum size of a request body in bytes, 1024 to 16777216.",
  },
  {
    name: "AUTHENTICATED_BODY_LIMIT_BYTES",
    defaultValue: "8388608",
    description: "Maximum size of the body of a request with a credential in bytes, 1024 to 67108864.",
  },
  ...limitVariables,
  ...cacheVariables,
  ...authVariables,
  ...operationsVariables,
  ...rateLimitVariables,
  ...studioVariables,
  ...subscriptionVariables,
  ...outboundVariables,
  ...assetVariables,
  ...siteVariables,
];

export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const reader = new EnvironmentReader(env, configVariables);
  const config: Config = {
    databaseUrl: reader.databaseUrl("DATABASE_URL"),
    database: readDatabaseConfig(reader),
    port: reader.integer("PORT", 0, 65_535),
    host: reader.text("HOST"),
    dataDir: reader.text("DATA_DIR"),
    logLevel: reader.oneOf("LOG_LEVEL", LOG_LEVELS),
    exposeSqlCount: reader.flag("EXPOSE_SQL_COUNT"),
    playground: reader.flag("PLAYGROUND"),
    introspection: reader.flag("INTROSPECTION"),
    federation: reader.flag("FEDERATION"),
    corsOrigins: reader.origins("CORS_ORIGINS"),
    corsHeaders: reader.headerNames("CORS_HEADERS"),
    databasePoolSize: reader.integer("DATABASE_POOL_SIZE", 2, 200),
    statementTimeoutMs: reader.integer("STATEMENT_TIMEOUT_MS", 100, 600_000),
    poolWaitMs: reader.integer("POOL_WAIT_MS", 50, 60_000),
    bodyLimitBytes: reader.integer("BODY_LIMIT_BYTES", 1_024, 16_777_216),
    authenticatedBodyLimitBytes: reader.integer("AUTHENTICATED_BODY_LIMIT_BYTES", 1_024, 67_108_864),
    limits: readLimitConfig(reader),
    cache: readCacheConfig(reader),
    auth: readAuthConfig(reader),
    operations: readOperationsConfig(reader),
    rateLimit: readRateLimitConfig(reader),
    studio: readStudioConfig(reader),
    subscriptions: readSubscriptionConfig(reader),
    outboundAllow: readOutboundAllow(reader),
    assets: readAssetConfig(reader),
    site: readSiteConfig(reader),
  };
  if (reader.errors.length > 0) throw new ConfigError(reader.errors);
  return Object.freeze(config);
}
