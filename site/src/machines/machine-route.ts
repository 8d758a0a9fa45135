// What programs read: feeds, sitemaps, robots.txt, llms.txt and Markdown.
import type { Route, SiteRequest } from "../site-reply.js";
import { feedRoute } from "./feeds/feed-route.js";

/** Null for a path that is for people. */
export function machineRoute({ path }: SiteRequest): Route | null {
  return feedRoute(path);
}
