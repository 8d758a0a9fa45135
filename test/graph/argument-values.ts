// The values that random queries use as arguments for the sites of test-site.ts: slugs, ids, paths and cursors of objects that are
// visible, hidden or absent. They are taken from the small site and are also valid for the large one.
import fc from "fast-check";
import { encodeGlobalId, type NodeType } from "../../src/platform/graphql/global-id.js";
import type { TestApp } from "../support/app.js";
import type { ArgumentValues, CursorPreset } from "./random-query.js";
import {
  assetKey,
  categoryPaths,
  commentId,
  externalIdOf,
  formerPagePath,
  formerPath,
  HIDDEN_COMMENTS,
  hiddenPagePaths,
  hiddenSlug,
  hiddenStates,
  pagePaths,
  postSlug,
  uuidOfName,
} from "./test-site.js";

const BLOCKS = [0, 1];
const PARTS = [0, 1, 2, 3, 4, 5];

const each = (...prefixes: string[]) => BLOCKS.flatMap((block) => prefixes.map((prefix) => `${prefix}-${block}`));

/** Slugs by kind; categories and pages by path. */
const visible = {
  post: BLOCKS.flatMap((block) => PARTS.map((part) => postSlug(block, part))),
  category: BLOCKS.flatMap(categoryPaths),
  tag: ["common", "frequent", ...each("topic")],
  author: ["editor", ...each("writer")],
  series: ["chronicle", ...each("course")],
  page: BLOCKS.flatMap(pagePaths),
  asset: each("shown-asset"),
};
const hidden = {
  post: BLOCKS.flatMap((block) => hiddenStates.map((state) => hiddenSlug(state, block))),
  category: [],
  tag: each("hidden-topic"),
  author: each("hidden-writer"),
  series: each("hidden-course"),
  page: BLOCKS.flatMap(hiddenPagePaths),
  asset: each("hidden-asset"),
};
type Kind = keyof typeof visible;
const kinds = Object.keys(visible) as Kind[];

const globalId = (kind: Kind, slug: string): string =>
  encodeGlobalId(`${kind.charAt(0).toUpperCase()}${kind.slice(1)}` as NodeType, uuidOfName(`${kind} ${slug}`));
const idsOf = (slugs: Record<Kind, string[]>, kind: Kind): string[] => slugs[kind].map((slug) => globalId(kind, slug));
const idsIn = (slugs: Record<Kind, string[]>): string[] => kinds.flatMap((kind) => idsOf(slugs, kind));

const oneOf = (list: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...list);
/** Hidden and absent objects return null, so that nothing below them is executed; they are used rarely. */
const mostly = (usual: readonly string[], other: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 5, arbitrary: oneOf(usual) }, { weight: 1, arbitrary: oneOf(other) });
const slugOf = (kind: Kind): fc.Arbitrary<string> => mostly(visible[kind], [...hidden[kind], "none"]);
const idOf = (kind: Kind): fc.Arbitrary<string> => mostly(idsOf(visible, kind), [...idsOf(hidden, kind), NO_ID[kind]]);
const NO_ID = Object.fromEntries(kinds.map((kind) => [kind, globalId(kind, "none")])) as Record<Kind, string>;
/** At most three ids, because most filters with many ids match nothing. */
const someOf = (kind: Kind): fc.Arbitrary<string[]> => fc.array(idOf(kind), { maxLength: 3 });

const pathsOf = (slugs: Record<Kind, string[]>): string[] => [
  ...slugs.post.flatMap((slug) => [`/posts/${slug}`, `/posts/old-${slug}/`]),
  ...slugs.category.map((path) => `/categories/${path}`),
  ...slugs.tag.flatMap((slug) => [`/tags/${slug}?page=2`, `/tag/${slug}/was-here`]),
  ...slugs.author.flatMap((slug) => [`/authors/${slug}`, `/author/${slug}/was-here`]),
  ...slugs.series.flatMap((slug) => [`/series/${slug}`, `/series/${slug}/was-here`]),
  ...slugs.page.flatMap((path) => [path, formerPagePath(path)]),
];
const FILES = ["/covers/0-300x200.png", "/avatar.png", `/assets/${assetKey("hidden-asset-0")}/a.png`, "/none.png"];
const formerSlugs = [formerPath(0, 1), formerPath(1, 2)].map((path) => path.replace("/posts/", ""));
const commentIds = (slug: string, numbers: readonly number[]): string[] =>
  numbers.map((number) => encodeGlobalId("Comment", commentId(slug, number)));
