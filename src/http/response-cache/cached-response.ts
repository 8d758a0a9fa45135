// A cached response over HTTP: its headers, how long browsers and shared caches may store it, and 304 Not Modified for a client that
// has it.
import type { IncomingMessage } from "node:http";
import type { CachedResponse } from "../../platform/response-cache/response-store.js";
import { CREDENTIALS } from "../graphql/caller.js";
import { preparedReply, type Reply, textReply } from "../reply.js";

export interface SharedCaching {
  maxAgeSeconds: number;
  staleSeconds: number;
}

/** A browser revalidates each time, because it cannot be notified of changes; a shared cache can be purged. */
const REVALIDATED = "public, max-age=0, must-revalidate";

/** `now` returns milliseconds since 1970 by the same clock as `validUntil`. */
export function cacheControlOf(
  { validUntil }: Pick<CachedResponse, "validUntil">,
  { maxAgeSeconds, staleSeconds }: SharedCaching,
  now: () => number,
): string {
  if (maxAgeSeconds === 0) return REVALIDATED;
  const left = Math.max(0, Math.floor((validUntil - now()) / 1_000));
  const maxAge = Math.min(maxAgeSeconds, left);
  if (maxAge === 0) return REVALIDATED;
  const stale = Math.min(staleSeconds, left - maxAge);
  const head = `public, max-age=0, s-maxage=${maxAge}`;
  return stale === 0 ? head : `${head}, stale-while-revalidate=${stale}`;
}

/** The replies that were built last for a cached response. */
interface BuiltReplies {
  otherHeaders: readonly string[];
  cacheControl: string;
  ok: Reply;
  notModified: Reply;
}

const lastBuilt = new WeakMap<CachedResponse, BuiltReplies>();

export function cachedReply(
  request: IncomingMessage,
  cached: CachedResponse,
  otherHeaders: readonly string[],
  cacheControl: string,
): Reply {
  let built = lastBuilt.get(cached);
  if (built === undefined || built.otherHeaders !== otherHeaders || built.cacheControl !== cacheControl) {
    built = build(cached, otherHeaders, cacheControl);
    lastBuilt.set(cached, built);
  }
  return hasCurrentVersion(request, cached.etag) ? built.notModified : built.ok;
}

function build(cached: CachedResponse, otherHeaders: readonly string[], cacheControl: string): BuiltReplies {
  const { etag, contentType, body } = cached;
  // The first of the other headers is Vary; the two are merged, since each header costs as much as a cache look-up.
  const vary = `${otherHeaders[1]}, ${CREDENTIALS}`;
  const headers = ["vary", vary, ...otherHeaders.slice(2), "cache-control", cacheControl, "etag", etag];
  headers.push(...cached.headers);
  return {
    ...{ otherHeaders, cacheControl },
    notModified: preparedReply({ status: 304, headers, body: "" }),
    ok: preparedReply(textReply(200, body, ["content-type", contentType, ...headers])),
  };
}

/** The quotes are part of the tag, so that it cannot match a part of another one; a proxy may have marked it as weak. */
function hasCurrentVersion({ method, headers }: IncomingMessage, etag: string): boolean {
  const known = headers["if-none-match"];
  return known !== undefined && method !== "POST" && (known === "*" || known.includes(etag));
}
