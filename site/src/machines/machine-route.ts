// What programs read: feeds, sitemaps, robots.txt, llms.txt and Markdown.
import type { Route, SiteRequest } from "../site-reply.js";

/** Null for a path that is for people. */
export function machineRoute(_request: SiteRequest): Route | null {
  return null;
}
