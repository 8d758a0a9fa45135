// The pages for people, by their paths.
import type { Route, SiteRequest } from "../site-reply.js";
import type { Theme } from "../theme/theme.js";
import { frontRoute } from "./front.js";

export function pageRoute(request: SiteRequest, theme: Theme): Route | null {
  if (request.path === "/") return frontRoute(request, theme);
  return null;
}
