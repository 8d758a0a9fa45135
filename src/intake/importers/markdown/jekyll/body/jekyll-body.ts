// Translates the body of a post of Jekyll to Markdown that needs no generator. As in Jekyll, Liquid is read first, also in code.
import type { MarkupFormat } from "../../../../../platform/markup/body.js";
import { absoluteAddresses } from "../../../../../platform/markup/dialect/absolute-addresses.js";
import { emojiCodes } from "../../../../../platform/markup/dialect/emoji-codes.js";
import { hardBreaks } from "../../../../../platform/markup/dialect/hard-breaks.js";
import { kramdownToMarkdown } from "../../../../../platform/markup/dialect/kramdown.js";
import { flagOf, lineOf, listOf } from "../../front-matter/field-value.js";
import { literalBraces } from "../../tags/literal-tags.js";
import { renderedTags } from "../../tags/rendered-tags.js";
import { type TagDialect, translateTags } from "../../tags/translate-tags.js";
import type { JekyllSettings } from "../jekyll-settings.js";
import { JEKYLL_TAGS, type JekyllTagContext, LITERAL_TAGS } from "./jekyll-tags.js";
import { withPrintedBraces, withPrintedOutputs } from "./liquid-outputs.js";

const TAGS: TagDialect<JekyllTagContext> = {
  syntax: "LIQUID",
  table: JEKYLL_TAGS,
  reads: "ALL",
  literal: LITERAL_TAGS,
  noun: "tag",
};

/** Before Jekyll 4, the tags for links did not include the base of the site. */
const BASE_OF_LINK = /(?:\{\{-?\s{0,9}site\.(?:url|baseurl)\s{0,9}-?\}\}){1,2}\/?(?=\{%-?\s{0,9}(?:post_url|link)\b)/g;

export interface JekyllBodyContext {
  settings: JekyllSettings;
  format: MarkupFormat;
  tags: JekyllTagContext;
  /** With its base. Null if it is unknown. */
  siteUrl: string | null;
}

export function jekyllBody(body: string, { settings, format, tags, siteUrl }: JekyllBodyContext): string {
  const { scope, notices } = tags;
  const isLiquid = flagOf(scope.fields.first("render_with_liquid")) !== false;
  const dialect = format === "MARKDOWN" ? TAGS : HTML_TAGS;
  const plain = isLiquid
    ? translateTags(withPrintedOutputs(body.replace(BASE_OF_LINK, ""), scope, notices), dialect, tags, notices)
    : literalBraces(body);
  const printed = withPrintedBraces(plain, format);
  const common = format === "MARKDOWN" && isKramdown(settings) ? kramdownToMarkdown(printed) : printed;
  const emoji = settings.plugins.has("jemoji") ? emojiCodes(common) : common;
  const standard = format === "MARKDOWN" && hasBreaks(settings) ? hardBreaks(emoji) : emoji;
  return scope.path === null ? standard : absoluteAddresses(standard, format, { page: scope.path, siteUrl });
}

/** The default. Other renderers were built in until Jekyll 4, or are plugins. */
function isKramdown({ config }: JekyllSettings): boolean {
  return /^kramdown$/i.test(lineOf(config.first("markdown")) ?? "kramdown");
}

/** Jekyll switches the line breaks of GitHub off by default. */
function hasBreaks({ config }: JekyllSettings): boolean {
  const names = ["redcarpet.extensions", "commonmark.options"].flatMap((name) => listOf(config.first(name)));
  return (
    flagOf(config.first("kramdown.hard_wrap")) === true ||
    names.some((name) => /^hard_?(?:wrap|breaks)$/i.test(lineOf(name) ?? ""))
  );
}

/** Tags whose result is text of the page itself, or an address. */
const PLAIN = new Set(["raw", "if", "unless", "capture", "post_url", "link"]);

const HTML_TAGS: TagDialect<JekyllTagContext> = { ...TAGS, table: renderedTags(TAGS.table, PLAIN) };
