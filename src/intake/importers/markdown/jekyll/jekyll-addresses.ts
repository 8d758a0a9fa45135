// Where Jekyll published a post, a document of a collection or a page, and the further paths that led there.
import {
  type FieldMap,
  type FieldValue,
  lineOf,
  listOf,
  listOfLines,
  listOfTexts,
} from "../front-matter/field-value.js";
import type { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import type { OldAddresses } from "../rules/site-rules.js";
import { jekyllDate, jekyllName } from "./jekyll-date.js";
import type { JekyllEntry } from "./jekyll-entries.js";
import type { JekyllSettings } from "./jekyll-settings.js";
import {
  dateTokens,
  encoded,
  postPattern,
  sanitized,
  slugify,
  type UrlTokens,
  urlFrom,
  withStyleEnding,
} from "./jekyll-url.js";

/** A longer text is not a pattern, and its colons are literal. */
const MAX_PATTERN = 1_000;

export interface JekyllSite {
  settings: JekyllSettings;
  /** Null if it is not known in which zone the site was built. */
  timeZone: string | null;
}

type FoundEntry = Exclude<JekyllEntry, { kind: "NONE" }>;

/** `inherited` are the values of `defaults`, which are part of the fields as well. */
export function jekyllAddresses(
  entry: FoundEntry,
  fields: FrontMatterFields,
  inherited: FieldMap,
  site: JekyllSite,
): OldAddresses {
  const urls =
    entry.kind === "PAGE" ? [pageUrl(entry.path, fields, site)] : documentUrls(entry, fields, inherited, site);
  const prefix = languagePrefix(fields, site.settings);
  const plain = urls.flatMap((url) => (typeof url === "string" ? [url] : []));
  const found = prefix === "" ? plain : plain.flatMap((url) => [prefix + url, url]);
  const failure = urls.flatMap((url) => (typeof url === "string" ? [] : [url.failure]))[0] ?? null;
  const redirects = listOfLines(fields.first("redirect_from"));
  const others = [...found.slice(1), ...found.flatMap(otherForms), ...redirects];
  const all = [...found.slice(0, 1), ...others];
  const base = baseOf(site.settings);
  return {
    path: found[0] ?? null,
    failure,
    others: [...others, ...(base === "" ? [] : all.map((path) => `${base}/${path}`.replace(/\/{2,}/g, "/")))],
  };
}

/** Web servers find `/a` in `a.html`, and Jekyll writes `/a` into `a.html`. */
function otherForms(url: string): string[] {
  if (/\/index\.html?$/.test(url)) return [];
  if (url.endsWith(".html")) return [url.slice(0, -5)];
  return /(?:\/|\.[^./]+)$/.test(url) ? [] : [`${url}.html`];
}

/** The path below which the site is, without a slash at its end. Empty if it is at the root. */
export function baseOf({ config }: JekyllSettings): string {
  const written = lineOf(config.first("baseurl")) ?? "";
  const path = written.replace(/^[a-z]+:\/\/[^/]*/i, "").replace(/^\/+|\/+$/g, "");
  return path === "" ? "" : `/${path}`;
}

/** jekyll-polyglot publishes a page in another language than the default one below a folder of the language. */
function languagePrefix(fields: FrontMatterFields, { config, plugins }: JekyllSettings): string {
  if (!plugins.has("jekyll-polyglot")) return "";
  const language = lineOf(fields.first("lang"));
  const isKnown = listOf(config.first("languages")).some((item) => lineOf(item) === language);
  const isDefault = language === (lineOf(config.first("default_lang")) ?? "en");
  return language === null || isDefault || !isKnown ? "" : `/${language}`;
}

interface Failure {
  failure: string;
}

function pageUrl(path: string, fields: FrontMatterFields, { settings }: JekyllSite): string {
  const slash = path.lastIndexOf("/");
  const folder = path.slice(0, Math.max(0, slash));
  const basename = jekyllName(path).stem.replace(/(?<!\.)\.+$/, "");
  const ending = /\.(?:htm|xhtml)$/i.exec(path)?.[0] ?? ".html";
  const byName = basename === "index" ? "/:path/" : withStyleEnding("/:path/:basename", settings.permalink);
  const pattern = lineOf(fields.first("permalink")) ?? byName;
  return sanitized(
    pattern
      .replaceAll(":path", () => encoded(folder))
      .replaceAll(":basename", () => encoded(basename))
      .replaceAll(":output_ext", () => ending),
  );
}

/** The most likely address first. */
function documentUrls(
  entry: Exclude<FoundEntry, { kind: "PAGE" }>,
  fields: FrontMatterFields,
  inherited: FieldMap,
  site: JekyllSite,
): (string | Failure)[] {
  const { settings } = site;
  const pattern = patternOf(entry.collection, fields, settings);
  if (pattern.length > MAX_PATTERN) return [sanitized(pattern)];
  const name = jekyllName(entry.path);
  const slug = lineOf(fields.first("slug")) ?? name.slug;
  const date = jekyllDate(fields, name, site.timeZone);
  const categories = jekyllCategories(entry, fields, inherited);
  const ownTokens: Readonly<Record<string, string>> = {
    collection: entry.collection,
    path: cleanPath(entry),
    output_ext: ".html",
    name: slugify(name.stem),
    title: slugify(slug, "pretty", true),
    slug: slugify(slug),
    categories: [...new Set(categories.map((category) => category.toLowerCase()))].join("/"),
    slugified_categories: [...new Set(categories.map((category) => slugify(category)))].join("/"),
  };
  const clocks = date === null ? [null] : [date.clock, ...(date.otherClock === null ? [] : [date.otherClock])];
  const urls = clocks.map((clock) => {
    const tokens = { ...ownTokens, ...(clock === null ? {} : dateTokens(clock)) };
    const tokenOf: UrlTokens = (token) => (Object.hasOwn(tokens, token) ? (tokens[token] ?? null) : null);
    return urlFrom(pattern, tokenOf) ?? { failure: failureOf(clock === null) };
  });
  return [...new Set(urls)];
}

const failureOf = (hasNoDate: boolean): string =>
  hasNoDate
    ? "Jekyll's permalink has the date, and the post has none that can be read."
    : "Jekyll's permalink has a token that Jekyll does not know.";

function patternOf(collection: string, fields: FrontMatterFields, { collections, permalink }: JekyllSettings): string {
  const own = lineOf(fields.first("permalink")) ?? collections.get(collection)?.permalink ?? null;
  if (own !== null) return own;
  return collection === "posts" ? postPattern(permalink) : withStyleEnding("/:collection/:path", permalink);
}

/** The path without the folder of the collection and without the extension. */
function cleanPath({ path, collection, kind }: FoundEntry & { collection: string }): string {
  const { stem } = jekyllName(path);
  const withoutExtension = path.slice(0, path.lastIndexOf("/") + 1) + stem;
  return withoutExtension.replace(kind === "DRAFT" ? "_drafts" : `_${collection}`, "").replace(/(?<!\.)\.+$/, "");
}

/** The folders above `_posts`, then those of the defaults, then those of the post. */
export function jekyllCategories(
  entry: FoundEntry & { collection: string },
  fields: FrontMatterFields,
  inherited: FieldMap,
): string[] {
  const special = entry.kind === "DRAFT" ? "_drafts" : `_${entry.collection}`;
  const at = entry.path.indexOf(special);
  const above = at <= 0 ? [] : entry.path.slice(0, at).split("/");
  const written = [inherited.get("categories") ?? null, fields.first("categories")].flatMap(wordsOf);
  const single = listOfTexts(fields.first("category"));
  return [...new Set([...above.filter((folder) => folder !== ""), ...written, ...single])];
}

/** In a text, blanks separate categories. */
function wordsOf(value: FieldValue): string[] {
  if (typeof value === "string") return value.split(/\s+/).filter((word) => word !== "");
  return listOfTexts(value);
}
