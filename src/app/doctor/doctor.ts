// Checks an installation without changing it: the configuration first, then the environment, then the database. Checks that depend on one
// that failed are skipped.
import { CleanupStack } from "../../lib/cleanup-stack.js";
import { type Config, ConfigError, loadConfig } from "../../platform/config/config.js";
import { openDataSource } from "../../platform/db/connection/open-data-source.js";
import { createLog } from "../../platform/observability/log.js";
import { entities } from "../registry.js";
import { startDatabaseServer } from "../start/database-server.js";
import { checkAssets } from "./asset-checks.js";
import { checkDatabase } from "./database-checks.js";
import { checkDataDir, checkExposure, checkRedis } from "./environment-checks.js";
import { type Finding, failure, ok } from "./finding.js";
import { checkPooling, checkSessions } from "./session-checks.js";

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
  findings.push(...(await checkDataDir(config)), ...(await checkRedis(config)), ...(await checkAssets(config.assets)));
  const hasFailed = findings.some(({ status }) => status === "failure");
  const databaseFindings = hasFailed ? [] : await examineDatabase(config);
  findings.push(...databaseFindings);
  if (databaseFindings.some(({ status }) => status === "failure")) return { findings, cause: "database" };
  return { findings, cause: hasFailed ? "other" : null };
}

/** A database that is busy or sleeps may respond late. */
const LIMITS = { poolSize: 2, poolWaitMs: 5_000, firstWaitMs: 15_000, statementTimeoutMs: 30_000 };

async function examineDatabase(config: Config): Promise<Finding[]> {
  const { databasePoolSize: poolSize, statementTimeoutMs, database } = config;
  const opened = new CleanupStack();
  try {
    const server = await startDatabaseServer(config, createLog("silent"));
    opened.add(() => server.stop());
    const open = async (url: string, limits: typeof LIMITS) => {
      const source = await openDataSource({ url, ...limits }, { entities, migrations: [] });
      opened.add(() => source.destroy());
      return source;
    };
    const source = await open(server.directUrl, LIMITS);
    const { isPooled, findings } = await checkPooling(server, database);
    findings.unshift(ok("database", "The database accepts connections."));
    findings.push(...(await checkDatabase(source, isPooled ? null : poolSize)));
    // Rights are granted after the migrations.
    if (findings.some(({ check, status }) => check === "migrations" && status === "failure")) return findings;
    const served = await open(server.url, { ...LIMITS, statementTimeoutMs });
    return [...findings, ...(await checkSessions(served, database.publicUrl))];
  } catch (error) {
    const reason = error instanceof Error ? error.message || ("code" in error ? String(error.code) : error.name) : "";
    return [
      failure(
        "database",
        `The database cannot be used: ${reason}.`,
        "Check DATABASE_URL, DATABASE_PUBLIC_URL and DATABASE_DIRECT_URL if they are set, the server and its pg_hba.conf.",
      ),
    ];
  } finally {
    await opened.run();
  }
}
