// What programs read: feeds, sitemaps, robots.txt, llms.txt and Markdown.
import type { Route, SiteRequest } from "../site-reply.js";
import { feedRoute } from "./feeds/feed-route.js";
import { sitemapRoute } from "./sitemaps/sitemap-route.js";
import { llmsRoute } from "./texts/llms.js";
import { markdownRoute } from "./texts/markdown-route.js";
import { robotsRoute } from "./texts/robots.js";

/** Null for a path that is for people. `page` is what they get at the path, if anything. */
export function machineRoute(request: SiteRequest, page: () => Route | null): Route | null {
  const { path } = request;
  if (path === "/robots.txt") return robotsRoute;
  if (path === "/llms.txt") return llmsRoute;
  return feedRoute(path) ?? sitemapRoute(path) ?? markdownRoute(request, page);
}
