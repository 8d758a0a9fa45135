// The front page: the latest posts, by pages of as many as the site wants.
import { FrontDocument } from "../__generated__/graphql.js";
import type { Route, SiteRequest } from "../site-reply.js";
import { htmlReply } from "../theme/html-reply.js";
import type { Theme } from "../theme/theme.js";

export function frontRoute({ search }: SiteRequest, theme: Theme): Route {
  const after = new URLSearchParams(search).get("after");
  return {
    key: `front ${after ?? ""}`,
    varies: false,
    respond: async (api) => htmlReply(theme, theme.pages.Front(await api.query(FrontDocument, { first: 10, after }))),
  };
}
