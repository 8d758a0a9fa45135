// The reader's site over HTTP. Pages are kept in the response cache beside the responses that they are made of, with the cache tags of all of them, so
// that whatever ends one of these ends the page.
import type { IncomingMessage } from "node:http";
import { ApiError } from "../../../site/src/api/site-api.js";
import type { Route, Site, SiteReply } from "../../../site/src/site-reply.js";
import type { CacheTagSet } from "../../platform/response-cache/cache-tag-set.js";
import type { Cacheable, Executed, ResponseCache } from "../../platform/response-cache/response-cache.js";
import { type Authentication, type Caller, CREDENTIALS, isAnonymous, PRIVATE_HEADERS } from "../graphql/caller.js";
import { withinDeadline } from "../graphql/deadline.js";
import type { GraphqlEngine, GraphqlResponse } from "../graphql/graphql-engine.js";
import { HttpError, methodNotAllowed, notFound } from "../http-rejection.js";
import type { RateLimit } from "../rate-limit/operation-rate-limit.js";
import type { Payer } from "../rate-limit/payer.js";
import { type Reply, withHeaders } from "../reply.js";
import { cacheControlOf, type SharedCaching } from "../response-cache/cached-response.js";
import { cachedPageReply } from "./cached-page.js";
import { createReaderApi } from "./reader-api.js";

export interface PageCache<C> {
  responses: ResponseCache<GraphqlResponse>;
  sharedCaching: SharedCaching;
  /** The cache tags of an executed document; null if its response must not be shared. */
  cacheableTags(context: C): CacheTagSet | null;
}

export interface ReaderSiteSettings<C> {
  site: Site;
  /** Null if responses are not cached. */
  cache: PageCache<C> | null;
}

export interface SiteEndpointOptions<C> extends ReaderSiteSettings<C> {
  engine: GraphqlEngine<C>;
  authentication: Authentication<C>;
  rateLimit: RateLimit | null;
  responseLimitBytes: number;
  authenticatedResponseLimitBytes: number;
  responseDeadlineMs: number;
}

/** `path` and `search` are those of the URL. Rejects with an `HttpError` for a path that is not of the site. */
export type SiteEndpoint = (request: IncomingMessage, path: string, search: string) => Promise<Reply>;

export function createSiteEndpoint<C>(options: SiteEndpointOptions<C>): SiteEndpoint {
  const { site, rateLimit, authentication } = options;
  return async (request, path, search) => {
    const { method = "", headers } = request;
    const isOfAnyone = isAnonymous(request, search);
    const route = site.route({ path, search, accept: headers.accept, isPreview: !isOfAnyone });
    if (route === null) throw notFound();
    if (method !== "GET" && method !== "HEAD") throw methodNotAllowed(method, "GET, HEAD");
    const now = performance.now();
    const payer = rateLimit?.admitted(request) ?? null;
    const caller = isOfAnyone ? authentication.anonymous : await authentication.authenticate(request, search);
    const responding = respond(request, route, caller, payer, options);
    const reply = await withinDeadline(responding, options.responseDeadlineMs);
    return payer === null || rateLimit === null ? reply : withHeaders(reply, rateLimit.headersOf(payer, now));
  };
}

async function respond<C>(
  request: IncomingMessage,
  route: Route,
  caller: Caller<C>,
  payer: Payer | null,
  options: SiteEndpointOptions<C>,
): Promise<Reply> {
  const { site, cache } = options;
  const render = () => renderRoute(route, caller, payer, options);
  if (cache === null || caller.isAuthenticated) return plainReply((await render()).response, caller);
  const served = await cache.responses.respond(`page ${site.version} ${route.key}`, async () =>
    executedPage(await render(), cache),
  );
  if ("response" in served) return plainReply(served.response, caller);
  const control = cacheControlOf(served.cached, cache.sharedCaching, () => cache.responses.now);
  return cachedPageReply(request, served.cached, control);
}

interface Rendered<C> {
  response: GraphqlResponse;
  contexts: readonly C[];
}

async function renderRoute<C>(
  route: Route,
  caller: Caller<C>,
  payer: Payer | null,
  options: SiteEndpointOptions<C>,
): Promise<Rendered<C>> {
  const { responseLimitBytes, authenticatedResponseLimitBytes } = options;
  const limit = caller.isAuthenticated ? authenticatedResponseLimitBytes : responseLimitBytes;
  const api = createReaderApi({ ...options, caller, responseLimitBytes: limit, account: payer?.account ?? null });
  try {
    return { response: responseOf(await route.respond(api), route), contexts: api.contexts };
  } catch (error) {
    throw error instanceof ApiError ? httpErrorOf(error) : error;
  }
}

/** The page in the form of the responses beside which it is kept. */
function responseOf(
  { status, contentType, headers, body, lastModified }: SiteReply,
  { varies }: Route,
): GraphqlResponse {
  const all = ["vary", varies ? `Accept, ${CREDENTIALS}` : CREDENTIALS, ...headers];
  if (lastModified !== undefined) all.push("last-modified", lastModified.toUTCString());
  return { status, contentType, cacheControl: undefined, headers: all, body };
}

function executedPage<C>(
  { response, contexts }: Rendered<C>,
  { cacheableTags }: PageCache<C>,
): Executed<GraphqlResponse> {
  const sets = contexts.map(cacheableTags);
  const isCacheable = response.status === 200 && sets.every((set): set is CacheTagSet => set !== null);
  const { body, contentType, headers } = response;
  return { response, cacheable: isCacheable ? { body, contentType, headers, cacheTags: union(sets) } : null };
}

function union(sets: readonly CacheTagSet[]): Cacheable["cacheTags"] {
  return {
    tags: () => new Set(sets.flatMap((set) => [...set.tags()])),
    lifetimeMs: Math.min(Number.POSITIVE_INFINITY, ...sets.map(({ lifetimeMs }) => lifetimeMs)),
  };
}

function plainReply({ status, contentType, headers, body }: GraphqlResponse, caller: Caller<unknown>): Reply {
  const policy = caller.isAuthenticated
    ? [...PRIVATE_HEADERS, "x-robots-tag", "noindex"]
    : ["cache-control", status === 200 ? "no-store" : "public, max-age=0, must-revalidate"];
  return { status, headers: ["content-type", contentType, ...headers, ...policy], body };
}

const FAILURES = {
  "bad-input": { status: 400, code: "BAD_REQUEST" },
  "rate-limited": { status: 429, code: "RATE_LIMITED" },
  unavailable: { status: 503, code: "SERVICE_UNAVAILABLE" },
} as const;

function httpErrorOf({ kind, message, retryAfterSeconds }: ApiError): HttpError {
  const { status, code } = FAILURES[kind];
  const headers = status === 400 ? [] : ["retry-after", String(retryAfterSeconds ?? 1)];
  return new HttpError(status, code, message, headers);
}
