// Where content lives on a site. One place, so that links, redirects and resolvePath cannot disagree.
import { shortLink } from "../platform/markup/internal-path.js";
import { POST_PREFIX } from "../platform/markup/page-reference.js";
import { normaliseSlug } from "../platform/markup/slug.js";

export const PATH_PREFIXES = {
  post: POST_PREFIX,
  category: "/categories/",
  tag: "/tags/",
  author: "/authors/",
  series: "/series/",
} as const;

export type PathKind = keyof typeof PATH_PREFIXES;

/** In UTF-8, prefix included; PostgreSQL indexes no more than 2,700 bytes of a row. */
export const MAX_PATH_BYTES = 2_000;
const MAX_PATH_LENGTH = 2_000;
/** Percent-encoding makes at most 12 characters of one. */
const MAX_ENCODED_LENGTH = 12 * MAX_PATH_LENGTH;
const MAX_DEPTH = 32;

/** Site-relative, not percent-encoded (an IRI path): clients encode it as their URL library does. */
export function postPath(slug: string): string {
  return PATH_PREFIXES.post + slug;
}

/** Slugs joined by slashes in canonical form, without slashes at the ends; null where a part cannot be a slug. */
export function normaliseSlugPath(path: string): string | null {
  if (path.length > MAX_ENCODED_LENGTH) return null;
  const parts = path.split("/").filter((part) => part !== "");
  if (parts.length === 0 || parts.length > MAX_DEPTH) return null;
  const slugs = parts.map(normaliseSlug);
  if (slugs.includes(null)) return null;
  const joined = slugs.join("/");
  return joined.length > MAX_PATH_LENGTH ? null : joined;
}

/**
 * The path of a URL in the form that paths are stored in: decoded, NFC, lower case, one leading slash and none at the
 * end, without query and fragment. "/" for the root, unless its query names a post; null where it cannot be a path of the
 * site.
 */
export function normalisePath(path: string): string | null {
  const bare = path.replace(/[?#].*$/s, "");
  if (bare.split("/").every((part) => part === "")) {
    return shortLink(path.slice(bare.length)) ?? (bare.length > 0 ? "/" : null);
  }
  const slugs = normaliseSlugPath(bare);
  return slugs === null ? null : `/${slugs}`;
}

/** What a path in canonical form names by its prefix; null for any other path. */
export function parsePath(path: string): { kind: PathKind; name: string } | null {
  for (const [kind, prefix] of Object.entries(PATH_PREFIXES)) {
    if (path.startsWith(prefix) && path.length > prefix.length) {
      return { kind: kind as PathKind, name: path.slice(prefix.length) };
    }
  }
  return null;
}
