// The short way to a kept answer: decided from the URL and a few headers, without a promise, because everything around
// the looking-up costs more than it does. It gives what the long way would give, byte for byte, and leaves to that
// whatever is in the least unusual. Where more is asked than can be answered, it also refuses what is not kept: most of what
// a refusal costs on the long way is the way.
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { Cors } from "../cors.js";
import { acceptsHtml, negotiateMediaType } from "../graphql/accept.js";
import type { RateLimit } from "../graphql/operation-rate-limit.js";
import type { HttpError } from "../http-rejection.js";
import { errorReply, type Reply, readyReply, withHeaders } from "../reply.js";
import { type CachedReplies, cacheableRequestOf, hasCredentials, MAX_RAW_LENGTH } from "./endpoint-cache.js";

export interface CacheFastPathOptions {
  cache: CachedReplies;
  cors: Pick<Cors, "headersFor">;
  /** Null where clients may ask as much as they like. */
  rateLimit: RateLimit | null;
  /** What answers an operation that cannot be let in now; null where it can. */
  rejectionNow(): HttpError | null;
  graphqlPath: string;
  bodyLimitBytes: number;
}

/** What the head of a request says about it: answerable at once, once its body is there, or not on the short way. */
export type FastPathStep = "head" | "body" | "none";

export class CacheFastPath {
  readonly #options: CacheFastPathOptions;
  readonly #longestBody: number;
  readonly #searched: string;
  /** By the headers that go with them, which are the same lists each time. */
  readonly #refusals = new WeakMap<readonly string[], Reply>();

  constructor(options: CacheFastPathOptions) {
    this.#options = options;
    this.#longestBody = Math.min(options.bodyLimitBytes, MAX_RAW_LENGTH);
    this.#searched = `${options.graphqlPath}?`;
  }

  /** Whether a URL shows a credential need not be asked: a question is kept by its whole URL, and only without any. */
  wayOf({ method, url = "" }: IncomingMessage, headers: IncomingHttpHeaders): FastPathStep {
    if (headers["transfer-encoding"] !== undefined || headers["idempotency-key"] !== undefined) return "none";
    if (hasCredentials(headers)) return "none";
    const length = headers["content-length"];
    if (method === "POST") {
      const isPlain = headers["content-type"] === "application/json" && headers["content-encoding"] === undefined;
      const isShort = length !== undefined && Number(length) > 0 && Number(length) <= this.#longestBody;
      return isPlain && isShort && url === this.#options.graphqlPath ? "body" : "none";
    }
    if ((method !== "GET" && method !== "HEAD") || length !== undefined || acceptsHtml(headers.accept)) return "none";
    return url.startsWith(this.#searched) ? "head" : "none";
  }

  /**
   * Null for what is not kept, as long as operations are let in, and for whom the long way will refuse; then nothing was
   * counted. `now` was just read.
   */
  find(request: IncomingMessage, headers: IncomingHttpHeaders, body: Buffer | null, now: number): Reply | null {
    const { cache, cors, rateLimit, graphqlPath } = this.#options;
    const mediaType = negotiateMediaType(headers.accept);
    if (mediaType === undefined) return null;
    const payer = rateLimit === null ? "nobody" : rateLimit.payerOf(request, now);
    if (payer === "refused") return null;
    const search = body === null ? (request.url ?? "").slice(graphqlPath.length) : "";
    const question = cacheableRequestOf(request, search, { mediaType, corsHeaders: cors.headersFor(request), body });
    if (question === null) return null;
    const reply = cache.find(question, now) ?? this.#throwUserError(question.corsHeaders);
    if (reply === null || payer === "nobody" || rateLimit === null) return reply;
    return withHeaders(reply, rateLimit.charge(payer, now));
  }
  #throwUserError(corsHeaders: readonly string[]): Reply | null {
    const refusal = this.#options.rejectionNow();
    if (refusal === null) return null;
    let reply = this.#refusals.get(corsHeaders);
    if (reply === undefined) {
      const bare = errorReply(refusal);
      reply = readyReply({ ...bare, headers: [...bare.headers, ...corsHeaders] });
      this.#refusals.set(corsHeaders, reply);
    }
    return reply;
  }
}
