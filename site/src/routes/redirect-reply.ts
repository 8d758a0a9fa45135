// Replies that lead elsewhere.
import { redirectReply } from "../replies.js";
import { encodePath, linkTo } from "../site-path.js";
import type { SiteReply } from "../site-reply.js";

const PERMANENT = 301;

/** Leads to the canonical path of what was requested by another one. The query stays. */
export function toCanonicalPath(path: string, search: string): SiteReply {
  return redirectReply(PERMANENT, encodePath(path) + search);
}

/** Leads to where a redirect of the content says; the query stays unless the destination has its own. */
export function toDestination({ to, statusCode }: { to: string; statusCode: number }, search: string): SiteReply {
  const [address = "", fragment] = linkTo(to).split("#", 2);
  const query = address.includes("?") ? "" : search;
  return redirectReply(statusCode, address + query + (fragment === undefined ? "" : `#${fragment}`));
}
