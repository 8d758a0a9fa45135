// The response cache in front of the engine. A request is looked up by its raw bytes first, so that a hit needs no parsing; on a
// miss it is looked up by its normalised operation, so that different texts of one operation share a response.
import type { IncomingMessage } from "node:http";
import type { Metric, Sample } from "../../platform/observability/metrics.js";
import type { CacheTagSet } from "../../platform/response-cache/cache-tag-set.js";
import type { CacheOutcome, Executed, ResponseCache } from "../../platform/response-cache/response-cache.js";
import type { CachedResponse, RawRequest } from "../../platform/response-cache/response-store.js";
import { JSON_MEDIA_TYPE } from "../graphql/accept.js";
import type { ExecutedOperation } from "../graphql/caller.js";
import type { GraphqlRequest, GraphqlResponse } from "../graphql/graphql-engine.js";
import { areInertExtensions } from "../graphql/request-shape.js";
import type { Reply } from "../reply.js";
import { cacheControlOf, cachedReply, type SharedCaching } from "./cached-response.js";
import { OperationKeys, type SentOperation } from "./operation-key.js";

export interface EndpointCacheOptions<C> {
  responses: ResponseCache<GraphqlResponse>;
  sharedCaching: SharedCaching;
  /** Whether responses carry the header Cache-Status. */
  exposesCacheStatus: boolean;
  /** The cache tags of an executed operation; null if its response must not be shared. */
  cacheableTags(context: C): CacheTagSet | null;
}

/** Cache-Status (RFC 9211). */
const STATUS: Record<CacheOutcome, string> = {
  hit: "colophon; hit",
  miss: "colophon; fwd=miss; stored",
  bypass: "colophon; fwd=miss",
};

/** A request whose response may come from the cache. */
export interface CacheableRequest {
  request: IncomingMessage;
  mediaType: string;
  corsHeaders: readonly string[];
  raw: RawRequest;
}

/** Longer requests are looked up by their normalised operation only. */
export const MAX_RAW_LENGTH = 16_384;
/** Matches also inside strings of a document: a write must never be mistaken for a cacheable query. */
const MAY_WRITE = /\b(?:mutation|subscription)\b/;

/** The cache as the fast path sees it. */
export interface CachedReplies {
  /** The reply of a hit by the raw request. `now` was just read from `performance.now()`. */
  find(cacheable: CacheableRequest, now: number): Reply | null;
}

export class EndpointCache<C> implements CachedReplies {
  readonly #options: EndpointCacheOptions<C>;
  readonly #keys = new OperationKeys();
  readonly #requests: Record<CacheOutcome, number> = { hit: 0, miss: 0, bypass: 0 };

  constructor(options: EndpointCacheOptions<C>) {
    this.#options = options;
  }

  readonly metrics: readonly Metric[] = [
    {
      kind: "counter",
      name: "colophon_response_cache_requests_total",
      help: "Anonymous queries by outcome: `hit`; `miss`, executed and stored; `bypass`, executed and not stored.",
      read: (): Sample[] => Object.entries(this.#requests).map(([outcome, value]) => ({ labels: { outcome }, value })),
    },
  ];

  find(cacheable: CacheableRequest, now: number): Reply | null {
    if (cacheable.raw.text.length > MAX_RAW_LENGTH) return null;
    const cached = this.#options.responses.findRaw(cacheable.raw, now);
    return cached === undefined ? null : this.#reply(cacheable, cached, "hit");
  }

  /** The response to a request that `find` has no hit for: by its normalised operation, or by executing it. */
  async respond(
    cacheable: CacheableRequest,
    sent: GraphqlRequest,
    execute: () => Promise<ExecutedOperation<C>>,
  ): Promise<Reply | GraphqlResponse> {
    const operation = operationOf(sent);
    const mayWrite = operation !== null && MAY_WRITE.test(String(operation.query));
    const key = operation === null || mayWrite ? null : this.#keys.keyOf(operation, cacheable.mediaType);
    if (key === null) return (await execute()).response;
    const { responses } = this.#options;
    const served = await responses.respond(key, async () => this.#executed(await execute()));
    if ("response" in served) return served.response;
    if (cacheable.raw.text.length <= MAX_RAW_LENGTH) responses.addRaw(key, cacheable.raw);
    return this.#reply(cacheable, served.cached, served.outcome);
  }

  #executed({ response, context }: ExecutedOperation<C>): Executed<GraphqlResponse> {
    const cacheTags = context === null ? null : this.#options.cacheableTags(context);
    const isPlain = response.status === 200 && response.cacheControl === undefined;
    if (cacheTags === null || !isPlain) return { response, cacheable: null };
    return { response, cacheable: { body: response.body, contentType: response.contentType, cacheTags } };
  }

  #reply({ request, corsHeaders }: CacheableRequest, cached: CachedResponse, outcome: CacheOutcome): Reply {
    const { responses, sharedCaching, exposesCacheStatus } = this.#options;
    this.#requests[outcome] += 1;
    const cacheControl =
      request.method === "POST" ? "no-store" : cacheControlOf(cached, sharedCaching, () => responses.now);
    const headers = exposesCacheStatus ? [...corsHeaders, "cache-status", STATUS[outcome]] : corsHeaders;
    return cachedReply(request, cached, headers, cacheControl);
  }
}

/** Null for a GET that the engine would reject by its content type. */
export function cacheableRequestOf(
  request: IncomingMessage,
  search: string,
  { mediaType, corsHeaders, body }: Omit<CacheableRequest, "request" | "raw"> & { body: Buffer | null },
): CacheableRequest | null {
  const type = request.headers["content-type"];
  if (body === null && type !== undefined && type !== "application/json") return null;
  const isPlain = mediaType === JSON_MEDIA_TYPE;
  const raw =
    body === null
      ? { kind: isPlain ? "GET" : "GET graphql", text: search }
      : { kind: isPlain ? "POST" : "POST graphql", text: body.toString("latin1") };
  return { request, mediaType, corsHeaders, raw };
}

const PARAMETERS = ["query", "operationName", "variables", "extensions"];

/** Null for a request whose operation only the engine can determine. */
function operationOf({ method, search, body }: GraphqlRequest): SentOperation | null {
  if (method === "POST") {
    const { query, operationName, variables, extensions } = body ?? {};
    return extensions == null || areInertExtensions(extensions) ? { query, operationName, variables } : null;
  }
  const parameters = new URLSearchParams(search);
  const parameter = (name: string): string | undefined => parameters.get(name) ?? undefined;
  for (const name of PARAMETERS) if (parameters.getAll(name).length > 1) return null;
  const variables = parameter("variables");
  const extensions = parameter("extensions");
  try {
    if (extensions !== undefined && !areInertExtensions(JSON.parse(extensions))) return null;
    return {
      query: parameter("query"),
      operationName: parameter("operationName"),
      variables: variables === undefined ? undefined : JSON.parse(variables),
    };
  } catch {
    return null;
  }
}
