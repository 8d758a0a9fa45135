// The lists of all categories, tags, authors and series.
import { AllSeriesDocument, AuthorsDocument, CategoriesDocument, TagsDocument } from "../../__generated__/graphql.js";
import type { Route, SiteRequest } from "../../site-reply.js";
import type { Theme } from "../../theme/theme.js";
import { listRoute } from "../list-route.js";

/** As many as the API gives at once. */
const SIZE = 100;

type RouteOfList = (request: SiteRequest, theme: Theme) => Route;

const categoriesRoute: RouteOfList = (request, theme) =>
  listRoute(request, theme, {
    kind: "categories",
    size: SIZE,
    read: async (api, part) => {
      const view = await api.query(CategoriesDocument, part);
      return { view, path: "/categories", pageInfo: view.categories.pageInfo };
    },
    show: theme.pages.Categories,
  });

const tagsRoute: RouteOfList = (request, theme) =>
  listRoute(request, theme, {
    kind: "tags",
    size: SIZE,
    read: async (api, part) => {
      const view = await api.query(TagsDocument, part);
      return { view, path: "/tags", pageInfo: view.tags.pageInfo };
    },
    show: theme.pages.Tags,
  });

const authorsRoute: RouteOfList = (request, theme) =>
  listRoute(request, theme, {
    kind: "authors",
    size: SIZE,
    read: async (api, part) => {
      const view = await api.query(AuthorsDocument, part);
      return { view, path: "/authors", pageInfo: view.authors.pageInfo };
    },
    show: theme.pages.Authors,
  });

const allSeriesRoute: RouteOfList = (request, theme) =>
  listRoute(request, theme, {
    kind: "all series",
    size: SIZE,
    read: async (api, part) => {
      const view = await api.query(AllSeriesDocument, part);
      return { view, path: "/series", pageInfo: view.allSeries.pageInfo };
    },
    show: theme.pages.AllSeries,
  });

/** By the first part of the path, which is the only one. */
export const TERM_LISTS: Readonly<Record<string, RouteOfList>> = {
  categories: categoriesRoute,
  tags: tagsRoute,
  authors: authorsRoute,
  series: allSeriesRoute,
};
