// Creates the rate limit of a configuration, which counts in the memory of the process and, with Redis, together with other processes.

import type { GraphqlEngine } from "../../http/graphql/graphql-engine.js";
import { RateLimit } from "../../http/rate-limit/operation-rate-limit.js";
import type { Context } from "../../identity/context.js";
import type { RateLimitConfig } from "../../platform/config/rate-limit-config.js";
import type { Logger } from "../../platform/observability/log.js";
import type { Metrics } from "../../platform/observability/metrics.js";
import { AccountBook } from "../../platform/rate-limit/account-book.js";
import { createAddressTest, createClientAddress } from "../../platform/rate-limit/client-address.js";
import { shareAccounts } from "../../platform/rate-limit/shared-accounts.js";
import { connectRedis } from "../../platform/redis/redis-client.js";

export interface RunningRateLimit {
  /** Null if the limit is off. */
  limit: RateLimit | null;
  /** The same engine, which charges each operation to its client. */
  charged(engine: GraphqlEngine<Context>): GraphqlEngine<Context>;
  close(): Promise<void>;
}

const WINDOW_SECONDS = 60;

export async function startRateLimit(
  config: RateLimitConfig,
  metrics: Metrics,
  log: Logger,
): Promise<RunningRateLimit> {
  if (config.points === 0) return { limit: null, charged: (engine) => engine, close: async () => undefined };
  const windowMs = WINDOW_SECONDS * 1_000;
  const anonymous = { points: config.points, book: new AccountBook(config.points, windowMs) };
  const known = { points: config.authenticatedPoints, book: new AccountBook(config.authenticatedPoints, windowMs) };
  const limit = new RateLimit({
    addressOf: createClientAddress(config.trustedProxies),
    isExempt: createAddressTest(config.exempt),
    anonymous,
    known,
    windowSeconds: WINDOW_SECONDS,
    trustsProxies: config.trustedProxies.length > 0,
    log,
  });
  metrics.add(...limit.metrics);
  const sweeping = setInterval(() => {
    for (const { book } of [anonymous, known]) book.sweep(performance.now());
  }, windowMs).unref();
  const redis = config.redisUrl === null ? null : await connectRedis(config.redisUrl, log);
  const shared = redis === null ? null : shareAccounts({ anonymous: anonymous.book, known: known.book }, redis, log);
  return {
    limit,
    charged: (engine) => limit.charged(engine),
    close: async () => {
      clearInterval(sweeping);
      await shared?.close();
      redis?.disconnect();
    },
  };
}
