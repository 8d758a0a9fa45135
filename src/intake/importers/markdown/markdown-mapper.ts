// Maps one Markdown file to a post or a page. Front matter takes precedence over the file name, and the file name over the folder.
import type { MarkupFormat } from "../../../platform/markup/body.js";
import { resolvedAddress } from "../../../platform/markup/dialect/resolve-address.js";
import { postPathOf } from "../../../platform/markup/page-reference.js";
import { normaliseSlug, slugFrom } from "../../../platform/markup/slug.js";
import type { FilePlace } from "../files/file-source.js";
import { type ImportedPage, type ImportedPost, importedAuthors } from "../import-event.js";
import { decodedText } from "../wordpress/wxr/wxr-text.js";
import type { FileFacts } from "./file-name.js";
import { lineOf } from "./front-matter/field-value.js";
import type { FrontMatter } from "./front-matter/front-matter.js";
import type { FrontMatterFields } from "./front-matter/front-matter-fields.js";
import type { GeneratorSettings } from "./generator-settings.js";
import { isHtmlFile } from "./html-file.js";
import { ItemNotices, inQuotes } from "./item-notices.js";
import { type FormerPaths, formerPathsOf, frontMatterPaths } from "./posts/front-matter-paths.js";
import { authorsOf, categoriesOf, seriesOf, type TermContext, tagsOf } from "./posts/front-matter-terms.js";
import { coverOf } from "./posts/post-cover.js";
import { fileAddressBeside, type PostOnDisk, postPlaces, withFileAddresses } from "./posts/post-files.js";
import { localeOfFolder } from "./posts/post-locale.js";
import { excerptOf, flagsOf, localeOf, seoOf, titleAndBody } from "./posts/post-metadata.js";
import { postTime, type TimeContext } from "./posts/post-time.js";
import { withoutComments } from "./posts/template-comments.js";
import type { AddressedPage, PageKind, SiteRules } from "./rules/site-rules.js";

export interface MappingContext extends TermContext, TimeContext {
  /** The locale of posts without a locale. Null means the locale of the site. */
  locale: string | null;
  /** The pattern of the former paths of the posts, if the caller knows it. */
  permalink: string | null;
  settings: GeneratorSettings;
  rules: SiteRules;
  /** The absolute path of the folder of the configuration. */
  root: string;
  /** Whether a folder has files that can be imported, in it or below. Its path is relative to the folder of the configuration. */
  hasFiles: (folder: string) => boolean;
  /** The collections whose documents are imported as posts. */
  collections: ReadonlySet<string>;
}

export type MappedPage =
  | { kind: "post"; post: ImportedPost; places: readonly FilePlace[] }
  | { kind: "page"; page: ImportedPage; places: readonly FilePlace[] }
  | { kind: "collection"; name: string };

/** The fields that a site shows as HTML. */
const HTML_TEXTS = ["title", "tags", "tag", "categories", "category"];

/** The layouts and types that generators use for pages, such as lists of posts. */
const PAGE_KINDS = new Set(["page", "categories", "tags", "archives", "archive", "search", "links", "home", "404"]);

/** Returns null and adds a notice if the file is neither a post nor a page with an address. */
export function mapPage(
  fileFacts: FileFacts,
  { fields, body: writtenBody }: FrontMatter,
  context: MappingContext,
  notices: ItemNotices,
): MappedPage | null {
  const { rules, settings } = context;
  const generator = rules.generator ?? settings.generator;
  const facts = rules.factsOf(fileFacts, settings.place + fileFacts.key);
  const file = { path: settings.place + facts.key, facts, fields, locale: facts.locale };
  const kind = rules.kindOf(file) ?? kindByLayout(facts, fields);
  if (kind.kind === "COLLECTION" && !context.collections.has(kind.name)) return { kind: "collection", name: kind.name };
  const comments = withoutComments(writtenBody, generator);
  if (comments.removed > 0) notices.changed(removedComments(comments.removed));
  const texts = rules.hasHtmlTexts ? fields.withTexts(HTML_TEXTS, decodedText) : fields;
  const { title, body } = titleAndBody(texts, facts, comments.text, notices);
  const unclosed = comments.isUnclosed ? ["a comment in its body has no end"] : [];
  const hiddenBySite = [...rules.hides(file.path, fields, facts.locale), ...unclosed];
  // A page whose address is unknown is not imported, so that its time must not be told.
  const timeNotices = new ItemNotices(notices.item);
  const { day, ...time } = postTime(
    fields,
    facts,
    { ...context, hiddenBySite, isPage: kind.kind === "PAGE" },
    timeNotices,
  );
  const categories = categoriesIn(kind, texts, facts, context, notices);
  const tags = tagsOf(texts, facts, context, notices);
  const given = givenSlug(fields, notices);
  const addressed = { ...file, title, slug: given, day, publishedAt: time.publishedAt, categories, tags };
  const former = formerPaths(addressed, context, notices);
  const { source, format, onDisk, places } = bodyOf(body, addressed, former, context, notices);
  const excerpt = excerptOf(fields, generator, { source, format });
  const common = {
    key: facts.key,
    title,
    source,
    format,
    locale: localeOf(fields, facts, context.locale, notices),
    seo: seoOf(fields, kind.kind === "PAGE" ? null : excerpt, notices),
  };
  const authors = importedAuthors(authorsOf(fields, context, notices));
  if (kind.kind === "PAGE") {
    const path = former.paths[0];
    if (path === undefined) {
      notices.add("SKIPPED", "The file is a page and not a post, and its address is not known.");
      return null;
    }
    notices.list.push(...timeNotices.list);
    const { createdAt: _, ...times } = time;
    const place = { path, parentKey: null, formerPaths: former.paths.slice(1), ...placeOf(fields) };
    return { kind: "page", page: { ...common, ...times, author: authors.author, ...place }, places };
  }
  notices.list.push(...timeNotices.list);
  const slug = given ?? slugOf(former.lastSegment) ?? slugOf(facts.slug);
  // Other posts link to the file name, even if the slug differs from it.
  const paths = facts.slug === null || slug === slugOf(facts.slug) ? [] : [postPathOf(facts.slug)];
  const post = {
    ...common,
    slug,
    excerpt,
    ...time,
    ...authors,
    categories,
    tags,
    series: seriesOf(fields, context, notices),
    cover: coverOf(fields, notices, (url) => fileAddress(url, addressed, former, context, onDisk)),
    formerPaths: [...former.paths, ...paths],
  };
  return { kind: "post", post: { ...post, ...flagsOf(fields), ...translated(rules.translationOf(file)) }, places };
}

