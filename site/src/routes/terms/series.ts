// The page of a series with its parts in their order.
import { SeriesDocument } from "../../__generated__/graphql.js";
import type { Route, SiteRequest } from "../../site-reply.js";
import type { Theme } from "../../theme/theme.js";
import { listRoute } from "../list-route.js";

export function seriesRoute(request: SiteRequest, slug: string, theme: Theme): Route {
  return listRoute(request, theme, {
    kind: "series",
    size: 1,
    read: async (api) => {
      const { series, ...frame } = await api.query(SeriesDocument, { slug });
      return series && { view: { ...frame, series }, path: series.path, pageInfo: null };
    },
    show: theme.pages.Series,
  });
}
