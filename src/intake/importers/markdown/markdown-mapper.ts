// One Markdown file in, one post out: puts the pieces together and decides which wins where front matter, file name and
// folder disagree (always in that order).
import { postPathOf } from "../../../platform/markup/page-reference.js";
import { normaliseSlug, slugFrom } from "../../../platform/markup/slug.js";
import type { ImportedPost } from "../import-event.js";
import type { FileFacts } from "./file-name.js";
import { lineOf } from "./front-matter/field-value.js";
import type { FrontMatter } from "./front-matter/front-matter.js";
import type { FrontMatterFields } from "./front-matter/front-matter-fields.js";
import type { GeneratorSettings } from "./generator-settings.js";
import { type ItemNotices, inQuotes } from "./item-notices.js";
import { authorOf, categoriesOf, seriesOf, type TermContext, tagsOf } from "./posts/front-matter-terms.js";
import { frontMatterPaths } from "./posts/old-addresses.js";
import { coverOf, excerptOf, localeOf, seoOf, titleAndBody } from "./posts/post-fields.js";
import { localeOfFolder } from "./posts/post-locale.js";
import { postTime, type TimeContext } from "./posts/post-time.js";

export interface MappingContext extends TermContext, TimeContext {
  /** For posts that do not say; null leaves it to the site. */
  locale: string | null;
  /** The pattern of the posts' former paths, where the caller knows it. */
  permalink: string | null;
  settings: GeneratorSettings;
}

/** What generators call a page that lists others or stands outside the stream of posts. */
const PAGE_KINDS = new Set(["page", "categories", "tags", "archives", "archive", "search", "links", "home", "404"]);

/** Null, and told why, where the file holds a page and not a post. */
export function mapPost(
  facts: FileFacts,
  { fields, body: written }: FrontMatter,
  context: MappingContext,
  notices: ItemNotices,
): ImportedPost | null {
  const kinds = [fields.first("layout"), fields.first("type")].map((kind) => lineOf(kind)?.toLowerCase() ?? "");
  // To Jekyll and Hexo whatever lies in `_posts` is a post; a layout is only how it looks.
  const page = facts.pathStyle === null ? kinds.find((kind) => PAGE_KINDS.has(kind)) : undefined;
  if (page !== undefined) {
    notices.add("SKIPPED", `Its front matter says it is a page (${page}), not a post.`);
    return null;
  }
  const { title, body } = titleAndBody(fields, facts, written, notices);
  const { day, ...time } = postTime(fields, facts, context, notices);
  const categories = categoriesOf(fields, facts, context, notices);
  const given = givenSlug(fields, notices);
  const pattern = context.permalink ?? patternFor(facts, context.settings);
  const pathParts = { facts, slug: given ?? facts.slug, day, categories, custom: placeholdersIn(fields), pattern };
  const former = frontMatterPaths(fields, pathParts, notices);
  const slug = given ?? slugOf(former.lastSegment) ?? slugOf(facts.slug);
  // Other posts link to it by its file, whatever its slug.
  const paths = facts.slug === null || slug === slugOf(facts.slug) ? [] : [postPathOf(facts.slug)];
  return {
    key: facts.key,
    slug,
    title,
    source: body,
    format: "MARKDOWN",
    excerpt: excerptOf(fields),
    ...time,
    locale: localeOf(fields, facts, context.locale, notices),
    author: authorOf(fields, context, notices),
    categories,
    tags: tagsOf(fields, context, notices),
    series: seriesOf(fields, context, notices),
    cover: coverOf(fields, notices),
    seo: seoOf(fields, notices),
    formerPaths: [...former.paths, ...paths],
  };
}

/** The first folder that is no language is Hugo's section. */
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
  const made = slugFrom(written);
  notices.changed(`The slug ${inQuotes(written)} cannot stand in a path; it became ${inQuotes(made)}.`);
  return made;
}

function slugOf(text: string | null): string | null {
  return text === null ? null : (normaliseSlug(text) ?? slugFrom(text));
}
