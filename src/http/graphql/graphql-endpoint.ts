// GraphQL over HTTP at one path: checks what arrives, has it executed, and turns the answer into a reply. It is our
// own instead of an integration package because those answer HTML to malformed JSON and take any size and encoding.
import type { IncomingMessage } from "node:http";
import { withinSize } from "../../platform/query-cost/response-size.js";
import type { Cors } from "../cors.js";
import { HttpRefusal, methodNotAllowed } from "../http-rejection.js";
import { type Reply, refusalReply, textReply } from "../reply.js";
import { assertJsonContent, parseJsonObject, readBody } from "../request-body.js";
import { type EndpointCache, isAnonymous, type Question, questionOf } from "../response-cache/endpoint-cache.js";
import { negotiateMediaType } from "./accept.js";
import { type Caller, type Identify, PRIVATE_HEADERS } from "./caller.js";
import { withinDeadline } from "./deadline.js";
import type { GraphqlAnswer, GraphqlEngine, GraphqlRequest } from "./graphql-engine.js";
import type { Documents } from "./persisted-documents.js";
import { assertDecodable } from "./query-string.js";
import { assertOperationShape } from "./request-shape.js";

export const GRAPHQL_METHODS = "GET, HEAD, POST, OPTIONS";

export interface GraphqlEndpointOptions<C> {
  engine: GraphqlEngine<C>;
  identify: Identify<C>;
  /** Null where no answer is kept. */
  cache?: EndpointCache<C> | null;
  documents: Documents;
  cors: Cors;
  bodyLimitBytes: number;
  /** For those who were identified; at least `bodyLimitBytes`. */
  knownBodyLimitBytes: number;
  responseLimitBytes: number;
  /** For those who were identified; at least `responseLimitBytes`. */
  knownResponseLimitBytes: number;
  answerWithinMs: number;
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
      if (!(error instanceof HttpRefusal)) throw error;
      // A page may read why it was refused under the same conditions as it may read an answer.
      const reply = refusalReply(error);
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
  let question: Question | null = null;
  let body: Buffer | null = null;
  if (cache != null && isAnonymous(request, search)) {
    if (request.method === "POST") body = await readPosted(request, options.bodyLimitBytes);
    question = questionOf(request, search, { mediaType, corsHeaders, body });
    const reply = question === null ? null : cache.find(question, performance.now());
    if (reply !== null) return reply;
  }
  const caller = await options.identify(request, search);
  const limitBytes = caller.isKnown ? options.knownBodyLimitBytes : options.bodyLimitBytes;
  const sent = options.documents.resolve(await readGraphqlRequest(request, search, body ?? limitBytes));
  const responseLimit = caller.isKnown ? options.knownResponseLimitBytes : options.responseLimitBytes;
  const run = async (note?: (context: C) => void): Promise<GraphqlAnswer> => {
    const answer = await caller.execute(sent, (context) => {
      note?.(context);
      return engine(sent, context);
    });
    return limited(answer, responseLimit);
  };
  const forAnybody = caller.isKnown ? null : question;
  const answering = cache != null && forAnybody !== null ? cache.answer(forAnybody, sent, run) : run();
  const answer = await withinDeadline<GraphqlAnswer | Reply>(answering, options.answerWithinMs);
  return "contentType" in answer ? toReply(answer, caller, corsHeaders) : answer;
}

function answerableMediaType({ method = "", headers }: IncomingMessage): string {
  if (method !== "POST" && method !== "GET" && method !== "HEAD") throw methodNotAllowed(method, GRAPHQL_METHODS);
  const mediaType = negotiateMediaType(headers.accept);
  if (mediaType !== undefined) return mediaType;
  throw new HttpRefusal(
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

function limited(answer: GraphqlAnswer, limitBytes: number): GraphqlAnswer {
  const body = withinSize(answer.body, limitBytes);
  return body === answer.body ? answer : { ...answer, body, cacheControl: "no-store" };
}

function toReply(answer: GraphqlAnswer, caller: Caller<unknown>, corsHeaders: readonly string[]): Reply {
  const flat = [...corsHeaders];
  if (caller.isKnown) flat.push(...PRIVATE_HEADERS);
  else flat.push("cache-control", answer.cacheControl ?? "no-store");
  flat.push("content-type", answer.contentType, ...answer.headers);
  return textReply(answer.status, answer.body, flat);
}
