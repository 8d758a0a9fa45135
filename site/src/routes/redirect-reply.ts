// Replies that lead elsewhere.
import type { SiteReply } from "../site-reply.js";
import { encodePath, linkTo } from "./site-path.js";

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

export function redirectReply(status: number, location: string): SiteReply {
  return { status, contentType: "text/plain; charset=utf-8", headers: ["location", location], body: "" };
}
