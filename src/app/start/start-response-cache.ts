// Puts the cache of answers together: what it is told of, what it may keep, and what is scheduled.

import { createHash } from "node:crypto";
import { printSchema } from "graphql";
import { COARSE, EVERYTHING } from "../../content/cache-tags/cache-tags.js";
import { announcedKeys } from "../../content/cache-tags/invalidated-tags.js";
import { startSchedule } from "../../content/cache-tags/publication-schedule.js";
import type { GraphqlAnswer } from "../../http/graphql/graphql-engine.js";
import { EndpointCache } from "../../http/response-cache/endpoint-cache.js";
import type { Context, Platform } from "../../identity/context.js";
import type { CacheConfig } from "../../platform/config/cache-config.js";
import type { Config } from "../../platform/config/config.js";
import type { DatabaseClock } from "../../platform/db/database-clock.js";
import type { Listener } from "../../platform/events/dispatcher.js";
import type { StoredEvent } from "../../platform/events/outbox.js";
import { surrogateHeader } from "../../platform/response-cache/cache-tag-header.js";
import type { ReadRecord } from "../../platform/response-cache/cache-tag-set.js";
import { createCdnPurge } from "../../platform/response-cache/cdn-purge.js";
import { ResponseCache } from "../../platform/response-cache/response-cache.js";
import { openSharedAnswers } from "../../platform/response-cache/shared-responses.js";
import { createSchema } from "../schema.js";

export interface RunningResponseCache {
  endpoint: EndpointCache<Context>;
  close(): Promise<void>;
}

/** Null where no answer is to be kept. */
export async function startResponseCache(
  config: Config,
  platform: Platform,
  clock: DatabaseClock,
): Promise<RunningResponseCache | null> {
  const { bytes, exposesStatus, cdn } = config.cache;
  const { redisUrl } = config.rateLimit;
  if (bytes === 0) return null;
  const { coherence, privateReads, log } = platform;
  const schedule = startSchedule({ db: privateReads, coherence, clock, log });
  const shared = redisUrl === null ? null : await openSharedAnswers(redisUrl, await lineageOf(config, platform), log);
  const header = cdn.keyHeader === null ? null : { name: cdn.keyHeader, maxBytes: cdn.keyBytes, coarse: COARSE };
  const answers = new ResponseCache<GraphqlAnswer>({
    ...{ coherence, clock, schedule },
    vocabulary: { announcedKeys, everything: EVERYTHING, coarse: COARSE },
    maxBytes: bytes,
    ...(header !== null && { headersOf: (keys: readonly string[]) => surrogateHeader(header, keys) }),
    ...(shared !== null && { shared }),
  });
  if (shared !== null) {
    const history = await privateReads.query<StoredEvent>(RECENT_EVENTS);
    answers.learn(history);
    coherence.beginAt(Number(history.at(-1)?.id ?? 0));
  }
  return {
    endpoint: new EndpointCache({ answers, sharedCaching: cdn, exposesStatus, keepableReads }),
    close: async () => {
      await schedule.close();
      await shared?.close();
    },
  };
}

const RECENT_EVENTS = `select * from (select id, type, payload from outbox_event order by id desc limit 2000) e order by id`;

/** Whatever makes two processes answer differently: another database, or one that was restored; a version; a setting. */
async function lineageOf({ limits, exposeSqlCount, introspection, cache }: Config, { privateReads }: Platform) {
  const [database] = await privateReads.query(
    `select oid::text, pg_postmaster_start_time()::text as started from pg_database where datname = current_database()`,
  );
  const settings = [limits, exposeSqlCount, introspection, cache.cdn.keyHeader, cache.cdn.keyBytes];
  const text = JSON.stringify([database, settings, printSchema(createSchema())]);
  return createHash("sha256").update(text).digest("base64url").slice(0, 16);
}

/** None where no CDN is to be told. */
export function cdnListeners({ purge }: CacheConfig["cdn"]): Listener[] {
  return purge === null ? [] : [createCdnPurge({ ...purge, announcedKeys, everything: EVERYTHING })];
}

/** An answer that read something and noted nothing would never be forgotten. */
function keepableReads({ outcome, reads, db }: Context): ReadRecord | null {
  if (outcome.operation === null || outcome.isMutation || outcome.isTorn || outcome.errors.length > 0) return null;
  return db.statements > 0 && reads.isEmpty ? null : reads;
}
