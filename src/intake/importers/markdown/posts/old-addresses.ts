// The paths a post answered to before: given ones (url, permalink, aliases, redirect_from), else the one a pattern makes.
// Jekyll's and Hexo's defaults are known; Hugo's pattern stands in its configuration, and so the caller may say it.
import { decodePercent } from "../../../../lib/text.js";
import type { ImportedCategoryPath } from "../../import-event.js";
import type { FileFacts } from "../file-name.js";
import { type FieldValue, lineOf, listOf } from "../front-matter/field-value.js";
import type { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import type { CalendarDay } from "../front-matter/written-date.js";
import { type ItemNotices, inQuotes } from "../item-notices.js";

export interface FormerPaths {
  paths: string[];
  /** The last segment of a given url or permalink: a slug, where the front matter has none. */
  lastSegment: string | null;
}

export interface PathParts {
  facts: FileFacts;
  /** The front matter's, else the file name's. */
  slug: string | null;
  day: CalendarDay | null;
  categories: readonly ImportedCategoryPath[];
  /** What the front matter says under a name that is no known placeholder: Hexo takes any. */
  custom: (name: string) => string | null;
  /** Such as `/:section/:year/:month/:slug/`; null takes the generator's default where the folder tells which it was. */
  pattern: string | null;
}

const DEFAULT_PATTERNS = {
  JEKYLL: "/:categories/:year/:month/:day/:title.html",
  HEXO: "/:year/:month/:day/:title/",
} as const;

const MAX_PATH = 2_000;
/** Patterns are short; in anything longer a colon is a colon. */
const MAX_PATTERN = 200;
/** Jekyll's names for whole patterns, which say nothing about one post. */
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
  return { paths: [...paths], lastSegment: ownPath === null ? null : lastSegmentOf(ownPath) };
}

/** Decoded, NFC, from the root, without query, fragment and closing slash; null (and told) for what is no such path. */
function sitePathOf(value: FieldValue, parts: PathParts, notices: ItemNotices): string | null {
  const text = lineOf(value);
  if (text === null) return null;
  const path = withPlaceholders(text, parts)
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*|^\/\/[^/?#]*/i, "")
    .replace(/[?#].*$/s, "");
  const decoded = `/${decodePercent(path)}`
    .normalize("NFC")
    .replace(/\/+/g, "/")
    .replace(/\/(index\.html?)?$/, "");
  if (decoded === "") return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no path of a page holds control characters.
  if (decoded.length > MAX_PATH || /\/\.\.?(\/|$)|[\u0000-\u001F\\]|\/:[a-z_]+(\/|$)/.test(decoded)) {
    notices.changed(`The former path ${inQuotes(text)} was left out: it is no path of this site.`);
    return null;
  }
  return decoded;
}

/** Null where no pattern is known, and where it asks for what the post does not have. */
function conventionalPath(parts: PathParts): string | null {
  const { facts, pattern } = parts;
  const known = pattern ?? (facts.pathStyle === null ? null : DEFAULT_PATTERNS[facts.pathStyle]);
  if (known === null || facts.isDraft) return null;
  const path = withPlaceholders(known, parts);
  // What the post leaves empty leaves slashes behind, and two at the start would name a host.
  return PLACEHOLDER.test(path) ? null : path.replace(/^\/{2,}/, "/");
}

const PLACEHOLDER = /:[a-z_]+/;

/** `:year/:month/:title` as Jekyll, Hexo and Hugo write it; what the post cannot fill in stays. */
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
  // Hexo keeps the folders below `_posts` in the path.
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
  return segment === "" ? null : segment;
}
