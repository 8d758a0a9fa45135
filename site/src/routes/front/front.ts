// The front page: the latest posts, by pages of as many as the site wants.
import { FrontDocument } from "../../__generated__/graphql.js";
import type { Route, SiteRequest } from "../../site-reply.js";
import type { Theme } from "../../theme/theme.js";
import { listRoute } from "../list-route.js";

export function frontRoute(request: SiteRequest, theme: Theme): Route {
  return listRoute(request, theme, {
    kind: "front",
    read: async (api, part) => {
      const view = await api.query(FrontDocument, part);
      return { view, path: "/", pageInfo: view.posts.pageInfo };
    },
    show: theme.pages.Front,
  });
}
