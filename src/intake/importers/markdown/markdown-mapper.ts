// Maps one Markdown file to one post. Front matter takes precedence over the file name, and the file name over the folder.
import { postPathOf } from "../../../platform/markup/page-reference.js";
import { normaliseSlug, slugFrom } from "../../../platform/markup/slug.js";
import { type ImportedPost, importedAuthors } from "../import-event.js";
import type { FileFacts } from "./file-name.js";
import { lineOf } from "./front-matter/field-value.js";
import type { FrontMatter } from "./front-matter/front-matter.js";
import type { FrontMatterFields } from "./front-matter/front-matter-fields.js";
import type { GeneratorSettings } from "./generator-settings.js";
import { type ItemNotices, inQuotes } from "./item-notices.js";
import { frontMatterPaths } from "./posts/front-matter-paths.js";
import { authorsOf, categoriesOf, seriesOf, type TermContext, tagsOf } from "./posts/front-matter-terms.js";
import { localeOfFolder } from "./posts/post-locale.js";
import { coverOf, excerptOf, localeOf, seoOf, titleAndBody } from "./posts/post-metadata.js";
import { postTime, type TimeContext } from "./posts/post-time.js";
import { withoutComments } from "./posts/template-comments.js";
import type { SiteRules } from "./rules/site-rules.js";

export interface MappingContext extends TermContext, TimeContext {
  /** The locale of posts without a locale. Null means the locale of the site. */
  locale: string | null;
  /** The pattern of the former paths of the posts, if the caller knows it. */
  permalink: string | null;
  settings: GeneratorSettings;
  rules: SiteRules;
}

/** The layouts and types that generators use for pages, such as lists of posts. */
const PAGE_KINDS = new Set(["page", "categories", "tags", "archives", "archive", "search", "links", "home", "404"]);

/** Returns null and adds a notice if the file is a page and not a post. */
export function mapPost(
  facts: FileFacts,
  { fields, body: writtenBody }: FrontMatter,
  context: MappingContext,
  notices: ItemNotices,
): ImportedPost | null {
  const kinds = [fields.first("layout"), fields.first("type")].map((kind) => lineOf(kind)?.toLowerCase() ?? "");
  // For Jekyll and Hexo every file in `_posts` is a post, whatever its layout.
  const page = facts.pathStyle === null ? kinds.find((kind) => PAGE_KINDS.has(kind)) : undefined;
  if (page !== undefined) {
    notices.add(
      "SKIPPED",
      `The file is a page and not a post, because its front matter has the layout or type ${page}.`,
    );
    return null;
  }
  const { generator, place } = context.settings;
  const comments = withoutComments(writtenBody, generator);
  if (comments.removed > 0) notices.changed(removedComments(comments.removed));
  const { title, body } = titleAndBody(fields, facts, comments.text, notices);
  const hiddenBySite = [
    ...context.rules.hides(place + facts.key, fields, facts.locale),
    ...(comments.isUnclosed ? ["a comment in its body has no end"] : []),
  ];
  const { day, ...time } = postTime(fields, facts, { ...context, hiddenBySite }, notices);
  const categories = categoriesOf(fields, facts, context, notices);
  const given = givenSlug(fields, notices);
  const pattern = context.permalink ?? patternFor(facts, context.settings);
  const pathParts = { facts, slug: given ?? facts.slug, day, categories, custom: placeholdersIn(fields), pattern };
  const former = frontMatterPaths(fields, pathParts, notices);
  const slug = given ?? slugOf(former.lastSegment) ?? slugOf(facts.slug);
  // Other posts link to the file name, even if the slug differs from it.
  const paths = facts.slug === null || slug === slugOf(facts.slug) ? [] : [postPathOf(facts.slug)];
  return {
    key: facts.key,
    slug,
    title,
    source: body,
    format: "MARKDOWN",
    excerpt: excerptOf(fields, generator),
    ...time,
    locale: localeOf(fields, facts, context.locale, notices),
    ...importedAuthors(authorsOf(fields, context, notices)),
    categories,
    tags: tagsOf(fields, context, notices),
    series: seriesOf(fields, context, notices),
    cover: coverOf(fields, notices),
    seo: seoOf(fields, notices),
    formerPaths: [...former.paths, ...paths],
  };
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
