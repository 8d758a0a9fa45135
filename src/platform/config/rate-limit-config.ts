// Configuration of the rate limit, and of how clients are identified.
import proxyAddr from "proxy-addr";
import type { ConfigVariable, EnvironmentReader } from "./environment-reader.js";

export interface RateLimitConfig {
  /** Points per minute for an address; 0: no limit for any client. */
  points: number;
  /** Points per minute for a credential. */
  authenticatedPoints: number;
  exempt: readonly string[];
  trustedProxies: readonly string[];
  /** Null: each process counts separately. */
  redisUrl: string | null;
}

export const rateLimitVariables: readonly ConfigVariable[] = [
  {
    name: "RATE_LIMIT_POINTS",
    defaultValue: "300000",
    description:
      "Points that an address may spend per minute: one for each request, and extensions.cost.points for what is executed. 0 switches the limit off.",
  },
  {
    name: "RATE_LIMIT_AUTHENTICATED_POINTS",
    defaultValue: "3000000",
    description: "Points that a credential may spend per minute.",
  },
  {
    name: "RATE_LIMIT_EXEMPT",
    defaultValue: "loopback",
    description:
      "Addresses without a limit, such as your website's servers: networks such as 10.0.0.0/8, loopback, linklocal or uniquelocal, separated by commas; none for no exemption.",
  },
  {
    name: "TRUSTED_PROXIES",
    defaultValue: "",
    description:
      "Proxies whose X-Forwarded-For is trusted, in the form of RATE_LIMIT_EXEMPT. If absent, the address of the connection is the client's.",
  },
  {
    name: "REDIS_URL",
    defaultValue: "",
    description:
      "redis:// or rediss://: several processes then share rate limits and cached responses. A single process needs none.",
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
  const parts = reader.text(name).split(",");
  const entries = parts.map((entry) => entry.trim()).filter((entry) => entry !== "" && entry !== "none");
  for (const entry of entries) {
    try {
      proxyAddr.compile(entry);
    } catch {
      reader.errors.push(`${name} takes networks such as 10.0.0.0/8 or loopback, but has "${entry}".`);
    }
  }
  return entries;
}

/** The error message does not repeat the value, which may contain a password. */
function redisUrl(reader: EnvironmentReader): string | null {
  const text = reader.text("REDIS_URL");
  if (text === "") return null;
  const protocol = URL.canParse(text) ? new URL(text).protocol : "";
  if (protocol !== "redis:" && protocol !== "rediss:") {
    reader.errors.push("REDIS_URL must be a URL such as redis://:password@host:6379/0.");
  }
  return text;
}
