// Translates the body of a page of Hugo to the Markdown of this site: its shortcodes, emoji codes and line breaks by the configuration, and
// addresses relative to the old page.
import { absoluteAddresses } from "../../../../platform/markup/dialect/absolute-addresses.js";
import { emojiCodes } from "../../../../platform/markup/dialect/emoji-codes.js";
import { goldmarkAttributes } from "../../../../platform/markup/dialect/goldmark-attributes.js";
import { hardBreaks } from "../../../../platform/markup/dialect/hard-breaks.js";
import { inlineMarks } from "../../../../platform/markup/dialect/inline-marks.js";
import { wikiKey, wikiLinks } from "../../../../platform/markup/dialect/wiki-links.js";
import { flagOf, lineOf } from "../front-matter/field-value.js";
import type { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import type { ItemNotices } from "../item-notices.js";
import type { TagTable } from "../tags/tag.js";
import { type TagDialect, translateTags } from "../tags/translate-tags.js";
import { hugoShortcodes, type ShortcodeContext } from "./shortcodes/hugo-shortcodes.js";
import { themeShortcodes } from "./shortcodes/theme-shortcodes.js";

export interface HugoBody {
  config: FrontMatterFields;
  fields: FrontMatterFields;
  /** Where the page was. Null if it is not known. */
  path: string | null;
  siteUrl: string | null;
  refer: ShortcodeContext["refer"];
}

const TABLE: TagTable<ShortcodeContext> = new Map([...themeShortcodes, ...hugoShortcodes]);

/** Their content is code, so that a tag in it is part of the code. */
const LITERAL = new Set(
  "highlight code codeblock terminal command console mermaid plantuml graphviz markmap echarts chart flowchart wavedrom abc viz dot".split(
    " ",
  ),
);

const DIALECT: TagDialect<ShortcodeContext> = {
  syntax: "HUGO",
  table: TABLE,
  reads: "ALL",
  literal: LITERAL,
  noun: "the shortcode",
};

/** Whether an address may be relative. Most bodies have none, and need not be parsed to find that out. */
const RELATIVE =
  /(?:\]\(\s{0,9}<?|\b(?:src|href|poster)\s{0,9}=\s{0,9}["']?|\]:\s{0,9}<?)(?![a-z][a-z0-9+.-]{1,20}:|[/#?"'\s])|\bsrcset\b/i;

/** The name of a file with blanks or hyphens. */
const wikiPage = (name: string, refer: HugoBody["refer"]): string | null =>
  refer(name, null) ?? refer(wikiKey(name), null);

export function translateHugoBody(body: string, page: HugoBody, notices: ItemNotices): string {
  const { config, fields } = page;
  const context: ShortcodeContext = {
    refer: page.refer,
    parameter: (name) => lineOf(fields.first(name, `params.${name}`) ?? config.first(`params.${name}`)),
    dropped: (kind, reason) => notices.dropped(kind, reason),
  };
  let text = translateTags(body, DIALECT, context, notices);
  const isOn = (...names: string[]): boolean => flagOf(config.first(...names)) === true;
  if (isOn("markup.goldmark.parser.attribute.block")) text = goldmarkAttributes(text);
  if (isOn("enableEmoji")) text = emojiCodes(text);
  if (isOn("markup.goldmark.renderer.hardWraps")) text = hardBreaks(text);
  const extra = (name: string): boolean => isOn(`markup.goldmark.extensions.extras.${name}.enable`);
  text = inlineMarks(text, {
    subscript: extra("subscript"),
    superscript: extra("superscript"),
    inserted: extra("insert"),
  });
  const path = page.path === null ? null : /\.html?$/.test(page.path) ? page.path : `${page.path.replace(/\/$/, "")}/`;
  if (text.includes("[[")) text = wikiLinks(text, ({ name, isEmbed }) => (isEmbed ? null : wikiPage(name, page.refer)));
  return path === null || !RELATIVE.test(text)
    ? text
    : absoluteAddresses(text, "MARKDOWN", { page: path, siteUrl: page.siteUrl });
}
