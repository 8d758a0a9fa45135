// The front page: the latest posts, by pages of as many as the site wants.
import { FrontDocument } from "../../__generated__/graphql.js";
import type { Route, SiteRequest } from "../../site-reply.js";
import { htmlReply } from "../../theme/html-reply.js";
import type { Theme } from "../../theme/theme.js";
import { cursorKey, cursorsOf, neighboursOf, pageArguments, readSettings } from "../list-paging.js";
import { pageContext } from "../page-context.js";
import { redirectReply } from "../redirect-reply.js";

export function frontRoute({ search, isPreview }: SiteRequest, theme: Theme): Route {
  const cursors = cursorsOf(search);
  return {
    key: `front ${cursorKey(cursors)}`,
    varies: false,
    respond: async (api) => {
      const { postsPerPage } = await readSettings(api);
      const view = await api.query(FrontDocument, pageArguments(cursors, postsPerPage));
      // Going back arrives at a first page that is not full; the list itself is.
      if (cursors.before !== null && !view.posts.pageInfo.hasPreviousPage) return redirectReply(302, "/");
      const neighbours = neighboursOf("/", view.posts.pageInfo);
      const page = pageContext({ theme, view, path: "/", cursors, neighbours, isPreview });
      return htmlReply(theme, theme.pages.Front(view, page));
    },
  };
}
