// The page of a category: those above and below it, and the posts of all of them below.
import { CategoryDocument } from "../../__generated__/graphql.js";
import type { Route, SiteRequest } from "../../site-reply.js";
import type { Theme } from "../../theme/theme.js";
import { listRoute } from "../list-route.js";

export function categoryRoute(request: SiteRequest, slugPath: string, theme: Theme): Route {
  return listRoute(request, theme, {
    kind: "category",
    read: async (api, part) => {
      const { category, ...frame } = await api.query(CategoryDocument, { slugPath, ...part });
      return category && { view: { ...frame, category }, path: category.path, pageInfo: category.posts.pageInfo };
    },
    show: theme.pages.Category,
  });
}
