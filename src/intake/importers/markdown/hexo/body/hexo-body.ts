// Translates the body of a post of Hexo to Markdown that needs no generator: tags and variables of Nunjucks, titles of code, and what the
// renderer of the site reads in its own way.
import type { MarkupFormat } from "../../../../../platform/markup/body.js";
import { absoluteAddresses } from "../../../../../platform/markup/dialect/absolute-addresses.js";
import { emojiCodes } from "../../../../../platform/markup/dialect/emoji-codes.js";
import { hardBreaks } from "../../../../../platform/markup/dialect/hard-breaks.js";
import { inlineMarks, literalMarks } from "../../../../../platform/markup/dialect/inline-marks.js";
import type { AddressOptions } from "../../../../../platform/markup/dialect/resolve-address.js";
import { flagOf } from "../../front-matter/field-value.js";
import type { FrontMatterFields } from "../../front-matter/front-matter-fields.js";
import type { ItemNotices } from "../../item-notices.js";
import { literalBraces } from "../../tags/literal-tags.js";
import { renderedTags } from "../../tags/rendered-tags.js";
import type { TagTranslation } from "../../tags/tag.js";
import { type TagDialect, translateTags } from "../../tags/translate-tags.js";
import { HEXO_BOX_TAGS } from "../tags/hexo-box-tags.js";
import { HEXO_CORE_TAGS } from "../tags/hexo-core-tags.js";
import { HEXO_INLINE_TAGS } from "../tags/hexo-inline-tags.js";
import type { HexoTagContext } from "../tags/hexo-tag-context.js";
import { withCodeCaptions } from "./hexo-code-captions.js";
import type { HexoDialect } from "./hexo-dialect.js";
import { withPrintedVariables } from "./hexo-variables.js";

type Entry = [string, TagTranslation<HexoTagContext>];

/** Volantis has some of its tags under names with a capital as well. */
function withCapitals(entries: readonly Entry[]): Entry[] {
  const more = [...entries, ...[...HEXO_CORE_TAGS].filter(([name]) => /^(?:link|image)$/.test(name))];
  return [
    ...more.map(([name, translate]): Entry => [name.slice(0, 1).toUpperCase() + name.slice(1), translate]),
    ...entries,
  ];
}

const TAGS: TagDialect<HexoTagContext> = {
  syntax: "LIQUID",
  table: new Map([...withCapitals([...HEXO_INLINE_TAGS, ...HEXO_BOX_TAGS]), ...HEXO_CORE_TAGS]),
  reads: "OUTSIDE_CODE",
  literal: new Set(
    "raw code codeblock mermaid plantuml markmap echarts graphviz flow sequence wavedrom chartjs score flink linkgrid lg math katex".split(
      " ",
    ),
  ),
  noun: "tag",
};
const RAW_SPAN = /\{%-? {0,9}raw {0,9}-?%\}(.{0,1000}?)\{%-? {0,9}endraw {0,9}-?%\}/g;

export interface HexoBodyContext {
  dialect: HexoDialect;
  fields: FrontMatterFields;
  format: MarkupFormat;
  tags: HexoTagContext;
  /** Null if the old address of the post is unknown. */
  addresses: AddressOptions | null;
}

export function hexoBody(body: string, context: HexoBodyContext, notices: ItemNotices): string {
  const { dialect, fields, format, addresses } = context;
  const own = flagOf(fields.first("disableNunjucks"));
  const readsTags = own === null ? dialect.readsTags : own === false;
  const written = format === "MARKDOWN" ? withCodeCaptions(body) : body;
  const plain = readsTags ? withoutTags(written, context, notices) : literalBraces(written);
  const standard = format === "MARKDOWN" ? inDialect(plain, dialect) : plain;
  return addresses === null ? standard : absoluteAddresses(standard, format, addresses);
}

function inDialect(body: string, dialect: HexoDialect): string {
  const written = dialect.hasMarks ? body : literalMarks(body);
  const marked = inlineMarks(dialect.hasEmoji ? emojiCodes(written) : written, dialect);
  return dialect.hasBreaks ? hardBreaks(marked) : marked;
}

function withoutTags(body: string, { fields, format, tags }: HexoBodyContext, notices: ItemNotices): string {
  // In a code span, braces are shown by the tag raw.
  const spans = body.includes("raw")
    ? body.replace(/`[^`\n]{0,1000}\braw\b[^`\n]{0,1000}`/g, (span) => span.replace(RAW_SPAN, "$1"))
    : body;
  const dialect = format === "MARKDOWN" ? TAGS : HTML_TAGS;
  return withPrintedVariables(translateTags(spans, dialect, tags, notices), fields, notices);
}

const HTML_TAGS: TagDialect<HexoTagContext> = { ...TAGS, table: renderedTags(TAGS.table, new Set(["raw"])) };
