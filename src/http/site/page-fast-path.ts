// Fast path for cached pages: decided from the URL and a few headers, without a promise. Its replies equal those of the site's endpoint byte for byte;
// anything unusual falls through to it.
import type { IncomingMessage } from "node:http";
import { isAnonymous } from "../graphql/caller.js";
import type { RateLimit } from "../rate-limit/operation-rate-limit.js";
import { canPay } from "../rate-limit/payer.js";
import { type Reply, withHeaders } from "../reply.js";
import { cacheControlOf } from "../response-cache/cached-response.js";
import { MAX_RAW_LENGTH } from "../response-cache/endpoint-cache.js";
import { cachedPageReply } from "./cached-page.js";
import type { PageCache } from "./page-cache.js";

/** Responses to requests that name other formats, which some pages have too, are looked up by their route only. */
const OTHER_FORMATS = /json|markdown/i;

/** The text by which the reply to a request is found without its route; null if its route must be determined. */
export function rawTextOf(request: IncomingMessage, search: string): string | null {
  const { method, url = "", headers } = request;
  if ((method !== "GET" && method !== "HEAD") || url.length > MAX_RAW_LENGTH || !url.startsWith("/")) return null;
  if (headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined) return null;
  if (headers.expect !== undefined || !isAnonymous(request, search)) return null;
  return headers.accept !== undefined && namesOtherFormat(headers.accept) ? null : url;
}

/** Browsers send few different headers, so that the last answer is mostly the next one. */
let lastAccept = { text: "", namesOther: false };

function namesOtherFormat(text: string): boolean {
  if (text !== lastAccept.text) lastAccept = { text, namesOther: OTHER_FORMATS.test(text) };
  return lastAccept.namesOther;
}

export const PAGE_KIND = "PAGE";

export class PageFastPath {
  readonly #cache: Pick<PageCache<unknown>, "responses" | "sharedCaching">;
  readonly #rateLimit: RateLimit | null;

  constructor(cache: Pick<PageCache<unknown>, "responses" | "sharedCaching">, rateLimit: RateLimit | null) {
    this.#cache = cache;
    this.#rateLimit = rateLimit;
  }

  /** Null if the page is not cached, or if the request is for the endpoint. `now` was just read from `performance.now()`. */
  find(request: IncomingMessage, now: number): Reply | null {
    const { url = "" } = request;
    const mark = url.indexOf("?");
    const text = rawTextOf(request, mark < 0 ? "" : url.slice(mark));
    if (text === null) return null;
    const { responses, sharedCaching } = this.#cache;
    const cached = responses.findRaw({ kind: PAGE_KIND, text }, now);
    if (cached === undefined) return null;
    const payer = this.#rateLimit?.payerOf(request, now) ?? null;
    if (payer !== null && !canPay(payer)) return null;
    const reply = cachedPageReply(
      request,
      cached,
      cacheControlOf(cached, sharedCaching, () => responses.now),
    );
    return payer === null || this.#rateLimit === null ? reply : withHeaders(reply, this.#rateLimit.charge(payer, now));
  }
}
