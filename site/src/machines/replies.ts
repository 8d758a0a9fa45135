// Replies that several kinds of documents have in common.
import type { SiteReply } from "../site-reply.js";

export function textReply(body: string, status = 200): SiteReply {
  return { status, contentType: "text/plain; charset=utf-8", headers: [], body };
}

export function notFoundReply(): SiteReply {
  return textReply("There is nothing at this path.\n", 404);
}

/** `location` is percent-encoded. */
export function redirectReply(location: string, status = 308): SiteReply {
  return { ...textReply("", status), headers: ["location", location] };
}
