// Builds, parses and normalizes the paths of content on a site, for links, redirects and `resolvePath` alike.
import { decodePercent, isWellFormedText } from "../lib/text.js";
import { shortLink } from "../platform/markup/internal-path.js";
import { POST_PREFIX } from "../platform/markup/page-reference.js";
import { lowerCase, normaliseSlug } from "../platform/markup/slug.js";

/** There is one site, so that its id is the same in every database and at every time. */
export const SITE_UUID = "00000000-0000-4000-8000-000000000001";

export const PATH_PREFIXES = {
  post: POST_PREFIX,
  category: "/categories/",
  tag: "/tags/",
  author: "/authors/",
  series: "/series/",
} as const;

export type PathKind = keyof typeof PATH_PREFIXES;

/** Everything that has a path. The path of a page has no prefix and is stored whole. */
export type RoutedKind = PathKind | "page";

/** What precedes the name of an object in its path; the name of a page is its path. */
export const ROUTE_PREFIXES: Readonly<Record<RoutedKind, string>> = { ...PATH_PREFIXES, page: "" };

/** The first parts of the paths of posts and terms. No page may have one of them, so that no two objects can have the same path. */
const RESERVED: ReadonlySet<string> = new Set(Object.values(PATH_PREFIXES).map((prefix) => prefix.slice(1, -1)));

/** Whether the path is kept for posts and terms, such as /posts and all below it. A check of the table `page` says the same. */
export function isReservedPath(path: string): boolean {
  return RESERVED.has(path.split("/", 2)[1] ?? "");
}

/** In UTF-8, including the prefix. PostgreSQL indexes at most 2,700 bytes of a row. */
export const MAX_PATH_BYTES = 2_000;
const MAX_PATH_LENGTH = 2_000;
/** Percent-encoding turns a character into at most 12. */
const MAX_ENCODED_LENGTH = 12 * MAX_PATH_LENGTH;
const MAX_DEPTH = 32;
const MAX_SEGMENT = 255;
/** Separators of a URL and its parts, controls, and characters that are invisible or change the direction of the text. */
const NOT_IN_SEGMENTS = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}/\\?#]/u;

/** The path on the site, not percent-encoded (an IRI path); clients encode it by their URL library. */
export function postPath(slug: string): string {
  return PATH_PREFIXES.post + slug;
}

/** Slugs joined by slashes in canonical form, without slashes at the ends; null if a part cannot be a slug. */
export function normaliseSlugPath(path: string): string | null {
  const slugs = partsOf(path)?.map(normaliseSlug);
  if (slugs === undefined || slugs.includes(null)) return null;
  const joined = slugs.join("/");
  return joined.length > MAX_PATH_LENGTH ? null : joined;
}

/**
 * The path of a URL in the form in which paths are stored: decoded, in NFC and lower case, with a leading slash and without a trailing one,
 * query and fragment. "/" for the root, unless its query names a post; null if it cannot be a path of the site.
 */
export function normalisePath(path: string): string | null {
  const bare = path.replace(/[?#].*$/s, "");
  if (bare.split("/").every((part) => part === "")) {
    return shortLink(path.slice(bare.length)) ?? (bare.length > 0 ? "/" : null);
  }
  const segments = isWellFormedText(bare) ? partsOf(bare)?.map((part) => lowerCase(decodePercent(part))) : undefined;
  if (segments === undefined) return null;
  const joined = `/${segments.join("/")}`;
  return segments.every(isSegment) && joined.length <= MAX_PATH_LENGTH ? joined : null;
}

/** What stands between the slashes; null if it is nothing or too much. */
function partsOf(path: string): string[] | null {
  if (path.length > MAX_ENCODED_LENGTH) return null;
  const parts = path.split("/").filter((part) => part !== "");
  return parts.length === 0 || parts.length > MAX_DEPTH ? null : parts;
}

/** Unlike slugs, paths of other systems contain spaces and other printable characters, such as those of the names of files. */
function isSegment(segment: string): boolean {
  return segment !== "." && segment !== ".." && [...segment].length <= MAX_SEGMENT && !NOT_IN_SEGMENTS.test(segment);
}

/** The kind and name that a path in canonical form has by its prefix; null for any other path. */
export function parsePath(path: string): { kind: PathKind; name: string } | null {
  for (const [kind, prefix] of Object.entries(PATH_PREFIXES)) {
    if (path.startsWith(prefix) && path.length > prefix.length) {
      return { kind: kind as PathKind, name: path.slice(prefix.length) };
    }
  }
  return null;
}
