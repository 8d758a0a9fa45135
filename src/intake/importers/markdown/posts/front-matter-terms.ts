// Reads the categories, tags, series and authors of a post from its front matter, in the forms of Hugo, Hexo and Jekyll.
//
// Rules for categories: a list within a list is a path (Hexo's `- [Linux, Network]`), and so is text with slashes (`Linux/Network`), unless
// a category with exactly that name exists. A flat list means separate categories, as in Hugo and Jekyll, or one path if the caller says
// so or the file is one of Hexo, where slashes and spaces are parts of names. Below Jekyll's `_posts`, spaces separate categories, and the parent folders are categories.
import { MAX_AUTHORS_PER_POST } from "../../../../content/posts/authors/author-ids.js";
import type { ImportedAuthor, ImportedCategoryPath, ImportedSeriesPart, ImportedTerm } from "../../import-event.js";
import type { FileFacts } from "../file-name.js";
import { type FieldValue, isFieldMap, lineOf, listOf, positiveIntegerOf } from "../front-matter/field-value.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { type ItemNotices, inQuotes } from "../item-notices.js";
import { type CategoryPaths, slugPath, type TermDirectory, termNamed } from "../term-directory.js";
import { canonicalLocale, localeOfFolder } from "./post-locale.js";

/** The meaning of a flat list of categories. */
export type FlatCategories = "SEPARATE" | "PATH";

export interface TermContext {
  terms: TermDirectory;
  /** Null means: by the generator that the path of the file indicates. */
  flatCategories: FlatCategories | null;
  /** The author of posts without an author. Null leaves it to the importer. */
  author: string | null;
}

/** More than any real post has, so that a corrupt file cannot fill the site with terms. */
const MAX_TERMS = 100;
const COMMAS = /[,，、]/;

export function categoriesOf(
  fields: FrontMatterFields,
  facts: FileFacts,
  { terms, flatCategories }: TermContext,
  notices: ItemNotices,
): ImportedCategoryPath[] {
  const several = fields.first("categories");
  const isJekylls = facts.pathStyle === "JEKYLL";
  const written =
    isJekylls && typeof several === "string" && !COMMAS.test(several)
      ? splitText(several, /\s+/)
      : categoryReferences(
          fields.first("categories", "category"),
          flatCategories ?? (facts.pathStyle === "HEXO" ? "PATH" : "SEPARATE"),
        );
  const found = new Map<string, ImportedCategoryPath>();
  const references = isJekylls ? [...foldersAbovePosts(facts, languageOf(fields)), ...written] : written;
  for (const reference of atMost(MAX_TERMS, references, "categories", notices)) {
    const path = resolveCategory(reference, terms.categories, facts.pathStyle === "HEXO");
    if (path === null)
      notices.changed(`The category ${shown(reference)} was ignored: it has no name or too many levels.`);
    else found.set(slugPath(path), path);
  }
  return [...found.values()];
}

/** Jekyll puts `linux/_posts/x.md` into the category linux. The folder of a language is no category. */
function foldersAbovePosts({ folders, locale }: FileFacts, language: string | null): readonly string[] {
  const above = folders.slice(0, Math.max(0, folders.indexOf("_posts")));
  return above.filter((folder, at) => {
    const isLanguage = locale !== null && localeOfFolder(folder) !== null;
    return !isLanguage && (at > 0 || language === null || canonicalLocale(folder) !== language);
  });
}

function languageOf(fields: FrontMatterFields): string | null {
  const written = lineOf(fields.first("lang", "language", "locale"));
  return written === null ? null : canonicalLocale(written);
}

function categoryReferences(value: FieldValue, flat: FlatCategories): FieldValue[] {
  if (typeof value === "string") return splitText(value, COMMAS);
  const items = listOf(value);
  const isFlat = items.every((item) => typeof item === "string");
  return flat === "PATH" && isFlat && items.length > 1 ? [items] : [...items];
}

/** `isWhole`: a slash is a part of the name. */
function resolveCategory(
  reference: FieldValue,
  categories: CategoryPaths,
  isWhole: boolean,
): ImportedCategoryPath | null {
  if (Array.isArray(reference)) return categories.resolvePath(reference.flatMap((item) => lineOf(item) ?? []));
  const name = nameOf(reference);
  if (name === null) return null;
  return isWhole && name.includes("/") ? categories.resolvePath([name]) : categories.resolve(name);
}

