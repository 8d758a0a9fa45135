// Replies that several kinds of documents have in common.
import type { SiteReply } from "../site-reply.js";

const PLAIN_TEXT = "text/plain; charset=utf-8";

export function notFoundReply(): SiteReply {
  return { status: 404, contentType: PLAIN_TEXT, headers: [], body: "There is nothing at this path.\n" };
}

/** `location` is percent-encoded. */
export function redirectReply(location: string): SiteReply {
  return { status: 308, contentType: PLAIN_TEXT, headers: ["location", location], body: "" };
}
