// Listeners that share one response cache, to compare their responses: one has the fast path and the router, one the router only,
// and the router of one always fails. The engine responds without a database.
import { Agent, request as httpRequest } from "node:http";
import { createCors } from "../../../src/http/cors/cors.js";
import { PersistedDocuments } from "../../../src/http/documents/persisted-documents.js";
import type { Caller } from "../../../src/http/graphql/caller.js";
import { createGraphqlEndpoint, type GraphqlEndpointOptions } from "../../../src/http/graphql/graphql-endpoint.js";
import type { GraphqlResponse } from "../../../src/http/graphql/graphql-engine.js";
import type { HttpError } from "../../../src/http/http-rejection.js";
import { HttpTimings } from "../../../src/http/http-timings.js";
import { openPort, type RunningHttpServer } from "../../../src/http/open-port.js";
import { RateLimit } from "../../../src/http/rate-limit/operation-rate-limit.js";
import type { Reply } from "../../../src/http/reply.js";
import { createRequestListener } from "../../../src/http/request-listener.js";
import { CacheFastPath } from "../../../src/http/response-cache/cache-fast-path.js";
import { type CacheableRequest, EndpointCache } from "../../../src/http/response-cache/endpoint-cache.js";
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

/** How often each was done since the counts were taken last. */
export interface Counts {
  rawLookUps: number;
  accountLookUps: number;
  executions: number;
}

export interface Site {
  /** Has the fast path and the router. */
  both: RunningHttpServer;
  /** Has no fast path. */
  routerOnly: RunningHttpServer;
  /** Has the fast path and a router that fails. */
  fastPathOnly: RunningHttpServer;
  takeCounts(): Counts;
  drain(isDraining: boolean): void;
  close(): Promise<void>;
}

export interface Variant {
  origins?: readonly string[];
  exposesCacheStatus?: boolean;
  maxAgeSeconds?: number;
  /** Absent: no rate limit. */
  points?: number;
  /** Rejects each operation that is not cached. */
  overload?: HttpError;
}

