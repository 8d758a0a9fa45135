// The archive: the posts of all years, and those of a year or a month. Years and months are those of the time zone of the site.
import { ArchiveDocument, PeriodDocument } from "../../__generated__/graphql.js";
import type { Route, SiteRequest } from "../../site-reply.js";
import type { Theme } from "../../theme/theme.js";
import { readSettings } from "../list-paging.js";
import { listRoute } from "../list-route.js";
import { startOfMonth } from "./local-time.js";

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

export interface Period {
  year: number;
  /** Null for the whole year. */
  month: number | null;
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

/** From the parts of the path after /archive; null if they name no year or month. */
export function periodOf([year = "", month, ...rest]: readonly string[]): Period | null {
  if (!/^[12]\d{3}$/.test(year) || rest.length > 0) return null;
  if (month === undefined) return { year: Number(year), month: null };
  return /^(?:0?[1-9]|1[0-2])$/.test(month) ? { year: Number(year), month: Number(month) } : null;
}

export function periodPath({ year, month }: Period): string {
  return month === null ? `/archive/${year}` : `/archive/${year}/${String(month).padStart(2, "0")}`;
}

export function periodFilter({ year, month }: Period, timeZone: string) {
  const end = month === null ? startOfMonth(timeZone, year + 1, 1) : startOfMonth(timeZone, year, month + 1);
  return {
    publishedSince: startOfMonth(timeZone, year, month ?? 1).toISOString(),
    publishedBefore: end.toISOString(),
  };
}
