// The cache tags of the content: objects, lists by their members, and paths, which also stand for content that was not found. A change
// invalidates its tags, and with them the responses that have one of them.
import { hash } from "node:crypto";
import type { CacheTagSet } from "../../platform/response-cache/cache-tag-set.js";

/** Tags of objects, followed by `:` and the id. */
export const OBJECT = {
  post: "post",
  category: "category",
  tag: "tag",
  author: "author",
  series: "series",
  page: "page",
  menu: "menu",
  asset: "asset",
} as const;

/** Tags of lists of posts, for their members and order of publication, followed by `:` and the id of the parent. */
export const POSTS_OF = {
  category: "posts-in-category",
  categoryTree: "posts-below-category",
  tag: "posts-with-tag",
  author: "posts-by-author",
  series: "posts-in-series",
  month: "posts-in-month",
} as const;

/** Tag of the direct children of a category, followed by `:` and its id. */
export const CHILDREN = "children-of-category";
/** Tag of the direct children of a page, followed by `:` and its id. */
export const CHILD_PAGES = "children-of-page";

export const LISTS = {
  /** Published posts of the whole site. */
  posts: "posts",
  categories: "categories",
  tags: "tags",
  authors: "authors",
  series: "all-series",
  pages: "pages",
  menus: "menus",
  /** Invalidated by every change of assets and of the addresses that lead to them. */
  assets: "assets",
} as const;

/** Tag of the comments of a post that readers see and of their number, followed by `:` and the id of the post. */
export const COMMENTS_OF = "comments-of";
/** Invalidated by every visible change of comments. */
export const COMMENTS = "comments";
export const SITE = "site";
/** Invalidated by every change of any list of posts. */
export const PLACES = "places";
/** Invalidated by every visible change of posts and terms. */
export const CONTENT = "content";
/** Of menus with items that lead to objects: invalidated by imports, merges and changes of series, whose events do not name the menus. */
export const MENU_TARGETS = "menu-targets";
/** Invalidated by every visible change of pages and menus. */
export const PAGES_AND_MENUS = "pages-and-menus";
/** Invalidated when the search index of posts is rebuilt. */
export const SEARCH_INDEX = "search-index";
/** Of objects that refer to files of the site which are no assets: invalidated when assets with such addresses are imported. */
export const UNKNOWN_FILES = "unknown-files";
/** Paths of terms that were not found. */
export const MISSING = "missing";
/** Invalidates every response, for changes without details. No response has this tag. */
export const EVERYTHING = "everything";

/** Every change invalidates one of these, so that together they replace any number of tags. */
export const COARSE: readonly string[] = [CONTENT, PAGES_AND_MENUS, SEARCH_INDEX, SITE, LISTS.assets, COMMENTS];

/** Of the change feed: every event with a change that readers could notice invalidates one of them. */
export const CHANGES: readonly string[] = [CONTENT, PAGES_AND_MENUS, SITE, LISTS.assets, COMMENTS];

/** `scopesOf` in content-event.ts computes the same in SQL. */
export function pathDigest(path: string): string {
  return hash("sha256", path, "hex").slice(0, PATH_DIGITS);
}
export const pathTag = (path: string): string => `path:${pathDigest(path)}`;
export const PATH_DIGITS = 24;

/** `instant` is in RFC 3339 and UTC. */
export function monthTag(instant: string): string {
  return `${POSTS_OF.month}:${instant.slice(0, 7)}`;
}

/** The cache tags that a list depends on by each condition, beside its own. A condition without an entry does not compile. */
export type ConditionTags<Conditions> = Readonly<Record<keyof Conditions, readonly string[]>>;

/** The cache tags of the conditions that are set. */
export function tagsOfConditions<Conditions extends object>(
  tags: ConditionTags<Conditions>,
  conditions: Conditions | null,
): readonly string[] {
  if (conditions === null) return [];
  const set = (Object.keys(tags) as (keyof Conditions)[]).filter((name) => conditions[name] !== null);
  return [...new Set(set.flatMap((name) => tags[name]))];
}

export function addPathTags(cacheTags: CacheTagSet, paths: readonly string[]): void {
  cacheTags.add(MISSING, ...paths.map(pathTag));
}

/** Terms that exist for readers through their posts only, looked up by slug. */
export function addTermSlugTags(
  cacheTags: CacheTagSet,
  kind: "tag" | "author" | "series",
  { prefix, slugs, rows }: { prefix: string; slugs: readonly string[]; rows: readonly { id: string }[] },
): void {
  addTermTags(
    cacheTags,
    kind,
    rows.map((row) => row.id),
  );
  if (rows.length < slugs.length)
    addPathTags(
      cacheTags,
      slugs.map((slug) => prefix + slug),
    );
}

/** The same, looked up by id. */
export function addTermTags(cacheTags: CacheTagSet, kind: "tag" | "author" | "series", ids: readonly string[]): void {
  cacheTags.addIds(OBJECT[kind], ids);
  cacheTags.addIds(POSTS_OF[kind], ids);
}
