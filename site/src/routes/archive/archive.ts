// The archive: the posts of all years, and those of a year or a month. Years and months are those of the time zone of the site.
import { ArchiveDocument, PeriodDocument } from "../../__generated__/graphql.js";
import type { Route, SiteRequest } from "../../site-reply.js";
import type { Theme } from "../../theme/theme.js";
import { readSettings } from "../list-paging.js";
import { listRoute } from "../list-route.js";
import { type Period, periodFilter, periodPath } from "./period.js";

const SIZE = 100;

export function archiveRoute(request: SiteRequest, theme: Theme): Route {
  return listRoute(request, theme, {
    kind: "archive",
    size: SIZE,
    read: async (api, part) => {
      const view = await api.query(ArchiveDocument, part);
      return { view, path: "/archive", pageInfo: view.posts.pageInfo };
    },
    show: theme.pages.Archive,
  });
}

export function periodRoute(request: SiteRequest, period: Period, theme: Theme): Route {
  return listRoute(request, theme, {
    kind: "period",
    size: SIZE,
    read: async (api, part) => {
      const filter = periodFilter(period, (await readSettings(api)).timeZone);
      const view = await api.query(PeriodDocument, { filter, ...part });
      return view.archive.length === 0
        ? null
        : { view: { ...view, period }, path: periodPath(period), pageInfo: view.posts.pageInfo };
    },
    show: theme.pages.Period,
  });
}
