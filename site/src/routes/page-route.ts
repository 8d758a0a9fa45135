// The pages for people, by their paths. A path in a form that is not canonical, such as one with a slash at its end, gets the route of the canonical one,
// which redirects.
import { redirectReply } from "../replies.js";
import { segmentsOf } from "../site-path.js";
import type { Route, SiteRequest } from "../site-reply.js";
import type { Theme } from "../theme/theme.js";
import { archiveRoute, periodRoute } from "./archive/archive.js";
import { periodOf } from "./archive/period.js";
import { frontRoute } from "./front/front.js";
import { TERM_LISTS } from "./lists/term-lists.js";
import { otherRoute } from "./other/other.js";
import { postRoute } from "./post/post.js";
import { searchRoute } from "./search/search.js";
import { authorRoute } from "./terms/author.js";
import { categoryRoute } from "./terms/category.js";
import { seriesRoute } from "./terms/series.js";
import { tagRoute } from "./terms/tag.js";

/** Addresses of WordPress, such as /?p=12, which are those of posts. */
const SHORT_LINK = /[?&](?:p|page_id|attachment_id)=\d/;

type RouteOfSlug = (request: SiteRequest, slug: string, theme: Theme) => Route;

/** By the first part of the path; the second one is a slug. */
const SLUGS: Readonly<Record<string, RouteOfSlug>> = {
  posts: postRoute,
  tags: tagRoute,
  authors: authorRoute,
  series: seriesRoute,
};

/** The path above all posts has no list of its own. */
const POSTS: Route = { key: "posts", varies: false, respond: async () => redirectReply(302, "/archive") };

export function pageRoute(request: SiteRequest, theme: Theme): Route {
  const segments = segmentsOf(request.path);
  if (request.path === "/" && !SHORT_LINK.test(request.search)) return frontRoute(request, theme);
  const [first = "", ...rest] = segments ?? [];
  return namedRoute(request, first.toLowerCase(), rest, theme) ?? otherRoute(request, theme);
}

function namedRoute(request: SiteRequest, first: string, rest: readonly string[], theme: Theme): Route | null {
  const [second] = rest;
  if (second === undefined) return listOf(request, first, theme);
  if (first === "categories") return categoryRoute(request, rest.join("/"), theme);
  if (rest.length === 1 && Object.hasOwn(SLUGS, first)) return SLUGS[first]?.(request, second, theme) ?? null;
  const period = first === "archive" ? periodOf(rest) : null;
  return period === null ? null : periodRoute(request, period, theme);
}

function listOf(request: SiteRequest, first: string, theme: Theme): Route | null {
  if (first === "archive") return archiveRoute(request, theme);
  if (first === "posts") return POSTS;
  if (first === "search") return searchRoute(request, theme);
  return Object.hasOwn(TERM_LISTS, first) ? (TERM_LISTS[first]?.(request, theme) ?? null) : null;
}
