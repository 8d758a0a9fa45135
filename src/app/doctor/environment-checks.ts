// Looks at what is around the process: the folder of the embedded database, Redis, and settings that are allowed but hardly
// ever meant.
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
        `${place} cannot be written.`,
        "Give it to the user that runs the service, or set DATA_DIR.",
      ),
    ];
  }
  const isOpen = found !== null && process.platform !== "win32" && (found.mode & 0o002) !== 0;
  return [
    isOpen
      ? warning("data folder", `${folder} can be written by everybody.`, `Run chmod o-w ${folder}.`)
      : ok("data folder", `${folder} can be written.`),
  ];
}

export async function checkRedis({ rateLimit: { redisUrl } }: Config): Promise<Finding[]> {
  if (redisUrl === null) return [ok("redis", "None is configured, and none is needed by a single process.")];
  const redis = await connectRedis(redisUrl, createLog("silent"), { waitsForConnection: true });
  try {
    await redis.ping();
    return [ok("redis", "It answers.")];
  } catch {
    const advice = "Start it, or mend REDIS_URL. Until then each process counts rates for itself.";
    return [warning("redis", "It cannot be reached.", advice)];
  } finally {
    redis.disconnect();
  }
}

const LOOPBACK = ["127.0.0.1", "::1", "localhost"];

export function checkExposure(config: Config): Finding[] {
  const { points, trustedProxies, exempt } = config.rateLimit;
  const findings: Finding[] = [];
  if (points === 0) findings.push(warning("rate limit", "Nobody is limited.", "Set RATE_LIMIT_POINTS."));
  else if (trustedProxies.length === 0 && LOOPBACK.includes(config.host) && exempt.includes("loopback")) {
    const message = "Requests of this machine have no limit, and no proxy is trusted to name its clients.";
    findings.push(warning("rate limit", message, "Behind a proxy on this machine, set TRUSTED_PROXIES=loopback."));
  } else findings.push(ok("rate limit", `${points} points a minute for an address.`));
  if (config.corsOrigins.includes("*")) {
    findings.push(warning("cors", "The pages of every origin may read answers.", "Name the origins in CORS_ORIGINS."));
  }
  return findings;
}
