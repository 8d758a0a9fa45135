// Examines an installation without changing it, from the settings outward: what depends on something that is broken is not
// looked at.
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
  /** Where a failure lies; null without one. */
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
  const findings = [ok("configuration", "Every setting can be used."), ...checkExposure(config)];
  findings.push(...(await checkDataDir(config)), ...(await checkRedis(config)));
  const before = findings.some(({ status }) => status === "failure");
  const ofDatabase = before ? [] : await examineDatabase(config);
  findings.push(...ofDatabase);
  if (ofDatabase.some(({ status }) => status === "failure")) return { findings, cause: "database" };
  return { findings, cause: before ? "other" : null };
}

async function examineDatabase(config: Config): Promise<Finding[]> {
  const { databasePoolSize: poolSize } = config;
  try {
    const server = await startDatabaseServer(config, createLog("silent"));
    const limits = { poolSize: 2, poolWaitMs: 5_000, statementTimeoutMs: 30_000 };
    const source = createDataSource({ url: server.url, ...limits }, { entities, migrations: [] });
    try {
      await source.initialize();
      return [ok("database", "It answers."), ...(await checkDatabase(source, poolSize))];
    } finally {
      if (source.isInitialized) await source.destroy();
      await server.stop();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message || ("code" in error ? String(error.code) : error.name) : "";
    return [
      failure("database", `It cannot be used: ${reason}.`, "Check DATABASE_URL, the server and its pg_hba.conf."),
    ];
  }
}
