// GraphQL over HTTP at one path: checks the request, has the operation executed, and turns the response into a reply. Own code
// instead of an integration package, because those respond to malformed JSON with HTML and accept any size and encoding.
import type { IncomingMessage } from "node:http";
import { withinSize } from "../../platform/query-cost/response-size.js";
import type { Cors } from "../cors/cors.js";
import type { PersistedDocuments } from "../documents/persisted-documents.js";
import { HttpError, methodNotAllowed } from "../http-rejection.js";
import { errorReply, type Reply, textReply } from "../reply.js";
import { assertJsonContent, parseJsonObject, readBody } from "../request-body.js";
import { type CacheableRequest, cacheableRequestOf, type EndpointCache } from "../response-cache/endpoint-cache.js";
import type { EventStreamRequest } from "../subscriptions/event-stream.js";
import { negotiateMediaType, prefersEventStream } from "./accept.js";
import { type Authentication, type Caller, type ExecutedOperation, isAnonymous, PRIVATE_HEADERS } from "./caller.js";
import { withinDeadline } from "./deadline.js";
import type { GraphqlEngine, GraphqlRequest, GraphqlResponse } from "./graphql-engine.js";
import { assertDecodable } from "./query-string.js";
import type { RequestFacts } from "./request-facts.js";
import { assertOperationShape } from "./request-shape.js";

export const GRAPHQL_METHODS = "GET, HEAD, POST, OPTIONS";

export interface GraphqlEndpointOptions<C> {
  engine: GraphqlEngine<C>;
  authentication: Authentication<C>;
  /** Null if responses are not cached. */
  cache?: EndpointCache<C> | null;
  documents: PersistedDocuments;
  cors: Cors;
  bodyLimitBytes: number;
  /** For authenticated callers; at least `bodyLimitBytes`. */
  authenticatedBodyLimitBytes: number;
  responseLimitBytes: number;
  /** For authenticated callers; at least `responseLimitBytes`. */
  authenticatedResponseLimitBytes: number;
  responseDeadlineMs: number;
  /** Responds by a stream of events. Null or absent if there are no subscriptions. */
  openStream?: ((request: EventStreamRequest) => Promise<Reply>) | null;
  /** Whether every request is authenticated, whatever its headers. */
  isPrivate?: boolean;
}

/** `search` is the URL from its question mark on, or empty. */
export type GraphqlEndpoint = (request: IncomingMessage, search: string, facts: RequestFacts) => Promise<Reply>;

export function createGraphqlEndpoint<C>(options: GraphqlEndpointOptions<C>): GraphqlEndpoint {
  const { cors } = options;
  return async (request, search, facts) => {
    if (request.method === "OPTIONS") return cors.preflight(request, GRAPHQL_METHODS);
    const corsHeaders = facts.cacheMiss?.corsHeaders ?? cors.headersFor(request);
    try {
      return await replyTo({ request, search, corsHeaders, facts }, options);
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      // A page may read an error under the same conditions as a response.
      const reply = errorReply(error);
      return { ...reply, headers: [...reply.headers, ...corsHeaders] };
    }
  };
}

interface Incoming {
  request: IncomingMessage;
  search: string;
  corsHeaders: readonly string[];
  facts: RequestFacts;
}

async function replyTo<C>(incoming: Incoming, options: GraphqlEndpointOptions<C>): Promise<Reply> {
  const { request, search, corsHeaders, facts } = incoming;
  const { cache = null, authentication, engine, openStream = null } = options;
  const mayStream = request.method === "GET" || request.method === "POST";
  if (openStream !== null && mayStream && prefersEventStream(request.headers.accept)) {
    return openStream({ request, search, corsHeaders, body: facts.body, payer: facts.payer ?? null });
  }
  const lookedUp = await lookUp(incoming, options);
  if (lookedUp.hit !== null) return lookedUp.hit;
  const { cacheMiss, body } = lookedUp;
  const caller = lookedUp.isAnonymous ? authentication.anonymous : await authentication.authenticate(request, search);
  const account = facts.payer?.account ?? null;
  const limits = limitsOf(caller, options);
  const received = await readGraphqlRequest(request, search, body ?? limits.bodyBytes);
  const sent = { ...options.documents.resolve(received), account };
  const execute = async (): Promise<ExecutedOperation<C>> => {
    const { response, context } = await caller.execute(sent, (callerContext) => engine(sent, callerContext));
    return { response: limited(response, limits.responseBytes), context };
  };
  const responding =
    cache === null || cacheMiss === null
      ? execute().then(({ response }) => response)
      : cache.respond(cacheMiss, sent, execute);
  const response = await withinDeadline<GraphqlResponse | Reply>(responding, options.responseDeadlineMs);
  return "contentType" in response ? toReply(response, caller, corsHeaders) : response;
}

