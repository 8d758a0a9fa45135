// What all lists have in common: pages by cursors, one canonical path, and nothing where the list does not exist.
import type { FrameFragment, PagingFragment } from "../__generated__/graphql.js";
import type { SiteApi } from "../api/site-api.js";
import { redirectReply } from "../replies.js";
import { encodePath, isAt } from "../site-path.js";
import type { Route, SiteReply, SiteRequest } from "../site-reply.js";
import { htmlReply } from "../theme/html-reply.js";
import type { PageContext, Theme } from "../theme/theme.js";
import {
  type Cursors,
  cursorKey,
  cursorsOf,
  neighboursOf,
  type PageArguments,
  pageArguments,
  readSettings,
} from "./list-paging.js";
import { replyToMissing } from "./other/missing.js";
import { pageContext } from "./page-context.js";
import { toCanonicalPath } from "./redirect-reply.js";

export interface FoundList<View> {
  view: View;
  /** The canonical path. */
  path: string;
  /** Null for a list of one page. */
  pageInfo: PagingFragment | null;
}

export interface ListRouteOptions<View> {
  /** Begins the key of the route; another one for each kind of list. */
  kind: string;
  /** How many a page has; as many as the site wants if absent. */
  size?: number;
  /** Null if there is no such list. */
  read(api: SiteApi, part: PageArguments): Promise<FoundList<View> | null>;
  show(view: View, page: PageContext): ReturnType<Theme["pages"]["Front"]>;
}

export function listRoute<View extends FrameFragment>(
  request: SiteRequest,
  theme: Theme,
  { kind, size, read, show }: ListRouteOptions<View>,
): Route {
  const { path, search, isPreview } = request;
  const cursors = cursorsOf(search);
  return {
    key: `${kind} ${path} ${cursorKey(cursors)}`,
    varies: false,
    respond: async (api): Promise<SiteReply> => {
      const found = await read(api, pageArguments(cursors, size ?? (await readSettings(api)).postsPerPage));
      if (found === null) return replyToMissing(request, theme, api);
      const { view, pageInfo } = found;
      if (!isAt(path, found.path)) return toCanonicalPath(found.path, search);
      if (isIncomplete(cursors, pageInfo)) return redirectReply(302, encodePath(found.path) + withoutCursors(search));
      const neighbours = pageInfo === null ? undefined : neighboursOf(encodePath(found.path), pageInfo);
      return htmlReply(
        theme,
        show(view, pageContext({ theme, view, path: found.path, isPreview, cursors, neighbours })),
      );
    },
  };
}

/** Whether a reader who went back arrived at a first page that is not full. The list itself begins with a full one. */
function isIncomplete({ before }: Cursors, pageInfo: PagingFragment | null): boolean {
  return before !== null && pageInfo?.hasPreviousPage === false;
}

function withoutCursors(search: string): string {
  const parameters = new URLSearchParams(search);
  for (const name of ["after", "before"]) parameters.delete(name);
  return parameters.size === 0 ? "" : `?${parameters}`;
}
