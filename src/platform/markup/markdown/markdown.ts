// Markdown as a sanitised tree: CommonMark with GitHub's tables, strikethrough, autolinks and task lists, footnotes, and
// the habits of Chinese authors and static site generators. Separate from the other views, which only see the tree.
import MarkdownIt, { type PluginSimple } from "markdown-it";
import cjkFriendly from "markdown-it-cjk-friendly";
import footnote from "markdown-it-footnote";
import { sanitisedTree } from "../sanitise.js";
import type { MarkupNode } from "../tree.js";
import { readMarkdownSource } from "./generator-tags.js";
import { linkBareUrls } from "./markdown-links.js";
import {
  followPageFiles,
  readHeadingAttributes,
  readTaskLists,
  renderCell,
  renderFence,
  renderSoftBreak,
  skipEndlessLabel,
} from "./markdown-rules.js";

export function parseMarkdown(source: string): MarkupNode[] {
  const markdown = hasTooManyFootnotes(source) ? plainMarkdown : fullMarkdown;
  // A byte order mark would make the first line a paragraph, whatever it is.
  return sanitisedTree(markdown.render(readMarkdownSource(source.replace(/^\uFEFF/, ""))));
}

function createMarkdown(): MarkdownIt {
  const markdown = new MarkdownIt({ html: true, linkify: true });
  markdown.use(cjkFriendly);
  linkBareUrls(markdown);
  markdown.renderer.rules.fence = renderFence;
  markdown.renderer.rules.softbreak = renderSoftBreak;
  markdown.renderer.rules.th_open = renderCell;
  markdown.renderer.rules.td_open = renderCell;
  markdown.core.ruler.before("inline", "heading_attributes", readHeadingAttributes);
  markdown.core.ruler.after("inline", "task_lists", readTaskLists);
  markdown.core.ruler.after("inline", "page_files", followPageFiles);
  return markdown;
}

function withFootnotes(markdown: MarkdownIt): MarkdownIt {
  // Its types are written against the CommonJS form of markdown-it, ours against the ESM form of the same class.
  markdown.use(footnote as unknown as PluginSimple);
  // Recursion in `^[notes like this]` has no limit.
  markdown.disable("footnote_inline");
  markdown.inline.ruler.before("footnote_ref", "footnote_label_limit", skipEndlessLabel);
  return markdown;
}

const plainMarkdown = createMarkdown();
const fullMarkdown = withFootnotes(createMarkdown());

/** Of definitions and references together: the plug-in copies the whole document once for each footnote. */
const MAX_FOOTNOTES = 1_000;

function hasTooManyFootnotes(source: string): boolean {
  let count = 0;
  for (let at = source.indexOf("[^"); at >= 0 && count <= MAX_FOOTNOTES; at = source.indexOf("[^", at + 2)) count++;
  return count > MAX_FOOTNOTES;
}
