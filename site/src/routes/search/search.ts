// The search: a form, the results with what matched in them, and links that narrow them to a category or a year.
import {
  CategoryOfSearchDocument,
  type CategoryOfSearchQuery,
  SearchDocument,
  SearchStartDocument,
} from "../../__generated__/graphql.js";
import type { SiteApi } from "../../api/site-api.js";
import type { Route, SiteReply, SiteRequest } from "../../site-reply.js";
import { htmlReply } from "../../theme/html-reply.js";
import type { Theme } from "../../theme/theme.js";
import { periodFilter } from "../archive/period.js";
import { readSettings } from "../list-paging.js";
import { pageContext } from "../page-context.js";
import { toCanonicalPath } from "../redirect-reply.js";

export const SEARCH_PATH = "/search";
const MAX_QUERY_LENGTH = 200;

export interface SearchFor {
  query: string;
  /** The path of slugs of a category; null for all. */
  category: string | null;
  year: number | null;
  after: string | null;
}

export function searchRoute(request: SiteRequest, theme: Theme): Route {
  const sought = soughtIn(request.search);
  const { path, search, isPreview } = request;
  return {
    key: `search ${path} ${JSON.stringify(sought)}`,
    varies: false,
    respond: async (api): Promise<SiteReply> => {
      if (path !== SEARCH_PATH) return toCanonicalPath(SEARCH_PATH, search);
      if (sought.query === "") {
        const view = await api.query(SearchStartDocument, {});
        return htmlReply(theme, theme.pages.SearchStart(view, pageContext({ theme, view, path, isPreview })));
      }
      return htmlReply(theme, await resultsPage(request, sought, theme, api));
    },
  };
}

async function resultsPage({ isPreview }: SiteRequest, sought: SearchFor, theme: Theme, api: SiteApi) {
  const { timeZone, postsPerPage } = await readSettings(api);
  const { query, category: slugPath, year, after } = sought;
  const { category } = slugPath === null ? NO_CATEGORY : await api.query(CategoryOfSearchDocument, { slugPath });
  const filter = {
    ...(category !== null && { categories: { anyOf: [category.id] } }),
    ...(year !== null && periodFilter({ year, month: null }, timeZone)),
  };
  const view = await api.query(SearchDocument, { query, first: postsPerPage, after, filter });
  const { hasNextPage, endCursor } = view.search.pageInfo;
  const older = hasNextPage ? addressOf({ ...sought, after: endCursor }) : null;
  const address = addressOf(sought).slice(SEARCH_PATH.length);
  const facts = { theme, view, path: SEARCH_PATH, isPreview, query: address };
  const page = pageContext({ ...facts, neighbours: { newer: null, older } });
  return theme.pages.Search({ ...view, sought, category, addressOf }, page);
}

const NO_CATEGORY: CategoryOfSearchQuery = { category: null };

function soughtIn(search: string): SearchFor {
  const parameters = new URLSearchParams(search);
  const year = parameters.get("year") ?? "";
  return {
    query: (parameters.get("q") ?? "").trim().slice(0, MAX_QUERY_LENGTH).toWellFormed(),
    category: parameters.get("category") || null,
    year: /^[12]\d{3}$/.test(year) ? Number(year) : null,
    after: parameters.get("after") || null,
  };
}

export type AddressOf = (sought: SearchFor) => string;

/** Parameters in one order, so that the same search has one address. */
const addressOf: AddressOf = ({ query, category, year, after }) => {
  const parameters = new URLSearchParams({ q: query });
  if (category !== null) parameters.set("category", category);
  if (year !== null) parameters.set("year", String(year));
  if (after !== null) parameters.set("after", after);
  return `${SEARCH_PATH}?${parameters}`;
};
