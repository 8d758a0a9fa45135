// The statements that each field of the graph needs: which loader it waits for, and which loads of that loader share a statement. A
// field that is not listed needs none; one that needs statements and is not listed fails the property that uses this.
import { normalisePath, parsePath } from "../../src/content/site-path.js";
import { decodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { filePath } from "../../src/platform/markup/files/file-path.js";

/** A list that a connection pages. */
export interface List {
  /** The list itself: its field and the arguments that are not those of paging. */
  shape: string;
  isForward: boolean;
  after: unknown;
  before: unknown;
  /** Whether rows are selected; the total then comes with them. */
  hasPage: boolean;
}

export interface FieldUse {
  coordinate: string;
  /** Its key in the response. */
  key: string;
  /** Including the defaults. */
  args: Record<string, unknown>;
  /** The list whose page the field is a part of. */
  list: List | null;
}

/** Loads of one loader and group that begin together are one statement, and end together. */
export interface Statement {
  loader: string;
  group: string;
}

/** The steps of a field, in order. The statements of a step begin together, and the next step waits for all of them. */
type StepsOfField = (field: FieldUse) => Statement[][];

const one =
  (loader: string): StepsOfField =>
  () => [[{ loader, group: "" }]];

const page: StepsOfField = ({ coordinate, args }) => [
  [{ loader: "page", group: `${coordinate} ${JSON.stringify(args)}` }],
];

/** Counts of one list are one statement, or none if its page is read. */
const count: StepsOfField = ({ coordinate, args, list }) =>
  list?.hasPage === true ? [] : [[{ loader: "count", group: list?.shape ?? `${coordinate} ${JSON.stringify(args)}` }]];

/** A probe for rows before or after a page, which is needed only with a cursor. */
const probe =
  (side: "after" | "before"): StepsOfField =>
  ({ list }) => {
    if (list === null || list.isForward !== (side === "after") || list[side] === null) return [];
    return [[{ loader: "probe", group: `${list.shape} ${side} ${list[side]}` }]];
  };

const node: StepsOfField = ({ args }) => {
  const types = [...nodeTypes(args)];
  return types.length === 0 ? [] : [types.map((type) => ({ loader: `${type.toLowerCase()}ById`, group: "" }))];
};

const LOADER_BY_PATH = {
  post: "postAtPath",
  category: "categoryByPath",
  tag: "tagBySlug",
  author: "authorBySlug",
  series: "seriesBySlug",
};

/** A path or slug that no object has now may be a former one. */
const formerOf = (kind: string): Statement[] => [{ loader: `${kind}ByFormerPath`, group: "" }];
const FORMER = {
  post: formerOf("post"),
  category: formerOf("category"),
  tag: formerOf("tag"),
  author: formerOf("author"),
  series: formerOf("series"),
  page: formerOf("page"),
};
const postAtPath: StepsOfField = () => [[{ loader: "postByPath", group: "" }], FORMER.post];
const atAnyPath =
  (kind: keyof typeof FORMER): StepsOfField =>
  () => [[{ loader: `${kind}ByAnyPath`, group: "" }], FORMER[kind]];
/** A fragment leads to the post itself. */
const postOfLink: StepsOfField = () => [
  [
    { loader: "postByPath", group: "" },
    { loader: "postById", group: "" },
  ],
  FORMER.post,
];

/** A fragment leads to the page itself. */
const pageOfLink: StepsOfField = () => [
  [
    { loader: "pageByAnyPath", group: "" },
    { loader: "pageById", group: "" },
  ],
  FORMER.page,
];

const path: StepsOfField = ({ args }) => {
  const normalised = normalisePath(String(args.path));
  if (normalised === null) return [];
  const named = parsePath(normalised);
  const moved = [{ loader: "redirectAt", group: "" }];
  const file = filePath(String(args.path), null) === null ? [] : [[{ loader: "assetByPath", group: "" }]];
  return named === null
    ? [[{ loader: "pageByPath", group: "" }], ...file, moved]
    : [[{ loader: LOADER_BY_PATH[named.kind], group: "" }], ...file, moved];
};

/** A level may have bodies of posts and of pages. */
const ofPostOrPage: StepsOfField = () => [
  [
    { loader: "body", group: "" },
    { loader: "pageBody", group: "" },
  ],
];

/** The addresses of assets are read once the HTML is. */
const shownHtml: StepsOfField = (field) => [...ofPostOrPage(field), [{ loader: "assetByPath", group: "" }]];

/** The site, the picture, what the page is about, and the categories above its own. */
const structuredData: StepsOfField = () => [
  [{ loader: "site", group: "" }],
  [{ loader: "assetByPath", group: "" }],
  ["authorById", "categoriesByIds", "tagsByIds", "pageByPath"].map((loader) => ({ loader, group: "" })),
  [{ loader: "categoryById", group: "" }],
];

const NEIGHBOURS: Record<string, string> = { CATEGORY: "categoryNeighbours", SERIES: "entryByPost" };

/** A search shares no statement with another one, since each has its own candidates. */
const ofSearch =
  (what: string, count: number): StepsOfField =>
  ({ key }) => [Array.from({ length: count }, (_, index) => ({ loader: `${what} ${key} ${index}`, group: "" }))];

const STEPS: Record<string, StepsOfField> = {
  "Query.site": one("site"),
  "Query.archive": ({ key }) => [[{ loader: `archive ${key}`, group: "" }]],
  "Query.postPaths": ({ key }) => [[{ loader: `postPaths ${key}`, group: "" }]],
  "Query.node": node,
  "Query.nodes": node,
  "Query.resolvePath": path,
  "Query.post": postAtPath,
  "Query.category": atAnyPath("category"),
  "Query.tag": atAnyPath("tag"),
  "Query.author": atAnyPath("author"),
  "Query.series": atAnyPath("series"),
  "Query.page": atAnyPath("page"),
  ...Object.fromEntries(
    ["Query.posts", "Query.categories", "Query.tags", "Query.authors", "Query.allSeries", "Query.pages"].map((list) => [
      list,
      page,
    ]),
  ),
  ...Object.fromEntries(["Category.posts", "Tag.posts", "Author.posts", "Series.posts"].map((list) => [list, page])),
  "Post.comments": page,
  "Comment.replies": page,
  "Post.commentCount": one("commentCountByPost"),
  "Comment.post": one("postById"),
  "Comment.parent": one("commentById"),
  ...Object.fromEntries(
    ["Post", "Category", "Tag", "Author", "Series", "Page", "AssetUse", "Comment"].map((type) => [
      `${type}Connection.totalCount`,
      count,
    ]),
  ),
  ...Object.fromEntries(["Category", "Tag", "Author"].map((type) => [`${type}.postCount`, count])),
  "Series.postCount": one("partCountBySeries"),
  "PageInfo.hasNextPage": probe("before"),
  "PageInfo.hasPreviousPage": probe("after"),
  "Viewer.author": one("authorById"),
  "Post.author": one("authorById"),
  "Post.authors": one("authorById"),
  "Post.categories": one("categoriesByIds"),
  "Post.tags": one("tagsByIds"),
  "Post.seriesEntry": one("entryByPost"),
  "Post.adjacent": ({ args }) => [[{ loader: NEIGHBOURS[String(args.scope)] ?? "siteNeighbours", group: "" }]],
  "Post.related": one("relatedByPost"),
  "Post.translations": one("translationsByPost"),
  "Post.excerpt": ({ args }) => ((args.maxLength ?? 200) === 200 ? [] : [[{ loader: "body", group: "" }]]),
  ...Object.fromEntries(
    ["source", "format", "images", "markdown", "text", "tableOfContents", "codeBlocks", "links", "wordCount"]
      .concat("readingTimeMinutes")
      .map((field) => [`Body.${field}`, ofPostOrPage]),
  ),
  "Body.html": shownHtml,
  "Body.absoluteMarkdown": (field) => [ofPostOrPage(field).flat().concat({ loader: "site", group: "" })],
  "Query.asset": one("assetById"),
  "Asset.uses": page,
  "AssetUse.owner": () => [["post", "page", "author"].map((kind) => ({ loader: `${kind}ById`, group: "" }))],
  ...Object.fromEntries(
    ["asset", "url", "width", "height", "srcset", "thumbHash", "focalPoint"].map((field) => [
      `Image.${field}`,
      one("assetByPath"),
    ]),
  ),
  "Link.target": postOfLink,
  "Link.page": pageOfLink,
  "Query.menu": one("menuBySlug"),
  "Query.menus": one("allMenus"),
  "Menu.items": one("itemsOfMenu"),
  "MenuItem.target": () => [
    ["post", "page", "category", "tag", "author", "series"].map((kind) => ({ loader: `${kind}ById`, group: "" })),
  ],
  "Query.changes": ({ key }) => [[{ loader: `changes ${key}`, group: "" }]],
  "Change.node": () => [
    ["post", "page", "category", "tag", "author", "series", "menu", "asset", "comment"]
      .map((kind) => ({ loader: `${kind}ById`, group: "" }))
      .concat({ loader: "site", group: "" }),
  ],
  "Page.parent": one("parentOfPage"),
  "Page.children": one("childrenOfPage"),
  "Post.markdownUrl": one("site"),
  "Seo.canonicalUrl": one("site"),
  "Seo.image": one("site"),
  "Seo.structuredData": structuredData,
  ...Object.fromEntries(
    ["Post", "Category", "Tag", "Author", "Series", "Page"].map((type) => [`${type}.url`, one("site")]),
  ),
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
  // Frequencies, strict and relaxed candidates, scores; by date also the page, before and after it is relaxed. For rare words also the
  // vocabulary, counts of near words and frequencies again, and one for a word behind a hyphen.
  "Query.search": ofSearch("search", 10),
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
  "Query.suggest": ofSearch("suggest", 7),
};

/** The fields that the reference data cache may serve without a statement. */
const CACHED: ReadonlySet<string> = new Set([
  ...[
    "Query.category",
    "Query.categories",
    "CategoryConnection.totalCount",
    "Post.author",
    "Post.authors",
    "Post.categories",
  ],
  ...["Post.tags", "Category.parent", "Category.ancestors", "Category.children"],
]);

/**
 * What may be assumed: nothing, that objects are at their current paths, that all reference data is cached as well, or that there is also no
 * picture or file of the site, so that no address of an asset is read.
 */
export type Assumption = "nothing" | "current paths" | "everything" | "no files";
const isOfFiles = ({ coordinate }: FieldUse): boolean => coordinate.startsWith("Image.") || coordinate === "Seo.image";

export function stepsOf(field: FieldUse, assumption: Assumption): Statement[][] {
  const hasAll = assumption === "everything" || assumption === "no files";
  if (hasAll && CACHED.has(field.coordinate)) return [];
  if (assumption === "no files" && isOfFiles(field)) return [];
  const all = STEPS[field.coordinate]?.(field) ?? [];
  const steps = assumption === "no files" ? all.filter(([first]) => first?.loader !== "assetByPath") : all;
  return assumption === "nothing" ? steps : steps.filter((step) => !Object.values(FORMER).includes(step));
}

/** The types that a field of an abstract type can return according to its arguments; null for all. */
export function typesOf({ coordinate, args }: FieldUse): ReadonlySet<string> | null {
  return coordinate === "Query.node" || coordinate === "Query.nodes" ? nodeTypes(args) : null;
}

const STORED = new Set(["Post", "Category", "Tag", "Author", "Series", "Page", "Menu", "Asset", "Comment"]);

function nodeTypes(args: Record<string, unknown>): Set<string> {
  const ids = (args.ids ?? [args.id]) as string[];
  const types = ids.flatMap((id) => decodeGlobalId(id)?.type ?? []);
  return new Set(types.filter((type) => STORED.has(type)));
}
