// How much each client may ask for, and how clients are told apart.
import proxyAddr from "proxy-addr";
import type { ConfigVariable, EnvironmentReader } from "./environment-reader.js";

export interface RateLimitConfig {
  /** Points a minute for an address; 0: no limit for anybody. */
  points: number;
  /** For a credential. */
  authenticatedPoints: number;
  exempt: readonly string[];
  trustedProxies: readonly string[];
  /** Null: each process counts for itself. */
  redisUrl: string | null;
}

export const rateLimitVariables: readonly ConfigVariable[] = [
  {
    name: "RATE_LIMIT_POINTS",
    defaultValue: "300000",
    description:
      "Points that an address may spend in a minute: one a request, and extensions.cost.points of what is executed. 0 limits nobody.",
  },
  {
    name: "RATE_LIMIT_AUTHENTICATED_POINTS",
    defaultValue: "3000000",
    description: "The same for a credential.",
  },
  {
    name: "RATE_LIMIT_EXEMPT",
    defaultValue: "loopback",
    description:
      "Addresses without a limit, such as those of your website's servers: networks like 10.0.0.0/8, loopback, linklocal, uniquelocal; separated by commas.",
  },
  {
    name: "TRUSTED_PROXIES",
    defaultValue: "",
    description:
      "Proxies whose X-Forwarded-For is believed, written as in RATE_LIMIT_EXEMPT. Absent: the connection's address counts.",
  },
  {
    name: "REDIS_URL",
    defaultValue: "",
    description:
      "redis:// or rediss://; several processes then count together and share kept answers. None is needed for a single one.",
  },
];

export function readRateLimitConfig(reader: EnvironmentReader): RateLimitConfig {
  return {
    points: reader.integer("RATE_LIMIT_POINTS", 0, 1_000_000_000),
    authenticatedPoints: reader.integer("RATE_LIMIT_AUTHENTICATED_POINTS", 1, 1_000_000_000),
    exempt: networks(reader, "RATE_LIMIT_EXEMPT"),
    trustedProxies: networks(reader, "TRUSTED_PROXIES"),
    redisUrl: redisUrl(reader),
  };
}

function networks(reader: EnvironmentReader, name: string): readonly string[] {
  const given = reader.text(name).split(",");
  const entries = given.map((entry) => entry.trim()).filter((entry) => entry !== "" && entry !== "none");
  for (const entry of entries) {
    try {
      proxyAddr.compile(entry);
    } catch {
      reader.faults.push(`${name} takes networks such as 10.0.0.0/8 or loopback, but has "${entry}".`);
    }
  }
  return entries;
}

/** The message never repeats the value: it may hold a password. */
function redisUrl(reader: EnvironmentReader): string | null {
  const text = reader.text("REDIS_URL");
  if (text === "") return null;
  const protocol = URL.canParse(text) ? new URL(text).protocol : "";
  if (protocol !== "redis:" && protocol !== "rediss:") {
    reader.faults.push("REDIS_URL must be a URL such as redis://:password@host:6379/0.");
  }
  return text;
}