const visibleComments = visible.post.slice(0, 3).flatMap((slug) => commentIds(slug, [0, 1, 10, 24]));
const hiddenComments = [...commentIds("post-0-0", HIDDEN_COMMENTS), ...commentIds("draft-0", [0, 10])];
const nodeId = mostly(
  [...idsIn(visible), ...visibleComments],
  [...idsIn(hidden), ...hiddenComments, ...Object.values(NO_ID), "nonsense"],
);
const instant = oneOf([
  "2023-12-01T00:00:00Z",
  "2024-01-15T08:00:00+08:00",
  "2024-03-01T00:00:00.000Z",
  "2100-01-01T00:00:00Z",
]);

const searches = [
  ...["网络", "part block", "Part 3", "sentence -secret", '"long enough"', "code echo", "topic", "Category detail"],
  ...["secret draft", "hidden topic", "blokc", "kxqcanary", "", '"', "的", "part"],
];

export const argumentValuesOf: ReadonlyMap<string, fc.Arbitrary<unknown>> = new Map<string, fc.Arbitrary<unknown>>([
  ["Query.post(slug:)", mostly([...visible.post, ...formerSlugs], [...hidden.post, "none", "Post-0-1"])],
  ["Query.tag(slug:)", slugOf("tag")],
  ["Query.author(slug:)", slugOf("author")],
  ["Query.series(slug:)", slugOf("series")],
  ["Query.category(slugPath:)", mostly(visible.category, ["/area-0/", "none"])],
  ["Query.asset(id:)", idOf("asset")],
  ["AssetFilter.text", oneOf(["asset", "none"])],
  ["AssetFilter.contentTypePrefix", oneOf(["image/", "video/"])],
  ["AssetFilter.createdSince", instant],
  ["Query.menu(slug:)", oneOf(["main", "footer", "none"])],
  [
    "Query.page(path:)",
    mostly([...visible.page, formerPagePath("/guide-0/setup")], [...hidden.page, "/none", "guide-1/"]),
  ],
  [
    "Query.pages(statuses:)",
    fc.oneof({ weight: 6, arbitrary: fc.constant(["PUBLISHED"]) }, fc.constant([]), fc.constant(["DRAFT"])),
  ],
  [
    "Query.resolvePath(path:)",
    mostly(pathsOf(visible), [...pathsOf(hidden), ...FILES, "/archives/1", "/", "", "/none"]),
  ],
  ["Query.postPaths(month:)", oneOf(["2024-01", "2024-02", "2023-12", "2100-01"])],
  ["Query.postPaths(part:)", fc.constantFrom(1, 1, 2)],
  ["Query.node(id:)", nodeId],
  ["Query.nodes(ids:)", fc.array(nodeId, { maxLength: 12 })],
  ["Query.comments(statuses:)", fc.constant(["PENDING"])],
  ["Post.excerpt(maxLength:)", fc.integer({ min: 1, max: 1_000 })],
  ["Post.related(first:)", fc.integer({ min: 1, max: 8 })],
  ["PostFilter.authorIds", someOf("author")],
  ["PostFilter.seriesId", idOf("series")],
  ["PostFilter.locale", oneOf(["zh", "ZH-cn", "en", "fr"])],
  ["PostFilter.slugs", fc.array(slugOf("post"), { maxLength: 3 })],
  ["PostFilter.externalIds", fc.array(slugOf("post").map(externalIdOf), { maxLength: 3 })],
  ["PostFilter.isPinned", fc.boolean()],
  ["PostFilter.updatedSince", instant],
  ["PostFilter.publishedSince", instant],
  ["PostFilter.publishedBefore", instant],
  // Anonymous viewers may not filter by other statuses, and the error empties the response.
  [
    "PostFilter.statuses",
    fc.oneof({ weight: 6, arbitrary: fc.constant(["PUBLISHED"]) }, fc.constant([]), fc.constant(["DRAFT"])),
  ],
  ...(["anyOf", "allOf", "noneOf"] as const).flatMap((key): [string, fc.Arbitrary<unknown>][] => [
    [`CategoryMatch.${key}`, someOf("category")],
    [`TagMatch.${key}`, someOf("tag")],
  ]),
  ["CategoryFilter.parentId", idOf("category")],
  ["Query.search(query:)", oneOf(searches)],
  ["Query.search(first:)", fc.integer({ min: 1, max: 20 })],
  // Each search has its own cursors; paging of searches has its own tests.
  ["Query.search(after:)", fc.constant(null)],
  ["Query.suggest(prefix:)", oneOf(["P", "part", "topic", "cat", "网", "hidden", "secret", "zz"])],
  ["BodyInput.source", fc.constant("a [link](/posts/one)")],
  ["Query.htmlToMarkdown(html:)", fc.constant("<p>a</p>")],
  ["Query.redirects(pathPrefix:)", oneOf(["/", "/posts", "/tag/", "none"])],
  ["Query.changes(first:)", fc.integer({ min: 1, max: 20 })],
  // A cursor belongs to one database; test/content/changes reads with cursors.
  ["Query.changes(after:)", fc.constant(null)],
  ["Query.suggest(first:)", fc.integer({ min: 1, max: 20 })],
]);

