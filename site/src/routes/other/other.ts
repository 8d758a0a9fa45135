// Every other path: a page of the content, a former path that leads to where its content is now, or nothing.
import { OtherDocument } from "../../__generated__/graphql.js";
import { isAt } from "../../site-path.js";
import type { Route, SiteRequest } from "../../site-reply.js";
import { htmlReply } from "../../theme/html-reply.js";
import type { Theme } from "../../theme/theme.js";
import { pageContext } from "../page-context.js";
import { toCanonicalPath } from "../redirect-reply.js";
import { replyOfTarget, resolvable } from "./missing.js";

export function otherRoute(request: SiteRequest, theme: Theme): Route {
  const { path, search, isPreview } = request;
  const address = resolvable(request);
  return {
    key: `other ${address}`,
    varies: true,
    respond: async (api) => {
      const { page: content, resolvePath, ...frame } = await api.query(OtherDocument, { path: address });
      if (content === null) return replyOfTarget(resolvePath, request, theme, api);
      if (!isAt(path, content.path)) return toCanonicalPath(content.path, search);
      const page = pageContext({ theme, view: frame, path: content.path, isPreview });
      return htmlReply(theme, theme.pages.Page({ ...frame, content }, page));
    },
  };
}