interface LookedUp {
  isAnonymous: boolean;
  /** Null if the cache has no response to the raw request. */
  hit: Reply | null;
  /** Null for a request that is not cacheable. */
  cacheMiss: CacheableRequest | null;
  /** Null if it has not been read. */
  body: Buffer | null;
}

/** Looks a request up in the cache, unless the fast path has done so. */
async function lookUp<C>(
  { request, search, corsHeaders, facts }: Incoming,
  { cache = null, bodyLimitBytes, isPrivate = false }: GraphqlEndpointOptions<C>,
): Promise<LookedUp> {
  if (facts.cacheMiss !== null) return { isAnonymous: true, hit: null, cacheMiss: facts.cacheMiss, body: facts.body };
  const mediaType = acceptedMediaType(request);
  if (isPrivate || !isAnonymous(request, search))
    return { isAnonymous: false, hit: null, cacheMiss: null, body: facts.body };
  const isPost = request.method === "POST";
  const body = isPost && cache !== null ? (facts.body ?? (await readPosted(request, bodyLimitBytes))) : facts.body;
  const cacheable = cache === null ? null : cacheableRequestOf(request, search, { mediaType, corsHeaders, body });
  const hit = cacheable === null ? null : (cache?.find(cacheable, performance.now()) ?? null);
  return { isAnonymous: true, hit, cacheMiss: cacheable, body };
}

function acceptedMediaType({ method = "", headers }: IncomingMessage): string {
  if (method !== "POST" && method !== "GET" && method !== "HEAD") throw methodNotAllowed(method, GRAPHQL_METHODS);
  const mediaType = negotiateMediaType(headers.accept);
  if (mediaType !== undefined) return mediaType;
  throw new HttpError(
    406,
    "NOT_ACCEPTABLE",
    `Expected Accept to allow application/json or application/graphql-response+json, got ${headers.accept}.`,
  );
}

function limitsOf<C>({ isAuthenticated }: Caller<C>, options: GraphqlEndpointOptions<C>) {
  return isAuthenticated
    ? { bodyBytes: options.authenticatedBodyLimitBytes, responseBytes: options.authenticatedResponseLimitBytes }
    : { bodyBytes: options.bodyLimitBytes, responseBytes: options.responseLimitBytes };
}

function readPosted(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  assertJsonContent(request);
  return readBody(request, limitBytes);
}

async function readGraphqlRequest(
  request: IncomingMessage,
  search: string,
  bodyOrLimit: Buffer | number,
): Promise<GraphqlRequest> {
  const { method, headers } = request;
  if (method === "POST") {
    const body = parseJsonObject(
      typeof bodyOrLimit === "number" ? await readPosted(request, bodyOrLimit) : bodyOrLimit,
    );
    assertOperationShape(body);
    return { method, headers, search, body };
  }
  assertDecodable(search);
  // HEAD is executed like GET; Node leaves the body out.
  return { method: "GET", headers, search: withoutEmptyName(search), body: undefined };
}

/** GraphQL over HTTP: an empty name in the URL equals an absent one. */
function withoutEmptyName(search: string): string {
  return search.includes("operationName=") ? search.replace(/([?&])operationName=(?=&|$)/, "$1") : search;
}

function limited(response: GraphqlResponse, limitBytes: number): GraphqlResponse {
  const body = withinSize(response.body, limitBytes);
  return body === response.body ? response : { ...response, body, cacheControl: "no-store" };
}

function toReply(response: GraphqlResponse, caller: Caller<unknown>, corsHeaders: readonly string[]): Reply {
  const flat = [...corsHeaders];
  if (caller.isAuthenticated) flat.push(...PRIVATE_HEADERS);
  else flat.push("cache-control", response.cacheControl ?? "no-store");
  flat.push("content-type", response.contentType, ...response.headers);
  return textReply(response.status, response.body, flat);
}
