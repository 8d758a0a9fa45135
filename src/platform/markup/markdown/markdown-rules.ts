// The rules that Colophon adds to markdown-it. `markdown.ts` decides which of them run and in which order.
import MarkdownIt from "markdown-it";
import { isUnspaced } from "../../../lib/text.js";
import { languageName } from "../markdown-writer/code-markup.js";
import { isPageFile, postPathOf } from "../page-reference.js";
import { FENCE_ATTRIBUTE, richMark } from "../rich/rich-marks.js";
import { LINE_ATTRIBUTE, lineMark } from "../sanitising/line-marks.js";
import { escapeHtml } from "../tree.js";

type RenderRule = NonNullable<MarkdownIt["renderer"]["rules"][string]>;
type Token = Parameters<RenderRule>[0][number];
type CoreState = Parameters<Parameters<MarkdownIt["core"]["ruler"]["push"]>[1]>[0];
type InlineState = Parameters<Parameters<MarkdownIt["inline"]["ruler"]["push"]>[1]>[0];

const MAX_LABEL_LENGTH = 200;

/** Reads `[^` as text if no `]` is near. Otherwise the plugin would search for one to the end of the line, from each `[^`. */
export function skipEndlessLabel(state: InlineState, silent: boolean): boolean {
  if (!state.src.startsWith("[^", state.pos)) return false;
  if (state.src.slice(state.pos, state.pos + MAX_LABEL_LENGTH).includes("]")) return false;
  if (!silent) state.pending += "[";
  state.pos++;
  return true;
}

const { unescapeAll } = new MarkdownIt().utils;

export const renderFence: RenderRule = (tokens, index, _options, env) => {
  const { info = "", content = "" } = tokens[index] ?? {};
  const language = languageName(unescapeAll(info));
  const mark = env?.hasMarks ? ` ${FENCE_ATTRIBUTE}="${escapeHtml(richMark(unescapeAll(info)))}"` : "";
  const opening = language === null ? `<code${mark}>` : `<code class="language-${escapeHtml(language)}"${mark}>`;
  const attributes = ["id", LINE_ATTRIBUTE].map((name) => {
    const value = tokens[index]?.attrGet(name);
    return value == null ? "" : ` ${name}="${escapeHtml(String(value))}"`;
  });
  return `<pre${attributes.join("")}>${opening}${escapeHtml(content)}</code></pre>\n`;
};

/** A line break in Chinese or Japanese text is not a space. Korean has spaces between words, also where a line ends. */
export const renderSoftBreak: RenderRule = (tokens, index) => {
  const before = tokens[index - 1]?.content.at(-1)?.codePointAt(0);
  const after = tokens[index + 1]?.content.codePointAt(0);
  return before !== undefined && after !== undefined && isUnspaced(before) && isUnspaced(after) ? "" : "\n";
};

/** Writes the alignment of a column as attribute, instead of the style of markdown-it. */
export const renderCell: RenderRule = (tokens, index) => {
  const token = tokens[index];
  const align = /text-align:(\w+)/.exec(String(token?.attrGet("style") ?? ""))?.[1];
  return align === undefined ? `<${token?.tag}>` : `<${token?.tag} align="${align}">`;
};

/** Reads `## Title {#id}`, the anchor of a heading in Hugo and Pandoc. */
export function readHeadingAttributes(state: CoreState): void {
  for (const [index, token] of state.tokens.entries()) {
    const heading = state.tokens[index - 1];
    if (token.type !== "inline" || heading?.type !== "heading_open" || !token.content.endsWith("}")) continue;
    const start = token.content.lastIndexOf("{");
    const attributes = start < 0 || token.content[start - 1] === "\\" ? "" : token.content.slice(start + 1, -1).trim();
    if (!/^:?\s?(?:[.#][^\s]|[\w-]+=|-$)/.test(attributes)) continue;
    // Hashes that close the heading are before the attributes.
    token.content = token.content
      .slice(0, start)
      .trimEnd()
      .replace(/[ \t]#{1,9}$/, "")
      .trimEnd();
    const id = /#([^\s#]+)/.exec(attributes)?.[1];
    if (id !== undefined) heading.attrSet("id", id);
  }
}

/** Reads the task lists of GitHub, `- [ ]` and `- [x]`. */
export function readTaskLists(state: CoreState): void {
  const openLists: Token[] = [];
  for (const [index, token] of state.tokens.entries()) {
    if (token.type.endsWith("_list_open")) openLists.push(token);
    else if (token.type.endsWith("_list_close")) openLists.pop();
    else if (token.type === "inline" && state.tokens[index - 2]?.type === "list_item_open") {
      const checkbox = takeCheckbox(state, token);
      if (checkbox === null) continue;
      state.tokens[index - 2]?.attrSet("class", "task-list-item");
      openLists.at(-1)?.attrSet("class", "contains-task-list");
    }
  }
}

/** Marks blocks with the line of the source on which they begin, if `env.lineOf` knows it. */
export function markSourceLines({ env, tokens }: CoreState): void {
  const { lineOf } = env as { lineOf?: (line: number) => number };
  if (lineOf === undefined) return;
  for (const token of tokens) {
    if (token.map !== null && token.nesting >= 0 && token.type !== "inline") {
      token.attrSet(LINE_ATTRIBUTE, lineMark(lineOf(token.map[0])));
    }
  }
}

/** Replaces the brackets at the start of a list item by a checkbox. */
function takeCheckbox(state: CoreState, inline: Token): Token | null {
  const text = inline.children?.[0];
  const box = text?.type === "text" ? /^\[([ xX])\][ \t]+/.exec(text.content) : null;
  if (text === undefined || box === null) return null;
  text.content = text.content.slice(box[0].length);
  const checkbox = new state.Token("html_inline", "", 0);
  checkbox.content = `<input class="task-list-item-checkbox" type="checkbox" disabled${box[1] === " " ? "" : " checked"}> `;
  inline.children?.unshift(checkbox);
  return checkbox;
}

/** Resolves links to the files of other posts, such as `[x](../2016/x.md)`. */
export function resolvePageFiles(state: CoreState): void {
  for (const token of state.tokens) {
    for (const child of token.children ?? []) {
      const url = child.type === "link_open" ? child.attrGet("href") : null;
      if (url !== null && isPageFile(url)) child.attrSet("href", postPathOf(url));
    }
  }
}
