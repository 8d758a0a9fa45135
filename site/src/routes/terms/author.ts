// The page of an author with its posts.
import { AuthorDocument } from "../../__generated__/graphql.js";
import type { Route, SiteRequest } from "../../site-reply.js";
import type { Theme } from "../../theme/theme.js";
import { listRoute } from "../list-route.js";

export function authorRoute(request: SiteRequest, slug: string, theme: Theme): Route {
  return listRoute(request, theme, {
    kind: "author",
    read: async (api, part) => {
      const { author, ...frame } = await api.query(AuthorDocument, { slug, ...part });
      return author && { view: { ...frame, author }, path: author.path, pageInfo: author.posts.pageInfo };
    },
    show: theme.pages.Author,
  });
}
