// Fast path for cache hits: decided from the URL and a few headers, without a promise, because everything around a look-up
// costs more than the look-up. Its responses equal those of the normal path byte for byte; anything unusual falls through to the
// normal path, with what was found out until then. Under overload it also rejects cache misses, since the normal path is most of
// what a rejection costs.
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { Cors } from "../cors/cors.js";
import { acceptsHtml, negotiateMediaType, prefersEventStream } from "../graphql/accept.js";
import { hasCredentialHeader, isAnonymous } from "../graphql/caller.js";
import type { RequestFacts } from "../graphql/request-facts.js";
import type { HttpError } from "../http-rejection.js";
import type { RateLimit } from "../rate-limit/operation-rate-limit.js";
import { canPay } from "../rate-limit/payer.js";
import { errorReply, preparedReply, type Reply, withHeaders } from "../reply.js";
import { type CachedReplies, cacheableRequestOf, MAX_RAW_LENGTH } from "./endpoint-cache.js";

export interface CacheFastPathOptions {
  cache: CachedReplies;
  cors: Pick<Cors, "headersFor">;
  /** Null if rate limits are off. */
  rateLimit: RateLimit | null;
  /** The error for an operation that cannot be admitted now; null if it can. */
  rejectionNow(): HttpError | null;
  graphqlPath: string;
  bodyLimitBytes: number;
}

/** What the fast path needs of a request: its head alone, its body as well, or nothing because it is not for the fast path. */
export type FastPathStep = "head" | "body" | "none";

export class CacheFastPath {
  readonly #options: CacheFastPathOptions;
  readonly #maxBodyBytes: number;
  readonly #urlPrefix: string;
  /** By the CORS headers that they carry, which are the same arrays each time. */
  readonly #rejections = new WeakMap<readonly string[], Reply>();

  constructor(options: CacheFastPathOptions) {
    this.#options = options;
    this.#maxBodyBytes = Math.min(options.bodyLimitBytes, MAX_RAW_LENGTH);
    this.#urlPrefix = `${options.graphqlPath}?`;
  }

  /** Credentials in the URL need no check here: the cache is keyed by the whole URL and holds anonymous responses only. */
  stepOf({ method, url = "" }: IncomingMessage, headers: IncomingHttpHeaders): FastPathStep {
    if (headers["transfer-encoding"] !== undefined || headers.expect !== undefined) return "none";
    if (headers["idempotency-key"] !== undefined || hasCredentialHeader(headers)) return "none";
    const length = headers["content-length"];
    if (method === "POST") {
      const isPlain = headers["content-type"] === "application/json" && headers["content-encoding"] === undefined;
      const isShort = length !== undefined && Number(length) > 0 && Number(length) <= this.#maxBodyBytes;
      return isPlain && isShort && url === this.#options.graphqlPath ? "body" : "none";
    }
    if ((method !== "GET" && method !== "HEAD") || length !== undefined || !url.startsWith(this.#urlPrefix))
      return "none";
    return acceptsHtml(headers.accept) ? "none" : "head";
  }

  /** The reply, or what is known about a request that takes the normal path; nothing has been charged then. `now` was just read. */
  find(request: IncomingMessage, headers: IncomingHttpHeaders, body: Buffer | null, now: number): Reply | RequestFacts {
    const { cache, cors, rateLimit, graphqlPath } = this.#options;
    const mediaType = negotiateMediaType(headers.accept);
    if (mediaType === undefined || prefersEventStream(headers.accept)) return { body, cacheMiss: null };
    const payer = rateLimit === null ? null : rateLimit.payerOf(request, now);
    if (payer !== null && !canPay(payer)) return { body, payer, cacheMiss: null };
    const search = body === null ? (request.url ?? "").slice(graphqlPath.length) : "";
    const cacheable = cacheableRequestOf(request, search, { mediaType, corsHeaders: cors.headersFor(request), body });
    if (cacheable === null) return { body, payer, cacheMiss: null };
    const reply = cache.find(cacheable, now) ?? this.#rejectionNow(cacheable.corsHeaders);
    if (reply === null) return { body, payer, cacheMiss: isAnonymous(request, search) ? cacheable : null };
    return payer === null || rateLimit === null ? reply : withHeaders(reply, rateLimit.charge(payer, now));
  }

  #rejectionNow(corsHeaders: readonly string[]): Reply | null {
    const error = this.#options.rejectionNow();
    if (error === null) return null;
    let reply = this.#rejections.get(corsHeaders);
    if (reply === undefined) {
      const plain = errorReply(error);
      reply = preparedReply({ ...plain, headers: [...plain.headers, ...corsHeaders] });
      this.#rejections.set(corsHeaders, reply);
    }
    return reply;
  }
}
