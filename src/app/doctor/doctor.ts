// Checks an installation without changing it: the configuration first, then the environment, then the database. Checks that depend on one
// that failed are skipped.
import { type Config, ConfigError, loadConfig } from "../../platform/config/config.js";
import { createDataSource } from "../../platform/db/data-source.js";
import { createLog } from "../../platform/observability/log.js";
import { entities } from "../registry.js";
import { startDatabaseServer } from "../start/database-server.js";
import { checkDatabase } from "./database-checks.js";
import { checkDataDir, checkExposure, checkRedis } from "./environment-checks.js";
import { type Finding, failure, ok } from "./finding.js";

export interface Diagnosis {
  findings: readonly Finding[];
  /** The area of the failure; null if there is none. */
  cause: "configuration" | "database" | "other" | null;
}

export async function diagnose(env: Readonly<Record<string, string | undefined>>): Promise<Diagnosis> {
  let config: Config;
  try {
    config = loadConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const findings = error.errors.map((fault) => failure("configuration", fault, "See .env.example."));
    return { findings, cause: "configuration" };
  }
  const findings = [ok("configuration", "All settings are valid."), ...checkExposure(config)];
  findings.push(...(await checkDataDir(config)), ...(await checkRedis(config)));
  const hasFailed = findings.some(({ status }) => status === "failure");
  const databaseFindings = hasFailed ? [] : await examineDatabase(config);
  findings.push(...databaseFindings);
  if (databaseFindings.some(({ status }) => status === "failure")) return { findings, cause: "database" };
  return { findings, cause: hasFailed ? "other" : null };
}

async function examineDatabase(config: Config): Promise<Finding[]> {
  const { databasePoolSize: poolSize } = config;
  try {
    const server = await startDatabaseServer(config, createLog("silent"));
    const limits = { poolSize: 2, poolWaitMs: 5_000, statementTimeoutMs: 30_000 };
    const source = createDataSource({ url: server.url, ...limits }, { entities, migrations: [] });
    try {
      await source.initialize();
      return [ok("database", "The database accepts connections."), ...(await checkDatabase(source, poolSize))];
    } finally {
      if (source.isInitialized) await source.destroy();
      await server.stop();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message || ("code" in error ? String(error.code) : error.name) : "";
    return [
      failure(
        "database",
        `The database cannot be used: ${reason}.`,
        "Check DATABASE_URL, the server and its pg_hba.conf.",
      ),
    ];
  }
}
