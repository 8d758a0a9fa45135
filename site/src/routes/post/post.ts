// The page of a post with its comments.
import { PostDocument } from "../../__generated__/graphql.js";
import { isAt } from "../../site-path.js";
import type { Route, SiteRequest } from "../../site-reply.js";
import { htmlReply } from "../../theme/html-reply.js";
import type { Theme } from "../../theme/theme.js";
import { replyToMissing } from "../other/missing.js";
import { pageContext } from "../page-context.js";
import { toCanonicalPath } from "../redirect-reply.js";
import { commentsPartOf, readComments } from "./comments.js";

export function postRoute(request: SiteRequest, slug: string, theme: Theme): Route {
  const { path, search, isPreview } = request;
  const part = commentsPartOf(search);
  return {
    key: `post ${path} ${JSON.stringify(part)}`,
    varies: true,
    respond: async (api) => {
      const { post, ...frame } = await api.query(PostDocument, { slug });
      if (post === null) return replyToMissing(request, theme, api);
      if (!isAt(path, post.path)) return toCanonicalPath(post.path, search);
      const page = pageContext({ theme, view: frame, path: post.path, isPreview });
      const comments = await readComments(api, { ...post, slug }, part);
      return htmlReply(theme, theme.pages.Post({ ...frame, post, comments }, page));
    },
  };
}
