// Listeners that share one cache, to compare what they answer: one has both ways, one only the long one, and the router of
// one only fails. Its engine answers at once, so that no database is needed.
import { Agent, request as httpRequest } from "node:http";
import { createCors } from "../../../src/http/cors.js";
import { createGraphqlEndpoint, type GraphqlEndpointOptions } from "../../../src/http/graphql/graphql-endpoint.js";
import type { GraphqlResponse } from "../../../src/http/graphql/graphql-engine.js";
import { RateLimit } from "../../../src/http/graphql/operation-rate-limit.js";
import { PersistedDocuments } from "../../../src/http/graphql/persisted-documents.js";
import { HttpTimings } from "../../../src/http/http-timings.js";
import { openPort, type RunningHttpServer } from "../../../src/http/open-port.js";
import { createRequestListener } from "../../../src/http/request-listener.js";
import { CacheFastPath } from "../../../src/http/response-cache/cache-fast-path.js";
import { EndpointCache } from "../../../src/http/response-cache/endpoint-cache.js";
import { createRouter, GRAPHQL_PATH, type Router } from "../../../src/http/router.js";
import { DatabaseClock, momentNow } from "../../../src/platform/db/database-clock.js";
import { InvalidationFeed } from "../../../src/platform/events/invalidation-feed.js";
import { createLog } from "../../../src/platform/observability/log.js";
import { AccountBook } from "../../../src/platform/rate-limit/account-book.js";
import { CacheTagSet } from "../../../src/platform/response-cache/cache-tag-set.js";
import { ResponseCache } from "../../../src/platform/response-cache/response-cache.js";

export const LIMIT_BYTES = 4_096;
const log = createLog("silent");
export const agent = new Agent({ keepAlive: true });

export interface Site {
  both: RunningHttpServer;
  long: RunningHttpServer;
  short: RunningHttpServer;
  drain(isDraining: boolean): void;
  close(): Promise<void>;
}

export interface Variant {
  origins?: readonly string[];
  exposesCacheStatus?: boolean;
  maxAgeSeconds?: number;
  /** Absent: nobody is limited. */
  points?: number;
}

export async function openSite({
  origins = [],
  exposesCacheStatus = false,
  maxAgeSeconds = 0,
  points,
}: Variant): Promise<Site> {
  const invalidationFeed = new InvalidationFeed(log);
  invalidationFeed.useDispatcher({ isInSyncAt: () => true });
  const clock = new DatabaseClock();
  clock.set(Date.now(), { sent: momentNow(), received: momentNow() });
  const never = () => Number.POSITIVE_INFINITY;
  const responses = new ResponseCache<GraphqlResponse>({
    ...{ invalidationFeed, clock, schedule: { nextAfter: never, nextOfAny: never }, maxBytes: 1_000_000 },
    vocabulary: { invalidatedTags: () => [], everything: "all", coarse: ["all"] },
    headersOf: () => ["surrogate-key", "a b"],
  });
  const sharedCaching = { maxAgeSeconds, staleSeconds: 0 };
  const cache = new EndpointCache<object>({
    responses,
    sharedCaching,
    exposesCacheStatus,
    cacheableTags: () => new CacheTagSet(),
  });
  const cors = createCors(origins);
  const options: GraphqlEndpointOptions<object> = {
    engine: async ({ body }) => ({
      status: 200,
      contentType: "application/json; charset=utf-8",
      cacheControl: undefined,
      headers: [],
      body: `{"data":{"a":"回环 ${JSON.stringify(body ?? {}).length}"}}`,
    }),
    identify: async ({ headers }) => ({
      isKnown: headers.authorization !== undefined,
      execute: (_sent, run) => run({}),
    }),
    ...{
      cache,
      cors,
      documents: new PersistedDocuments({ mode: "off", trusted: new Map() }),
      responseDeadlineMs: 60_000,
    },
    ...{ bodyLimitBytes: LIMIT_BYTES, knownBodyLimitBytes: LIMIT_BYTES },
    ...{ responseLimitBytes: LIMIT_BYTES, knownResponseLimitBytes: LIMIT_BYTES },
  };
  // One for each listener, so that each sees a client for the first time.
  const limiter = () => {
    if (points === undefined) return null;
    const rates = () => ({ points, book: new AccountBook(points, 60_000) });
    return new RateLimit({
      ...{ addressOf: ({ headers }) => String(headers["x-client"]), isExempt: (address) => address === "exempt" },
      ...{ anonymous: rates(), known: rates(), windowSeconds: 60, trustsProxies: true, log },
    });
  };
  let isDraining = false;
  const open = (hasShort: boolean, failing?: Router) => {
    const rateLimit = limiter();
    const endpoint = createGraphqlEndpoint(options);
    const graphql = rateLimit?.limited(endpoint, cors) ?? endpoint;
    const routes = { playground: undefined, metrics: undefined, checkReadiness: async () => ({ accepting: true }) };
    const cacheFastPath = hasShort
      ? new CacheFastPath({
          cache,
          cors,
          rateLimit,
          rejectionNow: () => null,
          graphqlPath: GRAPHQL_PATH,
          bodyLimitBytes: LIMIT_BYTES,
        })
      : null;
    return openPort({ host: "127.0.0.1", port: 0 }, () =>
      createRequestListener({
        ...{ router: failing ?? createRouter({ graphql, ...routes }), cacheFastPath, log, bodyLimitBytes: LIMIT_BYTES },
        ...{ isDraining: () => isDraining, timings: new HttpTimings() },
      }),
    );
  };
  const both = await open(true);
  const long = await open(false);
  const short = await open(true, () => Promise.reject(new Error("The long way.")));
  return {
    ...{ both, long, short },
    drain: (now) => {
      isDraining = now;
    },
    close: async () => {
      agent.destroy();
      await Promise.all([both, long, short].map((server) => server.close()));
    },
  };
}

export interface Asked {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  /** Sent in these pieces. */
  body?: readonly string[];
}

/** All that a client sees, but for what the time of day decides. */
export function ask({ url }: RunningHttpServer, { method = "GET", path = GRAPHQL_PATH, headers = {}, body }: Asked) {
  return new Promise<{ status: number | undefined; head: string[]; body: string }>((resolve, reject) => {
    const fixed = { "x-request-id": "the-same-id", "x-client": "exempt" };
    const options = { method, agent, headers: { ...fixed, ...headers } };
    const asking = httpRequest(url + path, options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk)).once("error", reject);
      response.once("end", () => {
        const head = response.rawHeaders.map((text, index, all) =>
          all[index - 1] === "Date" ? "now" : text.replace(/;t=\d+$/, ";t="),
        );
        resolve({ status: response.statusCode, head, body: Buffer.concat(chunks).toString() });
      });
    });
    asking.once("error", reject);
    for (const piece of body ?? []) asking.write(piece);
    asking.end();
  });
}
