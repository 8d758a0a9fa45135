// Creates a markdown-it with all rules of Colophon. The renderer and the functions that translate dialects use the same rules, so that they
// agree on what is code, a formula or a table.
import MarkdownIt, { type PluginSimple } from "markdown-it";
import cjkFriendly from "markdown-it-cjk-friendly";
import footnote from "markdown-it-footnote";
import { readAbbreviations } from "./blocks/abbreviations.js";
import { readAdmonitions } from "./blocks/admonitions.js";
import { readAlerts } from "./blocks/alerts.js";
import { readAttributeLists } from "./blocks/attribute-lists.js";
import { readContainers } from "./blocks/containers.js";
import { readDefinitionLists } from "./blocks/definitions.js";
import { readMarkdownInHtml } from "./blocks/markdown-in-html.js";
import { readMoreMarks } from "./blocks/more-marks.js";
import { readTablesBelowItems } from "./blocks/tables-below-items.js";
import { keepFormulas } from "./formulas.js";
import { linkBareUrls } from "./markdown-links.js";
import {
  markSourceLines,
  readHeadingAttributes,
  readTaskLists,
  renderCell,
  renderFence,
  renderSoftBreak,
  resolvePageFiles,
  skipEndlessLabel,
} from "./markdown-rules.js";
import { readMarks } from "./marks.js";

export function createMarkdown(): MarkdownIt {
  const markdown = new MarkdownIt({ html: true, linkify: true });
  markdown.use(cjkFriendly);
  linkBareUrls(markdown);
  keepFormulas(markdown);
  readDefinitionLists(markdown);
  readMarks(markdown);
  readMarkdownInHtml(markdown);
  readContainers(markdown);
  readAdmonitions(markdown);
  readAttributeLists(markdown);
  readAbbreviations(markdown);
  readMoreMarks(markdown);
  readTablesBelowItems(markdown);
  markdown.renderer.rules.fence = renderFence;
  markdown.renderer.rules.softbreak = renderSoftBreak;
  markdown.renderer.rules.th_open = renderCell;
  markdown.renderer.rules.td_open = renderCell;
  markdown.core.ruler.before("inline", "alerts", readAlerts);
  markdown.core.ruler.before("inline", "heading_attributes", readHeadingAttributes);
  markdown.core.ruler.after("inline", "task_lists", readTaskLists);
  markdown.core.ruler.after("inline", "page_files", resolvePageFiles);
  markdown.core.ruler.push("source_lines", markSourceLines);
  return markdown;
}

export function withFootnotes(markdown: MarkdownIt): MarkdownIt {
  // The types of the plugin use the CommonJS declaration of markdown-it; ours use the ESM declaration of the same class.
  markdown.use(footnote as unknown as PluginSimple);
  // Inline footnotes, `^[like this]`, are disabled, because the plugin recurses without limit.
  markdown.disable("footnote_inline");
  markdown.inline.ruler.before("footnote_ref", "footnote_label_limit", skipEndlessLabel);
  return markdown;
}

/** Definitions and references together. The plugin copies the whole document for each footnote. */
const MAX_FOOTNOTES = 1_000;

/** Whether the source must be parsed without footnotes. */
export function hasTooManyFootnotes(source: string): boolean {
  let count = 0;
  for (let at = source.indexOf("[^"); at >= 0 && count <= MAX_FOOTNOTES; at = source.indexOf("[^", at + 2)) count++;
  return count > MAX_FOOTNOTES;
}