/** The translated body, whose addresses of files are those of the places in which the files are. */
function bodyOf(
  body: string,
  page: AddressedPage,
  former: FormerPaths,
  { rules, root, hasFiles }: MappingContext,
  notices: ItemNotices,
): { source: string; format: MarkupFormat; onDisk: PostOnDisk; places: FilePlace[] } {
  const format = isHtmlFile(page.path) ? "HTML" : "MARKDOWN";
  // With a pattern of the caller, relative addresses are still resolved by the rule of the generator.
  const served = former.served ?? rules.addresses(page, new ItemNotices(notices.item))?.path ?? null;
  const onDisk = { path: page.path, served, rules, hasFiles };
  const source = withFileAddresses(rules.translate(body, page, notices), format, onDisk);
  return { source, format, onDisk, places: postPlaces(root, onDisk) };
}

const translated = (key: string | null): Pick<ImportedPost, "translationKey"> =>
  key === null ? {} : { translationKey: key };

/** By the generator's rule, or else relative to the old address of the post. */
function fileAddress(
  url: string,
  page: AddressedPage,
  { served }: FormerPaths,
  { rules, settings }: MappingContext,
  onDisk: PostOnDisk,
): string | null {
  const siteUrl = settings.site?.url ?? null;
  const ruled = rules.fileUrl(url, page);
  if (ruled !== null) return ruled;
  return served === null ? fileAddressBeside(url, onDisk) : resolvedAddress(url, "FILE", { page: served, siteUrl });
}

/** For Jekyll and Hexo every file in `_posts` is a post, whatever its layout. */
function kindByLayout(facts: FileFacts, fields: FrontMatterFields): PageKind {
  const kinds = [fields.first("layout"), fields.first("type")].map((kind) => lineOf(kind)?.toLowerCase() ?? "");
  return facts.pathStyle === null && kinds.some((kind) => PAGE_KINDS.has(kind)) ? { kind: "PAGE" } : { kind: "POST" };
}

function categoriesIn(
  kind: PageKind,
  fields: FrontMatterFields,
  facts: FileFacts,
  context: MappingContext,
  notices: ItemNotices,
): ImportedPost["categories"] {
  const own = categoriesOf(fields, facts, context, notices);
  return kind.kind === "COLLECTION" ? [[{ slug: slugFrom(kind.name), name: kind.name }], ...own] : own;
}

/** Those of the generator's own rule, or else of the pattern that the caller or the configuration gives. */
function formerPaths(page: AddressedPage, context: MappingContext, notices: ItemNotices): FormerPaths {
  const { facts, fields, day, categories } = page;
  const old = context.permalink === null ? context.rules.addresses(page, notices) : null;
  if (old !== null) return formerPathsOf(old, notices);
  const pattern = context.permalink ?? patternFor(facts, context.settings);
  const parts = { facts, slug: page.slug ?? facts.slug, day, categories, custom: placeholdersIn(fields), pattern };
  return frontMatterPaths(fields, parts, notices);
}

function placeOf(fields: FrontMatterFields): Pick<ImportedPage, "position" | "template"> {
  const weight = Number(lineOf(fields.first("weight", "nav_order", "order")) ?? Number.NaN);
  return { position: Number.isSafeInteger(weight) ? weight : null, template: lineOf(fields.first("layout")) };
}

function removedComments(count: number): string {
  return count === 1
    ? "1 comment of templates was taken out of the body."
    : `${count} comments of templates were taken out of the body.`;
}

/** Hugo's section is the first folder that is not a language. */
function patternFor({ folders }: FileFacts, { permalinks }: GeneratorSettings): string | null {
  const section = folders.find((folder) => localeOfFolder(folder) === null) ?? "";
  return permalinks.get(section) ?? permalinks.get("*") ?? null;
}

function placeholdersIn(fields: FrontMatterFields): (name: string) => string | null {
  return (name) => lineOf(fields.first(name));
}

function givenSlug(fields: FrontMatterFields, notices: ItemNotices): string | null {
  const written = lineOf(fields.first("slug"))?.replace(/^.*\/(?=[^/])/, "") ?? null;
  if (written === null) return null;
  const slug = normaliseSlug(written);
  if (slug !== null) return slug;
  const changed = slugFrom(written);
  notices.changed(`The slug ${inQuotes(written)} is not valid in a path and was changed to ${inQuotes(changed)}.`);
  return changed;
}

function slugOf(text: string | null): string | null {
  return text === null ? null : (normaliseSlug(text) ?? slugFrom(text));
}