/** The values for random queries; cursors are read from the app that serves the small site. */
export async function readArgumentValues(app: TestApp): Promise<ArgumentValues> {
  const cursors = new Map<string, CursorPreset[]>();
  for (const list of LISTS) cursors.set(list.coordinate, await readCursors(app, list));
  return {
    values: argumentValuesOf,
    cursors,
    rare: new Set([
      "Post.revisions",
      "Page.revisions",
      "Post.workingCopy",
      "Page.workingCopy",
      "Query.apiTokens",
      "Query.assets",
      "Query.redirects",
      "Query.comments",
      "Query.webhooks",
      "Webhook.deliveries",
      "Query.renderBody",
      "Query.htmlToMarkdown",
    ]),
  };
}

interface List {
  coordinate: string;
  /** The fields around the list, `#` standing for it. */
  around: string;
  /** Declarations of the arguments that are not those of paging. */
  types: Record<string, string>;
  args: Record<string, unknown>[];
}

const orders = ["PUBLISHED_AT", "CREATED_AT", "UPDATED_AT", "TITLE"].flatMap((field) =>
  ["ASC", "DESC"].map((direction) => ({ orderBy: { field, direction } })),
);
const postArgs = [
  {},
  { filter: { locale: "zh" } },
  { filter: { tags: { anyOf: [globalId("tag", "common")] } } },
  ...orders,
];
const postTypes = { orderBy: "PostOrder", filter: "PostFilter" };
const tagOrders = ["NAME", "POST_COUNT"].flatMap((field) =>
  ["ASC", "DESC"].map((direction) => ({ orderBy: { field, direction } })),
);

const LISTS: readonly List[] = [
  { coordinate: "Query.posts", around: "#", types: postTypes, args: postArgs },
  { coordinate: "Author.posts", around: `list: author(slug: "editor") { # }`, types: postTypes, args: postArgs },
  { coordinate: "Tag.posts", around: `list: tag(slug: "common") { # }`, types: postTypes, args: postArgs },
  { coordinate: "Series.posts", around: `list: series(slug: "course-0") { # }`, types: postTypes, args: postArgs },
  {
    coordinate: "Category.posts",
    around: `list: category(slugPath: "area-0") { # }`,
    types: { ...postTypes, includeDescendants: "Boolean" },
    args: [...postArgs, { includeDescendants: false }],
  },
  { coordinate: "Query.tags", around: "#", types: { orderBy: "TagOrder" }, args: [{}, ...tagOrders] },
  { coordinate: "Post.comments", around: `list: post(slug: "post-0-0") { # }`, types: {}, args: [{}] },
  { coordinate: "Query.authors", around: "#", types: {}, args: [{}] },
  { coordinate: "Query.allSeries", around: "#", types: {}, args: [{}] },
  { coordinate: "Query.pages", around: "#", types: {}, args: [{}] },
  {
    coordinate: "Query.categories",
    around: "#",
    types: { filter: "CategoryFilter" },
    args: [{}, { filter: { isRoot: false } }],
  },
];

interface EdgesResponse {
  page: { edges: { cursor: string }[] };
}

/** One request after the other: on a busy machine the service rejects many at once as overload. */
async function readCursors(app: TestApp, { coordinate, around, types, args }: List): Promise<CursorPreset[]> {
  const field = coordinate.split(".")[1];
  const declared = Object.entries(types).map(([name, type]) => `$${name}: ${type}`);
  const passed = ["first: 12", ...Object.keys(types).map((name) => `${name}: $${name}`)].join(", ");
  const head = declared.length === 0 ? "" : `query (${declared.join(", ")})`;
  const document = `${head} { ${around.replace("#", `page: ${field}(${passed}) { edges { cursor } }`)} }`;
  const presets: CursorPreset[] = [];
  for (const given of args) {
    const data = await app.query<EdgesResponse & { list: EdgesResponse }>(document, given);
    const { page } = around === "#" ? data : data.list;
    presets.push({ args: given, cursors: page.edges.map((edge) => edge.cursor) });
  }
  return presets;
}
