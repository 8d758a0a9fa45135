// What each field of the graph costs: which loader it waits for, and which of that loader's loads share a statement. A
// field that is not listed costs nothing; one that costs something and is not listed breaks the property that uses this.
import { normalisePath, parsePath } from "../../src/content/site-path.js";
import { decodeGlobalId } from "../../src/platform/graphql/global-id.js";

/** A list that a connection pages. */
export interface List {
  /** The list itself: its field and the arguments that are not those of paging. */
  shape: string;
  isForward: boolean;
  after: unknown;
  before: unknown;
  /** Whether rows are selected, which bring the total along. */
  hasPage: boolean;
}

export interface PricedField {
  coordinate: string;
  /** Its response name. */
  key: string;
  /** With defaults filled in. */
  args: Record<string, unknown>;
  /** The list whose page the field is a part of. */
  list: List | null;
}

/** Loads of one loader and group that begin at one moment are one statement, and end at one moment. */
export interface Statement {
  loader: string;
  group: string;
}

/** Steps, one after the other; the statements of a step begin together, and the next waits for all of them. */
type Price = (field: PricedField) => Statement[][];

const one =
  (loader: string): Price =>
  () => [[{ loader, group: "" }]];

const page: Price = ({ coordinate, args }) => [[{ loader: "page", group: `${coordinate} ${JSON.stringify(args)}` }]];

/** Counts of one list are one statement, and none where there is a page. */
const count: Price = ({ coordinate, args, list }) =>
  list?.hasPage === true ? [] : [[{ loader: "count", group: list?.shape ?? `${coordinate} ${JSON.stringify(args)}` }]];

/** A look behind the page: only where a cursor says that something may be there. */
const probe =
  (side: "after" | "before"): Price =>
  ({ list }) => {
    if (list === null || list.isForward !== (side === "after") || list[side] === null) return [];
    return [[{ loader: "probe", group: `${list.shape} ${side} ${list[side]}` }]];
  };

const node: Price = ({ args }) => {
  const types = [...nodeTypes(args)];
  return types.length === 0 ? [] : [types.map((type) => ({ loader: `${type.toLowerCase()}ById`, group: "" }))];
};

const LOADER_BY_PATH = {
  category: "categoryByPath",
  tag: "tagBySlug",
  author: "authorBySlug",
  series: "seriesBySlug",
};

/** Where no post has the path now, it may be a former one. */
const FORMER: Statement[] = [{ loader: "postByFormerPath", group: "" }];
const postAtPath: Price = () => [[{ loader: "postByPath", group: "" }], FORMER];

const path: Price = (field) => {
  const { args } = field;
  const normalised = normalisePath(String(args.path));
  if (normalised === null || normalised === "/") return [];
  const named = parsePath(normalised);
  const moved = [{ loader: "currentPathOf", group: "" }];
  if (named?.kind === "post") return [...postAtPath(field), moved];
  return named === null ? [moved] : [[{ loader: LOADER_BY_PATH[named.kind], group: "" }], moved];
};

const NEIGHBOURS: Record<string, string> = { CATEGORY: "categoryNeighbours", SERIES: "entryByPost" };

/** Statements of one search are its own: each search has its own candidates. */
const ofSearch =
  (what: string, count: number): Price =>
  ({ key }) => [Array.from({ length: count }, (_, index) => ({ loader: `${what} ${key} ${index}`, group: "" }))];

