// The page of a tag with its posts.
import { TagDocument } from "../../__generated__/graphql.js";
import type { Route, SiteRequest } from "../../site-reply.js";
import type { Theme } from "../../theme/theme.js";
import { listRoute } from "../list-route.js";

export function tagRoute(request: SiteRequest, slug: string, theme: Theme): Route {
  return listRoute(request, theme, {
    kind: "tag",
    read: async (api, part) => {
      const { tag, ...frame } = await api.query(TagDocument, { slug, ...part });
      return tag && { view: { ...frame, tag }, path: tag.path, pageInfo: tag.posts.pageInfo };
    },
    show: theme.pages.Tag,
  });
}
