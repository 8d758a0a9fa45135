// Answers from the cache in front of the engine. Asked first with the request as it came, so that what is kept costs no
// understanding of it; then with its meaning, so that other spellings of a question find the same answer.
import type { IncomingMessage } from "node:http";
import type { Metric, Sample } from "../../platform/observability/metrics.js";
import type { CacheTagSet } from "../../platform/response-cache/cache-tag-set.js";
import type { CacheOutcome, Executed, ResponseCache } from "../../platform/response-cache/response-cache.js";
import type { CachedResponse, RawRequest } from "../../platform/response-cache/response-store.js";
import { JSON_MEDIA_TYPE } from "../graphql/accept.js";
import type { GraphqlRequest, GraphqlResponse } from "../graphql/graphql-engine.js";
import { namesDocument } from "../graphql/persisted-documents.js";
import type { Reply } from "../reply.js";
import { cacheControlOf, cachedReply, type SharedCaching } from "./cached-response.js";
import { OperationKeys, type SentOperation } from "./operation-key.js";

export interface EndpointCacheOptions<C> {
  responses: ResponseCache<GraphqlResponse>;
  sharedCaching: SharedCaching;
  /** Whether each answer says if it came from the cache. */
  exposesCacheStatus: boolean;
  /** What an operation has read, once it is executed; null where its answer is for nobody else. */
  cacheableTags(context: C): CacheTagSet | null;
}

/** RFC 9211. */
const STATUS: Record<CacheOutcome, string> = {
  hit: "colophon; hit",
  stored: "colophon; fwd=miss; stored",
  "passed on": "colophon; fwd=miss",
};

/** A request that may be answered from the cache. */
export interface CacheableRequest {
  request: IncomingMessage;
  mediaType: string;
  corsHeaders: readonly string[];
  /** The request as it came. */
  spelling: RawRequest;
}

/** Longer ones are understood each time. */
export const MAX_RAW_LENGTH = 16_384;
/** Also where it only stands in a string: what changes something must never be taken for something asked before. */
const MAY_WRITE = /\b(?:mutation|subscription)\b/;

/** What can be given without executing anything. */
export interface CachedReplies {
  /** `now` by `performance.now()`, just read. */
  find(question: CacheableRequest, now: number): Reply | null;
}

export class EndpointCache<C> implements CachedReplies {
  readonly #options: EndpointCacheOptions<C>;
  readonly #keys = new OperationKeys();
  readonly #served: Record<CacheOutcome, number> = { hit: 0, stored: 0, "passed on": 0 };

  constructor(options: EndpointCacheOptions<C>) {
    this.#options = options;
  }

