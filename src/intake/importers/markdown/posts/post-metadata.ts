// Reads the metadata of a post from its front matter and body: title, excerpt, cover, language and SEO fields.
import MarkdownIt from "markdown-it";
import { cleanWrittenExcerpt } from "../../../../platform/markup/written-excerpt.js";
import type { ImportedImage, ImportedPost } from "../../import-event.js";
import type { FileFacts } from "../file-name.js";
import {
  type FieldValue,
  flagOf,
  isFieldMap,
  lineOf,
  listOf,
  positiveIntegerOf,
  textOf,
} from "../front-matter/field-value.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import type { Generator } from "../generator-settings.js";
import { type ItemNotices, inQuotes } from "../item-notices.js";
import { canonicalLocale } from "./post-locale.js";
import { withoutComments } from "./template-comments.js";

const HEADINGS = new MarkdownIt({ html: true });

/**
 * The title in the front matter, or else the heading at the start of the body, its only main heading, or the file name. A heading at the
 * start is removed from the body, because the title would be shown twice; a heading further down remains.
 */
export function titleAndBody(
  fields: FrontMatterFields,
  facts: FileFacts,
  body: string,
  notices: ItemNotices,
): { title: string; body: string } {
  const given = lineOf(fields.first("title"));
  if (given !== null) return { title: given, body };
  const heading = firstHeading(body);
  if (heading !== null) {
    notices.changed(
      `The post has no title; its ${heading.isOpening ? "first heading" : "only main heading"} was used.`,
    );
    return { title: heading.text, body: heading.isOpening ? withoutLines(body, heading.lines) : body };
  }
  notices.changed("The post has no title; its file name was used.");
  const name = facts.slug?.replace(/[-_]+/g, " ").trim();
  return { title: lineOf(name || facts.date || facts.key) ?? facts.key, body };
}

interface FoundHeading {
  text: string;
  isOpening: boolean;
  lines: [number, number];
}

function firstHeading(body: string): FoundHeading | null {
  const tokens = HEADINGS.parse(body, {});
  const isMain = (token: (typeof tokens)[number]): boolean => token.type === "heading_open" && token.tag === "h1";
  const hasOneMain = tokens.filter(isMain).length === 1;
  const at = tokens[0]?.type === "heading_open" ? 0 : hasOneMain ? tokens.findIndex(isMain) : -1;
  const [opening, inline] = [tokens[at], tokens[at + 1]];
  if (opening?.map == null || inline === undefined) return null;
  const parts = (inline.children ?? []).map(({ type, content }) => {
    if (type.endsWith("break")) return " ";
    return type === "text" || type === "code_inline" ? content : "";
  });
  const text = lineOf(parts.join("").replace(/\{[#.:][^{}]*\}\s*$/, ""));
  return text === null ? null : { text, isOpening: at === 0, lines: opening.map };
}

function withoutLines(body: string, [from, to]: [number, number]): string {
  const lines = body.split("\n");
  lines.splice(from, to - from);
  return lines.join("\n").replace(/^\n+/, "");
}

export function excerptOf(fields: FrontMatterFields, generator: Generator | null): string | null {
  const written = textOf(fields.first("excerpt", "summary", "description"));
  const excerpt = written === null ? null : cleanWrittenExcerpt(withoutComments(written, generator).text);
  return excerpt === "" ? null : excerpt;
}

export function localeOf(
  fields: FrontMatterFields,
  facts: FileFacts,
  defaultLocale: string | null,
  notices: ItemNotices,
): string | null {
  const written = lineOf(fields.first("lang", "language", "locale"));
  const locale = written === null ? null : canonicalLocale(written);
  if (written !== null && locale === null)
    notices.changed(`The language ${inQuotes(written)} is not a valid language tag and was ignored.`);
  return locale ?? facts.locale ?? defaultLocale;
}

const COVER_FIELDS = ["cover", "image", "thumbnail", "featured_image", "feature_image", "banner", "images"] as const;

export function coverOf(fields: FrontMatterFields, notices: ItemNotices): ImportedImage | null {
  const alt = lineOf(fields.first("cover_alt", "image_alt", "thumbnail_alt", "featured_image_alt")) ?? "";
  let cover: ImportedImage | null = null;
  for (const name of COVER_FIELDS) {
    const value = fields.first(name);
    // Some themes use `cover: false` for "no cover".
    if (cover !== null || typeof value === "boolean") continue;
    const [image = null] = listOf(value);
    if (image !== null) cover = imageOf(image, alt, notices);
  }
  return cover;
}

function imageOf(value: FieldValue, alt: string, notices: ItemNotices): ImportedImage | null {
  const details = isFieldMap(value) ? new FrontMatterFields(value) : null;
  const written = lineOf(details === null ? value : details.first("image", "url", "src", "path", "feature"));
  if (written === null) return null;
  const url = imageUrl(written);
  if (url === null) {
    notices.changed(
      `The cover ${inQuotes(written)} was ignored: expected a web address or a path from the root of the site.`,
    );
    return null;
  }
  return {
    url,
    alt: lineOf(details?.first("alt", "caption") ?? null) ?? alt,
    width: positiveIntegerOf(details?.first("width") ?? null),
    height: positiveIntegerOf(details?.first("height") ?? null),
  };
}

function imageUrl(written: string): string | null {
  if (/^\/(?![/\\])/.test(written)) return written;
  return webAddress(written.startsWith("//") ? `https:${written}` : written);
}

function webAddress(written: string): string | null {
  if (!/^https?:\/\//i.test(written) || !URL.canParse(written)) return null;
  return new URL(written).href;
}

/** Text without comments of HTML, also without one that has no end. */
function shown(value: FieldValue): string | null {
  return lineOf(lineOf(value)?.replace(/<!--.*?(?:-->|$)/g, "") ?? null);
}

export function seoOf(fields: FrontMatterFields, notices: ItemNotices): ImportedPost["seo"] {
  // A description that is used as the excerpt is not repeated here.
  const isExcerpt = fields.first("excerpt", "summary") === null;
  const own = fields.first("seo.description", "seo_description", "meta_description");
  const canonical = lineOf(fields.first("seo.canonical", "canonicalURL", "canonical"));
  const canonicalUrl = canonical === null ? null : webAddress(canonical);
  if (canonical !== null && canonicalUrl === null) {
    notices.changed(`The canonical address ${inQuotes(canonical)} was ignored: expected a complete web address.`);
  }
  const robots = lineOf(fields.first("robots", "seo.robots")) ?? "";
  const noIndex = flagOf(fields.first("noindex", "robotsNoIndex", "seo.noindex"));
  return {
    title: lineOf(fields.first("seo.title", "seo_title", "meta_title")),
    description: shown(own) ?? (isExcerpt ? null : shown(fields.first("description"))),
    canonicalUrl,
    noIndex: (noIndex !== null && noIndex !== false) || /noindex|none/i.test(robots),
  };
}
