// Replies that pages and documents for programs have in common.
import type { SiteReply } from "./site-reply.js";

export function textReply(body: string, status = 200): SiteReply {
  return { status, contentType: "text/plain; charset=utf-8", headers: [], body };
}

export function notFoundReply(): SiteReply {
  return textReply("There is nothing at this path.\n", 404);
}

/** Permanent, for programs; those for people are 301. */
export const MOVED = 308;

/** `location` is percent-encoded. */
export function redirectReply(status: number, location: string): SiteReply {
  return { ...textReply("", status), headers: ["location", location] };
}
