// Creates the response cache and connects it with the invalidation feed, the publication schedule and the CDN.

import { createHash } from "node:crypto";
import { printSchema } from "graphql";
import { COARSE, EVERYTHING } from "../../content/cache-tags/cache-tags.js";
import { invalidatedTags } from "../../content/cache-tags/invalidated-tags.js";
import { startSchedule } from "../../content/cache-tags/publication-schedule.js";
import { pathsToPurge } from "../../content/change-feed/purged-paths.js";
import type { GraphqlResponse } from "../../http/graphql/graphql-engine.js";
import { EndpointCache } from "../../http/response-cache/endpoint-cache.js";
import type { PageCache } from "../../http/site/page-cache.js";
import type { Context, Platform } from "../../identity/context.js";
import type { CacheConfig } from "../../platform/config/cache-config.js";
import type { Config } from "../../platform/config/config.js";
import type { DatabaseClock } from "../../platform/db/database-clock.js";
import { selectColumns } from "../../platform/db/entity-columns.js";
import { sql } from "../../platform/db/sql-text.js";
import type { Listener } from "../../platform/events/dispatcher.js";
import { OutboxEventRow } from "../../platform/events/outbox-event.entity.js";
import { cacheTagHeader } from "../../platform/response-cache/cache-tag-header.js";
import type { CacheTagSet } from "../../platform/response-cache/cache-tag-set.js";
import { createCdnPurge } from "../../platform/response-cache/cdn-purge.js";
import { ResponseCache } from "../../platform/response-cache/response-cache.js";
import { openSharedResponses } from "../../platform/response-cache/shared-responses.js";
import { createSchema } from "../schema.js";

export interface RunningResponseCache {
  endpoint: EndpointCache<Context>;
  pages: PageCache<Context>;
  close(): Promise<void>;
}

/** Null if the response cache is off. */
export async function startResponseCache(
  config: Config,
  platform: Platform,
  clock: DatabaseClock,
): Promise<RunningResponseCache | null> {
  const { bytes, exposesCacheStatus, cdn } = config.cache;
  const { redisUrl } = config.rateLimit;
  if (bytes === 0) return null;
  const { invalidationFeed, privateReads, log } = platform;
  const schedule = startSchedule({ db: privateReads, invalidationFeed, clock, log });
  const shared = redisUrl === null ? null : await openSharedResponses(redisUrl, await lineageOf(config, platform), log);
  const header = cdn.keyHeader === null ? null : { name: cdn.keyHeader, maxBytes: cdn.keyBytes, coarse: COARSE };
  const responses = new ResponseCache<GraphqlResponse>({
    ...{ invalidationFeed, clock, schedule },
    vocabulary: { invalidatedTags, everything: EVERYTHING, coarse: COARSE },
    maxBytes: bytes,
    ...(header !== null && { headersOf: (keys: readonly string[]) => cacheTagHeader(header, keys) }),
    ...(shared !== null && { shared }),
  });
  if (shared !== null) {
    const history = await privateReads.query(RECENT_EVENTS);
    responses.learn(history);
    invalidationFeed.beginAt(Number(history.at(-1)?.id ?? 0));
  }
  return {
    endpoint: new EndpointCache({ responses, sharedCaching: cdn, exposesCacheStatus, cacheableTags }),
    pages: { responses, sharedCaching: cdn, cacheableTags },
    close: async () => {
      await schedule.close();
      await shared?.close();
    },
  };
}

const RECENT_EVENTS = sql`/* outbox.recent events */ select * from
  (select ${selectColumns(OutboxEventRow, "o", ["id", "type", "payload"])} from outbox_event o order by o.id desc limit 2000) e order by id`;

/**
 * Identifies the processes that may share responses. Processes with another or a restored database, another schema or other settings give
 * different responses.
 */
async function lineageOf({ limits, exposeSqlCount, introspection, cache }: Config, { privateReads }: Platform) {
  const [database] = await privateReads.query(
    `/* response cache.database identity */
     select oid::text, pg_postmaster_start_time()::text as started from pg_database where datname = current_database()`,
  );
  const settings = [limits, exposeSqlCount, introspection, cache.cdn.keyHeader, cache.cdn.keyBytes];
  const text = JSON.stringify([database, settings, printSchema(createSchema())]);
  return createHash("sha256").update(text).digest("base64url").slice(0, 16);
}

/** Empty if no CDN is purged. */
export function cdnListeners({ purge }: CacheConfig["cdn"], { privateReads, transact }: Platform): Listener[] {
  if (purge === null) return [];
  const paths = () => pathsToPurge(privateReads, transact);
  return [createCdnPurge({ ...purge, invalidatedTags, everything: EVERYTHING, pathsToPurge: paths })];
}

/** Null if the response may not be cached. One that read data but has no cache tags would never be invalidated. */
function cacheableTags({ outcome, cacheTags, db }: Context): CacheTagSet | null {
  if (outcome.operation === null || outcome.isMutation || outcome.hasReadSkew || outcome.errors.length > 0) return null;
  return db.statements > 0 && cacheTags.isEmpty ? null : cacheTags;
}
