// Everything that the environment may set, read once by one pure function. All faults are reported together, so that a
// deployment is put right in one round.

import { type AuthConfig, authVariables, readAuthConfig } from "./auth-config.js";
import { type CacheConfig, cacheVariables, readCacheConfig } from "./cache-config.js";
import { type ConfigVariable, EnvironmentReader } from "./environment-reader.js";
import { type LimitConfig, limitVariables, readLimitConfig } from "./limit-config.js";
import { type OperationsConfig, operationsVariables, readOperationsConfig } from "./operations-config.js";
import { type RateLimitConfig, rateLimitVariables, readRateLimitConfig } from "./rate-limit-config.js";

export interface Config {
  /** Null: the embedded database under `dataDir`. */
  databaseUrl: string | null;
  port: number;
  host: string;
  dataDir: string;
  logLevel: "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";
  /** Adds `extensions.sql.statements` to every answer. */
  exposeSqlCount: boolean;
  playground: boolean;
  introspection: boolean;
  /** Whether the service is a subgraph of Apollo Federation. */
  federation: boolean;
  corsOrigins: readonly string[];
  databasePoolSize: number;
  statementTimeoutMs: number;
  poolWaitMs: number;
  bodyLimitBytes: number;
  /** For requests with a credential; a post's body takes 2 MiB, and escaped in JSON several times that. */
  authenticatedBodyLimitBytes: number;
  limits: LimitConfig;
  cache: CacheConfig;
  auth: AuthConfig;
  operations: OperationsConfig;
  rateLimit: RateLimitConfig;
}

export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length === 1 ? "a fault" : `${faults.length} faults`}:\n- ${faults.join("\n- ")}`,
    );
    this.faults = faults;
  }
}

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

export const configVariables: readonly ConfigVariable[] = [
  {
    name: "DATABASE_URL",
    defaultValue: "",
    description:
      "PostgreSQL 15 or later, as postgres://user:password@host:5432/name. Absent: an embedded PostgreSQL keeps its data under DATA_DIR.",
  },
  { name: "PORT", defaultValue: "4000", description: "TCP port to listen on; 0 takes a free one." },
  { name: "HOST", defaultValue: "127.0.0.1", description: "Address to listen on; 0.0.0.0 for all." },
  { name: "DATA_DIR", defaultValue: ".data", description: "Folder of the embedded database." },
  { name: "LOG_LEVEL", defaultValue: "info", description: `How much to log: ${LOG_LEVELS.join(", ")}.` },
  {
    name: "EXPOSE_SQL_COUNT",
    defaultValue: "0",
    description: "1 adds the number of SQL statements to every answer, as extensions.sql.statements.",
  },
  {
    name: "PLAYGROUND",
    defaultValue: "1",
    description: "0 takes the playground away from browsers that open the endpoint.",
  },
  {
    name: "INTROSPECTION",
    defaultValue: "1",
    description: "0 refuses to describe the schema to clients; the playground then offers no completion.",
  },
  {
    name: "FEDERATION",
    defaultValue: "0",
    description: "1 makes the service a subgraph of Apollo Federation 2: _service and _entities join the schema.",
  },
  {
    name: "CORS_ORIGINS",
    defaultValue: "",
    description: "Origins whose pages may read answers, separated by commas; * for every origin, without credentials.",
  },
  { name: "DATABASE_POOL_SIZE", defaultValue: "10", description: "Database connections of one process, 2 to 200." },
  {
    name: "STATEMENT_TIMEOUT_MS",
    defaultValue: "3000",
    description: "A statement that runs longer is cancelled, 100 to 600000.",
  },
  {
    name: "POOL_WAIT_MS",
    defaultValue: "1000",
    description: "How long a request waits for a database connection, 50 to 60000.",
  },
  { name: "BODY_LIMIT_BYTES", defaultValue: "262144", description: "Largest request body, 1024 to 16777216." },
  {
    name: "AUTHENTICATED_BODY_LIMIT_BYTES",
    defaultValue: "8388608",
    description: "Largest body of a request with a credential, 1024 to 67108864.",
  },
  ...limitVariables,
  ...cacheVariables,
  ...authVariables,
  ...operationsVariables,
  ...rateLimitVariables,
];

export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const reader = new EnvironmentReader(env, configVariables);
  const config: Config = {
    databaseUrl: reader.databaseUrl("DATABASE_URL"),
    port: reader.integer("PORT", 0, 65_535),
    host: reader.text("HOST"),
    dataDir: reader.text("DATA_DIR"),
    logLevel: reader.oneOf("LOG_LEVEL", LOG_LEVELS),
    exposeSqlCount: reader.flag("EXPOSE_SQL_COUNT"),
    playground: reader.flag("PLAYGROUND"),
    introspection: reader.flag("INTROSPECTION"),
    federation: reader.flag("FEDERATION"),
    corsOrigins: reader.origins("CORS_ORIGINS"),
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
  };
  if (reader.faults.length > 0) throw new ConfigError(reader.faults);
  return Object.freeze(config);
}
