// The reader's site over HTTP. Pages are kept in the response cache beside the responses that they are made of, with the cache tags of all of them, so
// that whatever ends one of these ends the page.
import type { IncomingMessage } from "node:http";
import { ApiError } from "../../../site/src/api/site-api.js";
import type { Route, Site, SiteReply } from "../../../site/src/site-reply.js";
import { acceptsHtml } from "../graphql/accept.js";
import { type Authentication, type Caller, CREDENTIALS, isAnonymous } from "../graphql/caller.js";
import { withinDeadline } from "../graphql/deadline.js";
import type { GraphqlEngine, GraphqlResponse } from "../graphql/graphql-engine.js";
import { HttpError, methodNotAllowed, notFound } from "../http-rejection.js";
import type { RateLimit } from "../rate-limit/operation-rate-limit.js";
import type { Payer } from "../rate-limit/payer.js";
import { errorReply, type Reply, withHeaders } from "../reply.js";
import { cacheControlOf } from "../response-cache/cached-response.js";
import { cachedPageReply } from "./cached-page.js";
import { executedPage, type PageCache, type RenderedPage } from "./page-cache.js";
import { PAGE_KIND, rawTextOf } from "./page-fast-path.js";
import { createReaderApi } from "./reader-api.js";

export interface SiteEndpointOptions<C> {
  site: Site;
  /** Null if responses are not cached. */
  cache: PageCache<C> | null;
  engine: GraphqlEngine<C>;
  authentication: Authentication<C>;
  rateLimit: RateLimit | null;
  responseLimitBytes: number;
  authenticatedResponseLimitBytes: number;
  responseDeadlineMs: number;
}

/** `path` and `search` are those of the URL. Null for a path that is not of the site. */
export type SiteEndpoint = (request: IncomingMessage, path: string, search: string) => Promise<Reply> | null;

export function createSiteEndpoint<C>(options: SiteEndpointOptions<C>): SiteEndpoint {
  const { site, rateLimit } = options;
  const replyOrFail = async (visit: Visit): Promise<Reply> => {
    const now = performance.now();
    try {
      const payer = rateLimit?.admitted(visit.request) ?? null;
      const reply = withoutPageOf404(await replyTo({ ...visit, payer }, options), visit.request);
      return payer === null || rateLimit === null ? reply : withHeaders(reply, rateLimit.headersOf(payer, now));
    } catch (error) {
      // A program gets the error as from the rest of the service.
      if (!(error instanceof HttpError) || !acceptsHtml(visit.request.headers.accept)) throw error;
      const { contentType, headers: own, body } = site.failure(error);
      const all = ["content-type", contentType, "cache-control", "no-store", ...own, ...error.headers];
      return { status: error.status, headers: all, body };
    }
  };
  return (request, path, search) => {
    const isOfAnyone = isAnonymous(request, search);
    const route = site.route({ path, search, accept: request.headers.accept, isPreview: !isOfAnyone });
    return route === null ? null : replyOrFail({ request, route, search: isOfAnyone ? null : search, payer: null });
  };
}

/** A page that says that there is none is for browsers; programs get an error. */
function withoutPageOf404(reply: Reply, { headers }: IncomingMessage): Reply {
  return reply.status !== 404 || acceptsHtml(headers.accept) ? reply : errorReply(notFound());
}

interface Visit {
  request: IncomingMessage;
  route: Route;
  /** The query of the URL of a request with a credential; null without one. */
  search: string | null;
  payer: Payer | null;
}

async function replyTo<C>(visit: Visit, options: SiteEndpointOptions<C>): Promise<Reply> {
  const { request, search } = visit;
  const { authentication, responseDeadlineMs } = options;
  const caller = search === null ? authentication.anonymous : await authentication.authenticate(request, search);
  const reply = await withinDeadline(respond(visit, caller, options), responseDeadlineMs);
  const { method = "" } = request;
  // Whether there is a page at all has been determined, so that other paths are not found by any method.
  if (method !== "GET" && method !== "HEAD" && reply.status !== 404) throw methodNotAllowed(method, "GET, HEAD");
  return reply;
}

async function respond<C>(
  { request, route, payer, search }: Visit,
  caller: Caller<C>,
  options: SiteEndpointOptions<C>,
): Promise<Reply> {
  const { site, cache } = options;
  const render = () => renderRoute(route, caller, payer, options);
  if (cache === null || caller.isAuthenticated) return plainReply((await render()).response, caller);
  const key = `page ${site.version} ${route.key}`;
  const served = await cache.responses.respond(key, async () => executedPage(await render(), cache));
  if ("response" in served) return plainReply(served.response, caller);
  const text = rawTextOf(request, search ?? "");
  if (text !== null) cache.responses.addRaw(key, { kind: PAGE_KIND, text });
  const control = cacheControlOf(served.cached, cache.sharedCaching, () => cache.responses.now);
  return cachedPageReply(request, served.cached, control);
}

async function renderRoute<C>(
  route: Route,
  caller: Caller<C>,
  payer: Payer | null,
  options: SiteEndpointOptions<C>,
): Promise<RenderedPage<C>> {
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

function plainReply({ status, contentType, headers, body }: GraphqlResponse, caller: Caller<unknown>): Reply {
  const policy = caller.isAuthenticated
    ? ["cache-control", "private, no-store", "x-robots-tag", "noindex"]
    : ["cache-control", status === 200 ? "no-store" : "public, max-age=0, must-revalidate"];
  return { status, headers: ["content-type", contentType, ...headers, ...policy], body };
}

const CODES = {
  "bad-input": "BAD_REQUEST",
  unauthenticated: "UNAUTHENTICATED",
  "rate-limited": "RATE_LIMITED",
  "too-large": "SERVICE_UNAVAILABLE",
  unavailable: "SERVICE_UNAVAILABLE",
} as const;

function httpErrorOf({ kind, status, message, retryAfterSeconds }: ApiError): HttpError {
  const isTemporary = kind === "rate-limited" || kind === "unavailable";
  const headers = isTemporary ? ["retry-after", String(retryAfterSeconds ?? 1)] : [];
  return new HttpError(status, CODES[kind], message, headers);
}
