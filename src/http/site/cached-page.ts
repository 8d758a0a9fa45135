// A cached page over HTTP, and 304 Not Modified for a client that has it.
import type { IncomingMessage } from "node:http";
import type { CachedResponse } from "../../platform/response-cache/response-store.js";
import { matchesEtag } from "../assets/asset-headers.js";
import { preparedReply, type Reply } from "../reply.js";

interface BuiltReplies {
  cacheControl: string;
  ok: Reply;
  notModified: Reply;
}

const lastBuilt = new WeakMap<CachedResponse, BuiltReplies>();

export function cachedPageReply({ headers }: IncomingMessage, cached: CachedResponse, cacheControl: string): Reply {
  let built = lastBuilt.get(cached);
  if (built === undefined || built.cacheControl !== cacheControl) {
    built = build(cached, cacheControl);
    lastBuilt.set(cached, built);
  }
  return isCurrent(headers, cached) ? built.notModified : built.ok;
}

function build({ etag, contentType, body, headers: own }: CachedResponse, cacheControl: string): BuiltReplies {
  const headers = ["cache-control", cacheControl, "etag", etag, ...own];
  return {
    cacheControl,
    notModified: preparedReply({ status: 304, headers, body: "" }),
    ok: preparedReply({ status: 200, headers: ["content-type", contentType, ...headers], body }),
  };
}

/**
 * The date is of seconds and counts only without the other validator (RFC 9110, 13.2.2). It must be the one that was sent: a page whose newest post is
 * hidden gets an earlier date than before, and is another page.
 */
function isCurrent(sent: IncomingMessage["headers"], { etag, headers }: CachedResponse): boolean {
  const { "if-none-match": known, "if-modified-since": since } = sent;
  if (known !== undefined) return known === etag || matchesEtag(known, etag);
  if (since === undefined) return false;
  const at = headers.indexOf("last-modified");
  return at >= 0 && Date.parse(headers[at + 1] ?? "") === Date.parse(since);
}
