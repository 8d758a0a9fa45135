// GraphQL over HTTP at one path: checks what arrives, has it executed, and turns the answer into a reply. It is our
// own instead of an integration package because those answer HTML to malformed JSON and take any size and encoding.
import type { IncomingMessage } from "node:http";
import { withinSize } from "../../platform/query-cost/response-size.js";
import type { Cors } from "../cors.js";
import { HttpError, methodNotAllowed } from "../http-rejection.js";
import { errorReply, type Reply, textReply } from "../reply.js";
import { assertJsonContent, parseJsonObject, readBody } from "../request-body.js";
import {
  type CacheableRequest,
  cacheableRequestOf,
  type EndpointCache,
  isAnonymous,
} from "../response-cache/endpoint-cache.js";
import { negotiateMediaType } from "./accept.js";
import { type AuthenticateRequest, type Caller, PRIVATE_HEADERS } from "./caller.js";
import { withinDeadline } from "./deadline.js";
import type { GraphqlEngine, GraphqlRequest, GraphqlResponse } from "./graphql-engine.js";
import type { PersistedDocuments } from "./persisted-documents.js";
import { assertDecodable } from "./query-string.js";
import { assertOperationShape } from "./request-shape.js";

export const GRAPHQL_METHODS = "GET, HEAD, POST, OPTIONS";

export interface GraphqlEndpointOptions<C> {
  engine: GraphqlEngine<C>;
  identify: AuthenticateRequest<C>;
  /** Null where no answer is kept. */
  cache?: EndpointCache<C> | null;
  documents: PersistedDocuments;
  cors: Cors;
  bodyLimitBytes: number;
  /** For those who were identified; at least `bodyLimitBytes`. */
  knownBodyLimitBytes: number;
  responseLimitBytes: number;
  /** For those who were identified; at least `responseLimitBytes`. */
  knownResponseLimitBytes: number;
  responseDeadlineMs: number;
}

export type GraphqlEndpoint = (request: IncomingMessage, search: string) => Promise<Reply>;

/** `search` is the URL from its question mark on, empty where it has none. */
export function createGraphqlEndpoint<C>(options: GraphqlEndpointOptions<C>): GraphqlEndpoint {
  const { cors } = options;
  return async (request, search) => {
    if (request.method === "OPTIONS") return cors.preflight(request, GRAPHQL_METHODS);
    const corsHeaders = cors.headersFor(request);
    try {
      return await replyTo(request, search, corsHeaders, options);
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      // A page may read why it was refused under the same conditions as it may read an answer.
      const reply = errorReply(error);
      return { ...reply, headers: [...reply.headers, ...corsHeaders] };
    }
  };
}

async function replyTo<C>(
  request: IncomingMessage,
  search: string,
  corsHeaders: readonly string[],
  options: GraphqlEndpointOptions<C>,
): Promise<Reply> {
  const { cache, engine } = options;
  const mediaType = answerableMediaType(request);
  let question: CacheableRequest | null = null;
  let body: Buffer | null = null;
  if (cache != null && isAnonymous(request, search)) {
    if (request.method === "POST") body = await readPosted(request, options.bodyLimitBytes);
    question = cacheableRequestOf(request, search, { mediaType, corsHeaders, body });
    const reply = question === null ? null : cache.find(question, performance.now());
    if (reply !== null) return reply;
  }
  const caller = await options.identify(request, search);
  const limitBytes = caller.isKnown ? options.knownBodyLimitBytes : options.bodyLimitBytes;
  const sent = options.documents.resolve(await readGraphqlRequest(request, search, body ?? limitBytes));
  const responseLimit = caller.isKnown ? options.knownResponseLimitBytes : options.responseLimitBytes;
  const run = async (note?: (context: C) => void): Promise<GraphqlResponse> => {
    const response = await caller.execute(sent, (context) => {
      note?.(context);
      return engine(sent, context);
    });
    return limited(response, responseLimit);
  };
  const forAnybody = caller.isKnown ? null : question;
  const answering = cache != null && forAnybody !== null ? cache.respond(forAnybody, sent, run) : run();
  const response = await withinDeadline<GraphqlResponse | Reply>(answering, options.responseDeadlineMs);
  return "contentType" in response ? toReply(response, caller, corsHeaders) : response;
}

function answerableMediaType({ method = "", headers }: IncomingMessage): string {
  if (method !== "POST" && method !== "GET" && method !== "HEAD") throw methodNotAllowed(method, GRAPHQL_METHODS);
  const mediaType = negotiateMediaType(headers.accept);
  if (mediaType !== undefined) return mediaType;
  throw new HttpError(
    406,
    "NOT_ACCEPTABLE",
    `Expected Accept to allow application/json or application/graphql-response+json, got ${headers.accept}.`,
  );
}

function readPosted(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  assertJsonContent(request);
  return readBody(request, limitBytes);
}

async function readGraphqlRequest(
  request: IncomingMessage,
  search: string,
  /** Or the body, where it has been read. */
  limitBytes: number | Buffer,
): Promise<GraphqlRequest> {
  const { method, headers } = request;
  if (method === "POST") {
    const bytes = typeof limitBytes === "number" ? await readPosted(request, limitBytes) : limitBytes;
    const body = parseJsonObject(bytes);
    assertOperationShape(body);
    return { method, headers, search, body };
  }
  assertDecodable(search);
  // HEAD asks what GET would answer; Node leaves the body out.
  return { method: "GET", headers, search, body: undefined };
}

function limited(response: GraphqlResponse, limitBytes: number): GraphqlResponse {
  const body = withinSize(response.body, limitBytes);
  return body === response.body ? response : { ...response, body, cacheControl: "no-store" };
}

function toReply(response: GraphqlResponse, caller: Caller<unknown>, corsHeaders: readonly string[]): Reply {
  const flat = [...corsHeaders];
  if (caller.isKnown) flat.push(...PRIVATE_HEADERS);
  else flat.push("cache-control", response.cacheControl ?? "no-store");
  flat.push("content-type", response.contentType, ...response.headers);
  return textReply(response.status, response.body, flat);
}