export function tagsOf(
  fields: FrontMatterFields,
  facts: FileFacts,
  { terms }: TermContext,
  notices: ItemNotices,
): ImportedTerm[] {
  const value = fields.first("tags", "tag");
  const separator = typeof value === "string" && !COMMAS.test(value) && facts.pathStyle !== "HEXO" ? /\s+/ : COMMAS;
  const references = typeof value === "string" ? splitText(value, separator) : listOf(value).flatMap(flatten);
  const found = new Map<string, ImportedTerm>();
  for (const reference of atMost(MAX_TERMS, references, "tags", notices)) {
    const name = nameOf(reference);
    const tag = name === null ? null : (terms.tags.find(name) ?? termNamed(name));
    if (tag === null) notices.changed(`The tag ${shown(reference)} was ignored: it has no name.`);
    else found.set(tag.slug, terms.tags.add(tag));
  }
  return [...found.values()];
}

export function seriesOf(
  fields: FrontMatterFields,
  { terms }: TermContext,
  notices: ItemNotices,
): ImportedSeriesPart | null {
  const references = listOf(fields.first("series"));
  const [reference = null, ...others] = references;
  if (reference === null) return null;
  const name = nameOf(reference);
  const series = name === null ? null : (terms.series.find(name) ?? termNamed(name));
  if (series === null) {
    notices.changed(`The series ${shown(reference)} was ignored: it has no name.`);
    return null;
  }
  if (others.length > 0) notices.changed(`A post can belong to one series only; ${inQuotes(series.name)} was used.`);
  const inside = isFieldMap(reference) ? new FrontMatterFields(reference).first("order", "part", "position") : null;
  const outside = fields.first("series_order", "series_weight", "series_part", "part", "weight");
  return { ...terms.series.add(series), position: positiveIntegerOf(inside) ?? positiveIntegerOf(outside) };
}

export function authorsOf(
  fields: FrontMatterFields,
  { terms, author: defaultAuthor }: TermContext,
  notices: ItemNotices,
): ImportedAuthor[] {
  const written = listOf(fields.first("author", "authors")).flatMap(flatten);
  const references = written.length > 0 || defaultAuthor === null ? written : [defaultAuthor];
  const found = new Map<string, ImportedAuthor>();
  for (const reference of atMost(MAX_AUTHORS_PER_POST, references, "authors", notices)) {
    const author = authorFrom(reference, terms);
    if (author === null) notices.changed(`The author ${shown(reference)} was ignored: it has no name.`);
    else found.set(author.slug, terms.authors.add(author));
  }
  return [...found.values()];
}

function authorFrom(reference: FieldValue, terms: TermDirectory): ImportedAuthor | null {
  const written = nameOf(reference);
  // An e-mail address in front matter was meant for the gravatar of a theme, not for publication.
  const name =
    written?.replace(/ ?<[^<>@]{0,100}@[^<>]{0,100}>/g, "").replace(/^([^\s@]{1,100})@[^\s@]{1,100}$/, "$1") ?? "";
  if (name === "") return null;
  const known = terms.authors.find(name);
  if (known !== null) return known;
  const details = isFieldMap(reference) ? new FrontMatterFields(reference) : null;
  const slug = lineOf(details?.first("slug", "id") ?? null);
  const bySlug = slug === null ? null : (terms.authors.find(slug) ?? termNamed(slug));
  const term = bySlug === null ? termNamed(name) : { slug: bySlug.slug, name };
  return { ...term, bio: lineOf(details?.first("bio", "description") ?? null) };
}

function atMost<T>(limit: number, items: readonly T[], what: string, notices: ItemNotices): readonly T[] {
  if (items.length > limit) notices.changed(`The post has ${items.length} ${what}; only the first ${limit} were used.`);
  return items.slice(0, limit);
}

/** Text as it is, or the name in a table. */
function nameOf(reference: FieldValue): string | null {
  if (!isFieldMap(reference)) return lineOf(reference);
  return lineOf(new FrontMatterFields(reference).first("name", "title", "slug", "id"));
}

const flatten = (value: FieldValue): readonly FieldValue[] => (Array.isArray(value) ? listOf(value) : [value]);

const splitText = (text: string, separator: RegExp): string[] =>
  text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "");

const shown = (reference: FieldValue): string =>
  inQuotes(nameOf(reference) ?? (Array.isArray(reference) ? "a list" : "without a name"));
