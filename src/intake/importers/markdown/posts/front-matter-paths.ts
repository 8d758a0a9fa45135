// Determines the former paths of a post: those in its front matter (url, permalink, aliases, redirect_from), or else the path by the
// pattern of the site. The default patterns of Jekyll and Hexo are known; Hugo's pattern is in its configuration or an option of the
// caller.
import { decodePercent } from "../../../../lib/text.js";
import type { ImportedCategoryPath } from "../../import-event.js";
import type { FileFacts } from "../file-name.js";
import { type FieldValue, lineOf, listOf } from "../front-matter/field-value.js";
import type { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import type { CalendarDay } from "../front-matter/written-date.js";
import { type ItemNotices, inQuotes } from "../item-notices.js";
import type { OldAddresses } from "../rules/site-rules.js";

export interface FormerPaths {
  paths: string[];
  /** The address as the old site served it, with a slash at its end if it had one. Null if it is unknown. */
  served: string | null;
  /** The last segment of the url or permalink, used as slug if the front matter has none. */
  lastSegment: string | null;
}

export interface PathParts {
  facts: FileFacts;
  /** From the front matter, or else from the file name. */
  slug: string | null;
  day: CalendarDay | null;
  categories: readonly ImportedCategoryPath[];
  /** The front matter field for an unknown placeholder, because Hexo allows any field. */
  custom: (name: string) => string | null;
  /** Such as `/:section/:year/:month/:slug/`. Null means the default of the generator that the folder indicates. */
  pattern: string | null;
}

const DEFAULT_PATTERNS = {
  JEKYLL: "/:categories/:year/:month/:day/:title.html",
  HEXO: "/:year/:month/:day/:title/",
} as const;

const MAX_PATH = 2_000;
/** A longer text is not a pattern, and its colons are literal. */
const MAX_PATTERN = 200;
/** Jekyll's named patterns, which apply to all posts. */
const PATTERN_NAMES = new Set(["date", "pretty", "ordinal", "weekdate", "none"]);

export function frontMatterPaths(fields: FrontMatterFields, parts: PathParts, notices: ItemNotices): FormerPaths {
  const paths = new Set<string>();
  const add = (value: FieldValue): string | null => {
    const path = sitePathOf(value, parts, notices);
    if (path !== null) paths.add(path);
    return path;
  };
  const own = fields.first("url", "permalink");
  const ownPath = PATTERN_NAMES.has(lineOf(own) ?? "") ? null : add(own);
  for (const name of ["aliases", "alias", "redirect_from"]) for (const alias of listOf(fields.first(name))) add(alias);
  if (ownPath === null) add(conventionalPath(parts));
  return { paths: [...paths], served: null, lastSegment: ownPath === null ? null : lastSegmentOf(ownPath) };
}

/** Checks the addresses that a generator's rule made. */
export function formerPathsOf(old: OldAddresses, notices: ItemNotices): FormerPaths {
  const valid = (written: string): string | null => checkedPath(written, written, notices);
  const own = old.path === null ? null : valid(old.path);
  if (old.failure !== null) notices.dropped("old addresses", old.failure);
  const others = old.others.flatMap((path) => valid(path) ?? []);
  const paths = [...new Set([...(own === null ? [] : [own]), ...others])];
  return { paths, served: own === null ? null : old.path, lastSegment: own && lastSegmentOf(own) };
}

/**
 * The path decoded, in NFC, from the root, without query, fragment and trailing slash. Adds a notice and returns null if it is not valid.
 */
function sitePathOf(value: FieldValue, parts: PathParts, notices: ItemNotices): string | null {
  const text = lineOf(value);
  if (text === null) return null;
  return checkedPath(text, withPlaceholders(text, parts), notices);
}

function checkedPath(text: string, written: string, notices: ItemNotices): string | null {
  const path = written.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*|^\/\/[^/?#]*/i, "").replace(/[?#].*$/s, "");
  const decoded = `/${decodePercent(path)}`
    .normalize("NFC")
    .replace(/\/+/g, "/")
    .replace(/\/(index\.html?)?$/, "");
  if (decoded === "") return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: paths with control characters are rejected.
  if (decoded.length > MAX_PATH || /\/\.\.?(\/|$)|[\u0000-\u001F\\]|\/:[a-z_]+(\/|$)/.test(decoded)) {
    notices.changed(`The former path ${inQuotes(text)} was ignored: it is not a valid path of the site.`);
    return null;
  }
  return decoded;
}

/** Null if no pattern is known, or if it has a placeholder that the post cannot fill. */
function conventionalPath(parts: PathParts): string | null {
  const { facts, pattern } = parts;
  const known = pattern ?? (facts.pathStyle === null ? null : DEFAULT_PATTERNS[facts.pathStyle]);
  if (known === null || facts.isDraft) return null;
  const path = withPlaceholders(known, parts);
  // Empty placeholders leave double slashes, which at the start would denote a host.
  return PLACEHOLDER.test(path) ? null : path.replace(/^\/{2,}/, "/");
}

const PLACEHOLDER = /:[a-z_]+/;

/** Fills placeholders such as `:year/:month/:title` of Jekyll, Hexo and Hugo. Those that the post cannot fill remain. */
function withPlaceholders(text: string, parts: PathParts): string {
  if (!text.includes(":") || text.length > MAX_PATTERN) return text;
  const values = placeholderValues(parts);
  return text.replace(
    /:([a-z_]+)/g,
    (whole, name: string) => values.get(name)?.map(encodeURIComponent).join("/") ?? parts.custom(name) ?? whole,
  );
}

function placeholderValues({ facts, slug, day, categories }: PathParts): Map<string, string[]> {
  const values = new Map<string, string[]>();
  if (slug !== null) for (const name of ["title", "slug"]) values.set(name, [slug]);
  // In Hexo, the path includes the folders below `_posts`.
  if (slug !== null && facts.pathStyle === "HEXO") values.set("title", [...foldersBelowPosts(facts), slug]);
  const baseName = slug === facts.slug ? facts.baseName : (slug ?? facts.baseName);
  values.set("contentbasename", [facts.baseName]).set("slugorcontentbasename", [baseName]).set("output_ext", [".html"]);
  if (facts.slug !== null) for (const name of ["filename", "name"]) values.set(name, [facts.slug]);
  if (day !== null) {
    const pad = (number: number): string => String(number).padStart(2, "0");
    values
      .set("year", [String(day.year)])
      .set("month", [pad(day.month)])
      .set("day", [pad(day.day)])
      .set("short_year", [pad(day.year % 100)]);
    values.set("i_month", [String(day.month)]).set("i_day", [String(day.day)]);
  }
  values.set("categories", [...new Set(categories.flat().map((category) => category.slug))]);
  values.set("category", categories[0]?.map((category) => category.slug) ?? []);
  values.set("section", facts.folders.slice(0, 1)).set("sections", [...facts.folders]);
  return values;
}

function foldersBelowPosts({ folders }: FileFacts): string[] {
  return folders.slice(folders.indexOf("_posts") + 1);
}

function lastSegmentOf(path: string): string | null {
  const segment = path.slice(path.lastIndexOf("/") + 1).replace(/\.(html?|php|aspx?|jsp)$/i, "");
  // Hexo writes “undefined” for a field that the post does not have.
  return segment === "" || segment === "undefined" ? null : segment;
}
