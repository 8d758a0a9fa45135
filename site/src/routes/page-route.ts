// The pages for people, by their paths. A path with a form that is not canonical, such as a slash at its end, gets the same route, which redirects.
import type { Route, SiteRequest } from "../site-reply.js";
import type { Theme } from "../theme/theme.js";
import { frontRoute } from "./front/front.js";
import { otherRoute } from "./other/other.js";
import { postRoute } from "./post/post.js";
import { segmentsOf } from "./site-path.js";

/** Addresses of WordPress, such as /?p=12, which are those of posts. */
const SHORT_LINK = /[?&](?:p|page_id|attachment_id)=\d/;

export function pageRoute(request: SiteRequest, theme: Theme): Route {
  const [first, ...rest] = segmentsOf(request.path) ?? [];
  if (request.path === "/" && !SHORT_LINK.test(request.search)) return frontRoute(request, theme);
  const [second] = rest;
  if (first?.toLowerCase() === "posts" && second !== undefined && rest.length === 1)
    return postRoute(request, second, theme);
  return otherRoute(request, theme);
}