export async function openSite({
  origins = [],
  exposesCacheStatus = false,
  maxAgeSeconds = 0,
  points,
  overload,
}: Variant): Promise<Site> {
  let counts: Counts = { rawLookUps: 0, accountLookUps: 0, executions: 0 };
  const sharedCaching = { maxAgeSeconds, staleSeconds: 0 };
  class CountingCache extends EndpointCache<object> {
    override find(cacheable: CacheableRequest, now: number): Reply | null {
      counts.rawLookUps += 1;
      return super.find(cacheable, now);
    }
  }
  const cache = new CountingCache({
    responses: createResponseCache(),
    sharedCaching,
    exposesCacheStatus,
    cacheableTags: () => new CacheTagSet(),
  });
  const cors = createCors(origins);
  const options: GraphqlEndpointOptions<object> = {
    engine: async ({ body }) => {
      counts.executions += 1;
      return {
        status: 200,
        contentType: "application/json; charset=utf-8",
        cacheControl: undefined,
        headers: [],
        body: `{"data":{"a":"回环 ${JSON.stringify(body ?? {}).length}"}}`,
      };
    },
    authentication: {
      anonymous: callerOf(false),
      authenticate: async ({ headers }) => callerOf(headers.authorization !== undefined),
    },
    ...{ cache, cors, documents: new PersistedDocuments({ mode: "off", trusted: new Map() }) },
    ...{ bodyLimitBytes: LIMIT_BYTES, authenticatedBodyLimitBytes: LIMIT_BYTES, responseDeadlineMs: 60_000 },
    ...{ responseLimitBytes: LIMIT_BYTES, authenticatedResponseLimitBytes: LIMIT_BYTES },
  };
  // One for each listener, so that a client is new to each.
  const createLimit = () => {
    if (points === undefined) return null;
    const rates = () => ({ points, book: new AccountBook(points, 60_000) });
    return new RateLimit({
      addressOf: ({ headers }) => {
        counts.accountLookUps += 1;
        return String(headers["x-client"]);
      },
      isExempt: (address) => address === "exempt",
      ...{ anonymous: rates(), known: rates(), windowSeconds: 60, trustsProxies: true, log },
    });
  };
  let isDraining = false;
  const open = (hasFastPath: boolean, failingRouter?: Router) => {
    const rateLimit = createLimit();
    const endpoint = createGraphqlEndpoint(options);
    const graphql = rateLimit?.limited(endpoint, cors) ?? endpoint;
    const routes = { playground: undefined, metrics: undefined, checkReadiness: async () => ({ accepting: true }) };
    const router = failingRouter ?? createRouter({ graphql, ...routes });
    const limits = { graphqlPath: GRAPHQL_PATH, bodyLimitBytes: LIMIT_BYTES };
    const rejectionNow = () => overload ?? null;
    const cacheFastPath = hasFastPath ? new CacheFastPath({ cache, cors, rateLimit, rejectionNow, ...limits }) : null;
    return openPort({ host: "127.0.0.1", port: 0 }, () =>
      createRequestListener({
        ...{ router, cacheFastPath, log, bodyLimitBytes: LIMIT_BYTES },
        ...{ isDraining: () => isDraining, timings: new HttpTimings() },
      }),
    );
  };
  const both = await open(true);
  const routerOnly = await open(false);
  const fastPathOnly = await open(true, () => Promise.reject(new Error("The router of this listener fails.")));
  return {
    ...{ both, routerOnly, fastPathOnly },
    takeCounts: () => {
      const taken = counts;
      counts = { rawLookUps: 0, accountLookUps: 0, executions: 0 };
      return taken;
    },
    drain: (now) => {
      isDraining = now;
    },
    close: async () => {
      agent.destroy();
      await Promise.all([both, routerOnly, fastPathOnly].map((server) => server.close()));
    },
  };
}

function createResponseCache(): ResponseCache<GraphqlResponse> {
  const invalidationFeed = new InvalidationFeed(log);
  invalidationFeed.useDispatcher({ isInSyncAt: () => true });
  const clock = new DatabaseClock();
  clock.set(Date.now(), { sent: momentNow(), received: momentNow() });
  const never = () => Number.POSITIVE_INFINITY;
  return new ResponseCache<GraphqlResponse>({
    ...{ invalidationFeed, clock, schedule: { nextAfter: never, nextOfAny: never }, maxBytes: 1_000_000 },
    vocabulary: { invalidatedTags: () => [], everything: "all", coarse: ["all"] },
    headersOf: () => ["surrogate-key", "a b"],
  });
}

const callerOf = (isAuthenticated: boolean): Caller<object> => ({
  isAuthenticated,
  execute: async (_sent, run) => ({ response: await run({}), context: {} }),
});

export interface Sent {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  /** Sent in these pieces. */
  body?: readonly string[];
}

/** Everything that a client receives, without what depends on the time of day. */
export function send({ url }: RunningHttpServer, { method = "GET", path = GRAPHQL_PATH, headers = {}, body }: Sent) {
  return new Promise<{ status: number | undefined; head: string[]; body: string }>((resolve, reject) => {
    const fixed = { "x-request-id": "the-same-id", "x-client": "exempt" };
    const options = { method, agent, headers: { ...fixed, ...headers } };
    const request = httpRequest(url + path, options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk)).once("error", reject);
      response.once("end", () => {
        const head = response.rawHeaders.map((text, index, all) =>
          all[index - 1] === "Date" ? "now" : text.replace(/;t=\d+$/, ";t="),
        );
        resolve({ status: response.statusCode, head, body: Buffer.concat(chunks).toString() });
      });
    });
    request.once("error", reject);
    for (const piece of body ?? []) request.write(piece);
    request.end();
  });
}
