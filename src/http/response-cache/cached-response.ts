// What a kept answer is over HTTP: its headers, how long others may keep it, and nothing but those where the client has it
// already.
import type { IncomingMessage } from "node:http";
import type { CachedResponse } from "../../platform/response-cache/response-store.js";
import { CREDENTIALS } from "../graphql/caller.js";
import { type Reply, readyReply, textReply } from "../reply.js";

export interface SharedCaching {
  maxAgeSeconds: number;
  staleSeconds: number;
}

/** A browser asks every time, since nobody can tell it of a change; a shared cache can be told. */
const REVALIDATED = "public, max-age=0, must-revalidate";

/** `now` gives milliseconds since 1970 by the clock that `validUntil` is of. */
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

/** An answer with its headers, whole and as 304, as they were put together last. */
interface Heads {
  others: readonly string[];
  cacheControl: string;
  whole: Reply;
  bare: Reply;
}

const lastHeads = new WeakMap<CachedResponse, Heads>();

export function cachedReply(
  request: IncomingMessage,
  kept: CachedResponse,
  others: readonly string[],
  cacheControl: string,
): Reply {
  let heads = lastHeads.get(kept);
  if (heads === undefined || heads.others !== others || heads.cacheControl !== cacheControl) {
    heads = headsOf(kept, others, cacheControl);
    lastHeads.set(kept, heads);
  }
  return isKnown(request, kept.etag) ? heads.bare : heads.whole;
}

function headsOf(kept: CachedResponse, others: readonly string[], cacheControl: string): Heads {
  const { etag, contentType, body } = kept;
  // The first of the others is what an answer varies by; each header more costs as much as finding the answer.
  const vary = `${others[1]}, ${CREDENTIALS}`;
  const bare = ["vary", vary, ...others.slice(2), "cache-control", cacheControl, "etag", etag, ...kept.headers];
  return {
    ...{ others, cacheControl },
    bare: readyReply({ status: 304, headers: bare, body: "" }),
    whole: readyReply(textReply(200, body, ["content-type", contentType, ...bare])),
  };
}

/** The quotes are part of the tag, so one that is found stands there as a whole; a proxy may have called it weak. */
function isKnown({ method, headers }: IncomingMessage, etag: string): boolean {
  const known = headers["if-none-match"];
  return known !== undefined && method !== "POST" && (known === "*" || known.includes(etag));
}
