// The names under which reads are noted and changes announced: objects, lists by what they list, and paths, which also
// name what was not found. Whoever keeps an answer forgets it when one of its names is announced.
import { hash } from "node:crypto";
import type { CacheTagSet } from "../../platform/response-cache/cache-tag-set.js";

/** An object; its id follows. */
export const OBJECT = {
  post: "post",
  category: "category",
  tag: "tag",
  author: "author",
  series: "series",
} as const;

/** The posts of something, as to which they are and in what order of publication; its id follows. */
export const POSTS_OF = {
  category: "posts-in-category",
  categoryTree: "posts-below-category",
  tag: "posts-with-tag",
  author: "posts-by-author",
  series: "posts-in-series",
  month: "posts-in-month",
} as const;

/** Direct children of a category. */
export const CHILDREN = "children-of-category";

export const LISTS = {
  /** Published posts of the whole site. */
  posts: "posts",
  categories: "categories",
  tags: "tags",
  authors: "authors",
  series: "all-series",
} as const;

export const SITE = "site";
/** Which posts are where: announced with every change of any list of posts. */
export const PLACES = "places";
/** Anything that readers see of posts and terms. */
export const CONTENT = "content";
/** What the search knows, apart from the content itself. */
export const SEARCH_INDEX = "search-index";
/** What was not found by a path, as far as terms are concerned. */
export const MISSING = "missing";
/** Announced where a change cannot be told in detail. Never noted: it stands for every name. */
export const EVERYTHING = "everything";

/** One of these is announced with every change there is: they stand for any number of names. */
export const COARSE: readonly string[] = [CONTENT, SEARCH_INDEX, SITE];

/** `scopesOf` in content-event.ts makes the same of a path, in SQL. */
export function pathTag(path: string): string {
  return `path:${hash("sha256", path, "hex").slice(0, PATH_DIGITS)}`;
}
export const PATH_DIGITS = 24;

/** Of an RFC 3339 instant in UTC. */
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

export function addPathTags(reads: CacheTagSet, paths: readonly string[]): void {
  reads.add(MISSING, ...paths.map(pathTag));
}

/** Something that exists for readers through its posts alone, found by slug or not found. */
export function addTermSlugTags(
  reads: CacheTagSet,
  kind: "tag" | "author" | "series",
  { prefix, slugs, rows }: { prefix: string; slugs: readonly string[]; rows: readonly { id: string }[] },
): void {
  addTermTags(
    reads,
    kind,
    rows.map((row) => row.id),
  );
  if (rows.length < slugs.length)
    addPathTags(
      reads,
      slugs.map((slug) => prefix + slug),
    );
}

/** The same, by id. */
export function addTermTags(reads: CacheTagSet, kind: "tag" | "author" | "series", ids: readonly string[]): void {
  reads.addIds(OBJECT[kind], ids);
  reads.addIds(POSTS_OF[kind], ids);
}