  readonly metrics: readonly Metric[] = [
    {
      kind: "counter",
      name: "colophon_cache_answers_total",
      help: "Answers to anonymous queries: a `hit` in the cache, `stored` there once executed, or `passed on` without.",
      read: (): Sample[] => Object.entries(this.#served).map(([how, value]) => ({ labels: { how }, value })),
    },
  ];

  find(question: CacheableRequest, now: number): Reply | null {
    if (question.spelling.text.length > MAX_RAW_LENGTH) return null;
    const kept = this.#options.responses.findRaw(question.spelling, now);
    return kept === undefined ? null : this.#reply(question, kept, "hit");
  }

  /** `run` executes the operation, in the context that it gives to its own argument. */
  async respond(
    question: CacheableRequest,
    sent: GraphqlRequest,
    run: (noteContext: (context: C) => void) => Promise<GraphqlResponse>,
  ): Promise<Reply | GraphqlResponse> {
    const operation = operationOf(sent);
    const mayWrite = operation !== null && MAY_WRITE.test(String(operation.query));
    const key = operation === null || mayWrite ? null : this.#keys.keyOf(operation, question.mediaType);
    if (key === null) return run(() => undefined);
    const { responses } = this.#options;
    const served = await responses.respond(key, () => this.#execute(run));
    if ("response" in served) return served.response;
    if (question.spelling.text.length <= MAX_RAW_LENGTH) responses.addRaw(key, question.spelling);
    return this.#reply(question, served.kept, served.how);
  }

  async #execute(
    run: (noteContext: (context: C) => void) => Promise<GraphqlResponse>,
  ): Promise<Executed<GraphqlResponse>> {
    let context: C | undefined;
    // The last one counts: an operation that was torn by a write is executed once more.
    const response = await run((one) => {
      context = one;
    });
    const reads = context === undefined ? null : this.#options.cacheableTags(context);
    const isPlain = response.status === 200 && response.cacheControl === undefined;
    if (reads === null || !isPlain) return { response, cacheable: null };
    return { response, cacheable: { body: response.body, contentType: response.contentType, reads } };
  }

  #reply({ request, corsHeaders }: CacheableRequest, kept: CachedResponse, how: CacheOutcome): Reply {
    const { responses, sharedCaching, exposesCacheStatus } = this.#options;
    this.#served[how] += 1;
    const cacheControl =
      request.method === "POST" ? "no-store" : cacheControlOf(kept, sharedCaching, () => responses.now);
    const headers = exposesCacheStatus ? [...corsHeaders, "cache-status", STATUS[how]] : corsHeaders;
    return cachedReply(request, kept, headers, cacheControl);
  }
}

/** Null where the engine would refuse to be asked so. */
export function cacheableRequestOf(
  request: IncomingMessage,
  search: string,
  { mediaType, corsHeaders, body }: Omit<CacheableRequest, "request" | "spelling"> & { body: Buffer | null },
): CacheableRequest | null {
  if (body === null && !isPreflighted(request.headers) && !namesDocument(search)) return null;
  const isPlain = mediaType === JSON_MEDIA_TYPE;
  const spelling =
    body === null
      ? { kind: isPlain ? "GET" : "GET graphql", text: search }
      : { kind: isPlain ? "POST" : "POST graphql", text: body.toString("latin1") };
  return { request, mediaType, corsHeaders, spelling };
}

/** Whether the head of a request shows no credential. */
export function isAnonymous({ method, headers }: IncomingMessage, search: string): boolean {
  if (hasCredentials(headers)) return false;
  return method === "POST" ? search === "" : !search.includes("preview") && !ENCODED_NAME.test(search);
}

export function hasCredentials(headers: IncomingMessage["headers"]): boolean {
  return headers.authorization !== undefined || headers["x-preview-token"] !== undefined;
}

/** A parameter's name may be percent-encoded, and `%70review` is one that shows a credential, too. */
const ENCODED_NAME = /[?&][^=&]*%/;

/** A browser sends these to another origin only after it was allowed to; the engine asks for one of them with every GET. */
function isPreflighted(headers: IncomingMessage["headers"]): boolean {
  return (
    isGiven(headers["apollo-require-preflight"]) ||
    isGiven(headers["x-apollo-operation-name"]) ||
    headers["content-type"] === "application/json"
  );
}

const isGiven = (header: string | string[] | undefined): boolean => header !== undefined && header.length > 0;

function operationOf({ method, search, body }: GraphqlRequest): SentOperation | null {
  if (method === "POST") {
    const { query, operationName, variables, extensions } = body ?? {};
    // What they would mean is for the engine to say.
    return extensions == null ? { query, operationName, variables } : null;
  }
  const parameters = new URLSearchParams(search);
  if (parameters.has("extensions")) return null;
  const one = (name: string): string | undefined => parameters.get(name) ?? undefined;
  for (const name of ["query", "operationName", "variables"]) if (parameters.getAll(name).length > 1) return null;
  const variables = one("variables");
  try {
    return {
      query: one("query"),
      operationName: one("operationName"),
      variables: variables === undefined ? undefined : JSON.parse(variables),
    };
  } catch {
    return null;
  }
}
