// Parses Markdown to a sanitised tree: CommonMark with GitHub's tables, strikethrough, autolinks and task lists, footnotes, and the
// conventions of Chinese authors and of static site generators.
import MarkdownIt, { type PluginSimple } from "markdown-it";
import cjkFriendly from "markdown-it-cjk-friendly";
import footnote from "markdown-it-footnote";
import { sanitisedTree } from "../sanitise.js";
import type { MarkupNode } from "../tree.js";
import { readAlerts } from "./alerts.js";
import { readDefinitionLists } from "./definitions.js";
import { keepFormulas } from "./formulas.js";
import { convertGeneratorSyntax } from "./generator-syntax.js";
import { linkBareUrls } from "./markdown-links.js";
import {
  readHeadingAttributes,
  readTaskLists,
  renderCell,
  renderFence,
  renderSoftBreak,
  resolvePageFiles,
  skipEndlessLabel,
} from "./markdown-rules.js";
import { readMarks } from "./marks.js";

export function parseMarkdown(source: string): MarkupNode[] {
  const markdown = hasTooManyFootnotes(source) ? plainMarkdown : fullMarkdown;
  // With a byte order mark, the first line would always be a paragraph.
  return sanitisedTree(markdown.render(convertGeneratorSyntax(source.replace(/^\uFEFF/, ""))));
}

function createMarkdown(): MarkdownIt {
  const markdown = new MarkdownIt({ html: true, linkify: true });
  markdown.use(cjkFriendly);
  linkBareUrls(markdown);
  keepFormulas(markdown);
  readDefinitionLists(markdown);
  readMarks(markdown);
  markdown.renderer.rules.fence = renderFence;
  markdown.renderer.rules.softbreak = renderSoftBreak;
  markdown.renderer.rules.th_open = renderCell;
  markdown.renderer.rules.td_open = renderCell;
  markdown.core.ruler.before("inline", "alerts", readAlerts);
  markdown.core.ruler.before("inline", "heading_attributes", readHeadingAttributes);
  markdown.core.ruler.after("inline", "task_lists", readTaskLists);
  markdown.core.ruler.after("inline", "page_files", resolvePageFiles);
  return markdown;
}

function withFootnotes(markdown: MarkdownIt): MarkdownIt {
  // The types of the plugin use the CommonJS declaration of markdown-it; ours use the ESM declaration of the same class.
  markdown.use(footnote as unknown as PluginSimple);
  // Inline footnotes, `^[like this]`, are disabled, because the plugin recurses without limit.
  markdown.disable("footnote_inline");
  markdown.inline.ruler.before("footnote_ref", "footnote_label_limit", skipEndlessLabel);
  return markdown;
}

const plainMarkdown = createMarkdown();
const fullMarkdown = withFootnotes(createMarkdown());

/** Definitions and references together. The plugin copies the whole document for each footnote. */
const MAX_FOOTNOTES = 1_000;

function hasTooManyFootnotes(source: string): boolean {
  let count = 0;
  for (let at = source.indexOf("[^"); at >= 0 && count <= MAX_FOOTNOTES; at = source.indexOf("[^", at + 2)) count++;
  return count > MAX_FOOTNOTES;
}
