// Reads the metadata of a post from its front matter and body: title, excerpt, cover, language and SEO fields.
import MarkdownIt from "markdown-it";
import type { MarkupFormat } from "../../../../platform/markup/body.js";
import { textBeforeMore } from "../../../../platform/markup/dialect/more-mark.js";
import { renderBody } from "../../../../platform/markup/render.js";
import { escapeHtml } from "../../../../platform/markup/tree.js";
import { cleanWrittenExcerpt } from "../../../../platform/markup/written-excerpt.js";
import type { ImportedPost } from "../../import-event.js";
import type { FileFacts } from "../file-name.js";
import { type FieldValue, flagOf, lineOf, positiveIntegerOf, textOf } from "../front-matter/field-value.js";
import type { FrontMatterFields } from "../front-matter/front-matter-fields.js";
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

/** The excerpt in the front matter, or else the text before the mark `<!-- more -->` in the translated body, or else the description. */
export function excerptOf(fields: FrontMatterFields, generator: Generator | null, body: WrittenBody): string | null {
  const clean = (written: string | null): string =>
    written === null ? "" : cleanWrittenExcerpt(withoutComments(written, generator).text);
  const summary = textOf(fields.first("excerpt", "summary"));
  const beforeMark = (): string => textBeforeMark(body);
  const description = (): string => clean(textOf(fields.first("description")));
  if (generator !== "HUGO") return clean(summary) || beforeMark() || description() || null;
  // Hugo prefers the mark, and renders the Markdown of a summary.
  const rendered = (): string =>
    summary === null ? "" : renderedText(withoutComments(summary, generator).text, "MARKDOWN");
  return beforeMark() || rendered() || description() || null;
}

interface WrittenBody {
  source: string;
  format: MarkupFormat;
}

function textBeforeMark({ source, format }: WrittenBody): string {
  const html = /^([\s\S]{0,100000}?)<!--\s{0,9}more\b[^>]{0,99}-->/i.exec(format === "HTML" ? source : "");
  const teaser = format === "HTML" ? (html?.[1] ?? null) : textBeforeMore(source);
  return teaser === null ? "" : renderedText(teaser, format);
}

function renderedText(source: string, format: MarkupFormat): string {
  return cleanWrittenExcerpt(escapeHtml(renderBody(source, format, { siteUrl: null }).text));
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

export function webAddress(written: string): string | null {
  if (!/^https?:\/\//i.test(written) || !URL.canParse(written)) return null;
  return new URL(written).href;
}

/** Text without comments of HTML, also without one that has no end. */
function shown(value: FieldValue): string | null {
  return lineOf(lineOf(value)?.replace(/<!--.*?(?:-->|$)/g, "") ?? null);
}

/** What themes make of flags of a post. */
export function flagsOf(fields: FrontMatterFields): Pick<ImportedPost, "isPinned" | "hasFormulas"> {
  // A number or a flag puts the post above all others.
  const isPinned = ["sticky", "top", "pin", "pinned", "isTop"].some((name) => {
    const value = fields.first(name);
    return flagOf(value) === true || positiveIntegerOf(value) !== null;
  });
  // The script that typesets formulas is loaded for the posts that ask for it.
  const hasFormulas = ["math", "mathjax", "katex", "latex", "use_math"].some(
    (name) => flagOf(fields.first(name)) === true,
  );
  return { ...(isPinned && { isPinned }), ...(hasFormulas && { hasFormulas }) };
}

export function seoOf(fields: FrontMatterFields, excerpt: string | null, notices: ItemNotices): ImportedPost["seo"] {
  // A description that is used as the excerpt is not repeated here.
  const written = textOf(fields.first("description"));
  const isExcerpt = written !== null && cleanWrittenExcerpt(written) === excerpt;
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