const PRICES: Record<string, Price> = {
  "Query.site": one("site"),
  "Query.archive": ({ key }) => [[{ loader: `archive ${key}`, group: "" }]],
  "Query.node": node,
  "Query.nodes": node,
  "Query.resolvePath": path,
  "Query.post": postAtPath,
  "Query.category": one("categoryByPath"),
  "Query.tag": one("tagBySlug"),
  "Query.author": one("authorBySlug"),
  "Query.series": one("seriesBySlug"),
  ...Object.fromEntries(
    ["Query.posts", "Query.categories", "Query.tags", "Query.authors", "Query.allSeries"].map((list) => [list, page]),
  ),
  ...Object.fromEntries(["Category.posts", "Tag.posts", "Author.posts"].map((list) => [list, page])),
  ...Object.fromEntries(
    ["Post", "Category", "Tag", "Author", "Series"].map((type) => [`${type}Connection.totalCount`, count]),
  ),
  ...Object.fromEntries(["Category", "Tag", "Author"].map((type) => [`${type}.postCount`, count])),
  "PageInfo.hasNextPage": probe("before"),
  "PageInfo.hasPreviousPage": probe("after"),
  "Post.author": one("authorById"),
  "Post.categories": one("categoriesByIds"),
  "Post.tags": one("tagsByIds"),
  "Post.seriesEntry": one("entryByPost"),
  "Post.adjacent": ({ args }) => [[{ loader: NEIGHBOURS[String(args.scope)] ?? "siteNeighbours", group: "" }]],
  "Post.related": one("relatedByPost"),
  "Post.excerpt": ({ args }) => ((args.maxLength ?? 200) === 200 ? [] : [[{ loader: "body", group: "" }]]),
  ...Object.fromEntries(
    ["source", "format", "html", "markdown", "text", "tableOfContents", "codeBlocks", "links", "wordCount"]
      .concat("readingTimeMinutes")
      .map((field) => [`PostBody.${field}`, one("body")]),
  ),
  "Link.target": postAtPath,
  "Seo.canonicalUrl": one("site"),
  "AdjacentPosts.previous": one("postById"),
  "AdjacentPosts.next": one("postById"),
  "RelatedPost.post": one("postById"),
  "Category.parent": one("categoryById"),
  "Category.ancestors": one("categoryById"),
  "Category.children": one("childrenByCategory"),
  "Series.entries": one("entriesBySeries"),
  "SeriesEntry.series": one("seriesOfEntry"),
  "SeriesEntry.post": one("postById"),
  "SeriesEntry.previous": one("postById"),
  "SeriesEntry.next": one("postById"),
  // Frequencies, strict and relaxed candidates, scores; by date also the page, before and after it is relaxed.
  "Query.search": ofSearch("search", 5),
  "PostSearchConnection.edges": one("postById"),
  "PostSearchConnection.nodes": one("postById"),
  "PostSearchConnection.totalCount": ofSearch("searchCount", 1),
  "PostSearchConnection.totalCountIsExact": ofSearch("searchCount", 1),
  "PostSearchConnection.didYouMean": ofSearch("vocabulary", 2),
  "SearchFacets.categories": ofSearch("categories", 3),
  "SearchFacets.years": ofSearch("years", 3),
  "CategoryFacet.category": one("categoryById"),
  "PostSearchEdge.snippets": one("body"),
  // Terms and titles, then the nodes of each kind.
  "Query.suggest": ofSearch("suggest", 5),
};

/** What a process may remember between requests: at best it costs nothing. */
const REMEMBERED: ReadonlySet<string> = new Set([
  ...["Query.category", "Query.categories", "CategoryConnection.totalCount", "Post.author", "Post.categories"],
  ...["Post.tags", "Category.parent", "Category.ancestors", "Category.children"],
]);

/** At worst, with every post where it was asked for, or with everything remembered as well. */
export type Recall = "nothing" | "current paths" | "everything";

export function stepsOf(field: PricedField, get: Recall): Statement[][] {
  if (get === "everything" && REMEMBERED.has(field.coordinate)) return [];
  const steps = PRICES[field.coordinate]?.(field) ?? [];
  return get === "nothing" ? steps : steps.filter((step) => step !== FORMER);
}

/** The types that a field of an abstract type can answer with, as far as its arguments tell; null for all. */
export function typesOf({ coordinate, args }: PricedField): ReadonlySet<string> | null {
  return coordinate === "Query.node" || coordinate === "Query.nodes" ? nodeTypes(args) : null;
}

const STORED = new Set(["Post", "Category", "Tag", "Author", "Series"]);

function nodeTypes(args: Record<string, unknown>): Set<string> {
  const ids = (args.ids ?? [args.id]) as string[];
  const types = ids.flatMap((id) => decodeGlobalId(id)?.type ?? []);
  return new Set(types.filter((type) => STORED.has(type)));
}
