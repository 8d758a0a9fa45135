// Checks the environment of the process: the folder of the embedded database, Redis, and settings that are valid but probably unintended.
import { access, constants, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Config } from "../../platform/config/config.js";
import { createLog } from "../../platform/observability/log.js";
import { connectRedis } from "../../platform/redis/redis-client.js";
import { type Finding, failure, ok, warning } from "./finding.js";

export async function checkDataDir(config: Config): Promise<Finding[]> {
  if (config.databaseUrl !== null) return [];
  const folder = resolve(config.dataDir);
  const found = await stat(folder).catch(() => null);
  const place = found === null ? dirname(folder) : folder;
  const isWritable = await access(place, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!isWritable) {
    return [
      failure(
        "data folder",
        `The folder ${place} is not writable.`,
        "Make it writable for the user that runs the service, or set DATA_DIR to another folder.",
      ),
    ];
  }
  const isOpen = found !== null && process.platform !== "win32" && (found.mode & 0o002) !== 0;
  return [
    isOpen
      ? warning("data folder", `Every user can write to the folder ${folder}.`, `Run chmod o-w ${folder}.`)
      : ok("data folder", `The folder ${folder} is writable.`),
  ];
}

export async function checkRedis({ rateLimit: { redisUrl } }: Config): Promise<Finding[]> {
  if (redisUrl === null) return [ok("redis", "Redis is not configured. A single process does not need it.")];
  const redis = await connectRedis(redisUrl, createLog("silent"), { waitsForConnection: true });
  try {
    await redis.ping();
    return [ok("redis", "Redis responds.")];
  } catch {
    const advice = "Start Redis, or correct REDIS_URL. Until then each process applies the rate limit separately.";
    return [warning("redis", "Redis cannot be reached.", advice)];
  } finally {
    redis.disconnect();
  }
}

const LOOPBACK = ["127.0.0.1", "::1", "localhost"];

export function checkExposure(config: Config): Finding[] {
  const { points, trustedProxies, exempt } = config.rateLimit;
  const findings: Finding[] = [];
  if (points === 0)
    findings.push(warning("rate limit", "The rate limit is off.", "Set RATE_LIMIT_POINTS to a number above 0."));
  else if (trustedProxies.length === 0 && LOOPBACK.includes(config.host) && exempt.includes("loopback")) {
    const message =
      "Requests from this machine are exempt from the rate limit, and no proxy is trusted to forward client addresses.";
    findings.push(warning("rate limit", message, "If a proxy runs on this machine, set TRUSTED_PROXIES=loopback."));
  } else findings.push(ok("rate limit", `An address may spend ${points} points per minute.`));
  if (config.corsOrigins.includes("*")) {
    findings.push(
      warning("cors", "Pages of every origin may read responses.", "List the permitted origins in CORS_ORIGINS."),
    );
  }
  return findings;
}
