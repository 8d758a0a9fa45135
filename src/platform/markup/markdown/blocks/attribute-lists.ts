// Reads the attribute lists of Kramdown, `{: .class #id}`, behind blocks, list items and spans, and those of Pandoc behind links. Ids become
// places that links find, and a class `language-…` names the language of code. Other attributes have no meaning here.
import type MarkdownIt from "markdown-it";
import { escapeHtml } from "../../tree.js";
import {
  type BlockState,
  type CoreState,
  type InlineState,
  isIndentedCode,
  lineText,
  type MarkdownToken,
} from "../parser-states.js";

const BLOCK_LIST = /^\{:(?![:/])([^{}\n]{0,1000})\}[ \t]*$/;
const ITEM_LIST = /^\{:(?![:/])([^{}\n]{0,500})\}(?:\s+|$)/;
const SPAN_LIST = /\{:(?![:/])([^{}\n]{0,500})\}/y;
const LINK_LIST = /\{([^{}\n]{0,300}[=.#][^{}\n]{0,300})\}/y;
const DEFINITION = /^([\w-]{1,100}):(?:\s|$)/;

export function readAttributeLists(markdown: MarkdownIt): void {
  markdown.block.ruler.before("fence", "attribute_list", readBlockList, {
    alt: ["paragraph", "reference", "blockquote", "list"],
  });
  markdown.core.ruler.after("block", "attribute_lists", applyBlockLists);
  markdown.inline.ruler.after("text", "attribute_list", readSpanList);
  markdown.renderer.rules.attribute_list = () => "";
}

function readBlockList(state: BlockState, startLine: number, _endLine: number, silent: boolean): boolean {
  if (isIndentedCode(state, startLine)) return false;
  const text = lineText(state, startLine);
  const attributes = text.startsWith("{:") ? BLOCK_LIST.exec(text)?.[1]?.trim() : undefined;
  if (attributes === undefined) return false;
  if (silent) return true;
  state.line = startLine + 1;
  const definition = DEFINITION.exec(attributes);
  const token = state.push("attribute_list", "", 0);
  token.map = [startLine, startLine + 1];
  token.content = definition === null ? attributes : "";
  if (definition !== null) definitionsIn(state.env).set(definition[1] ?? "", attributes.slice(definition[0].length));
  return true;
}

function definitionsIn(env: { attributeLists?: Map<string, string> }): Map<string, string> {
  env.attributeLists ??= new Map();
  return env.attributeLists;
}

/** A list belongs to the block that ends right before it, or else to the block that begins right after it. */
function applyBlockLists({ tokens, env }: CoreState): void {
  applyItemLists(tokens);
  if (!tokens.some(({ type }) => type === "attribute_list")) return;
  const blocks = blocksOf(tokens);
  for (const [index, token] of tokens.entries()) {
    if (token.type !== "attribute_list" || token.content === "") continue;
    const line = token.map?.[0] ?? 0;
    const target = blockBefore(tokens, blocks.get(index - 1), index, line) ?? blockAfter(tokens, index, line);
    if (target === null) continue;
    const names = token.content.split(/\s+/).map((name) => definitionsIn(env).get(name) ?? "");
    const attributes = [token.content, ...names].join(" ");
    if (/(?:^|\s)toc(?:\s|$)/.test(attributes) && /_list_open$/.test(target.type)) target.meta = { isContents: true };
    else applyTo(target, attributes);
  }
  removeContents(tokens);
}

/** A list at the start of the text of a list item belongs to the item. */
function applyItemLists(tokens: readonly MarkdownToken[]): void {
  for (const [index, token] of tokens.entries()) {
    const item = tokens[index - 2];
    if (token.type !== "inline" || item?.type !== "list_item_open" || !token.content.startsWith("{:")) continue;
    const [written = "", attributes = ""] = ITEM_LIST.exec(token.content) ?? [];
    token.content = token.content.slice(written.length);
    applyTo(item, attributes);
  }
}

/** Maps the index of the last token of each block to that of its first token. */
function blocksOf(tokens: readonly MarkdownToken[]): Map<number, number> {
  const open: number[] = [];
  const blocks = new Map<number, number>();
  for (const [index, token] of tokens.entries()) {
    if (token.nesting === 1) open.push(index);
    const first = token.nesting === -1 ? open.pop() : index;
    if (token.nesting !== 1 && first !== undefined) blocks.set(index, first);
  }
  return blocks;
}

function blockBefore(
  tokens: readonly MarkdownToken[],
  first: number | undefined,
  index: number,
  line: number,
): MarkdownToken | null {
  const block = first === undefined ? undefined : tokens[first];
  if (first === undefined || block === undefined || tokens[index - 1]?.type === "inline") return null;
  if (lastLineOf(tokens, block, index - 1) !== line) return null;
  return block.hidden ? (tokens[first - 1] ?? null) : block;
}

/** The line after the last text of a block. The map of a list includes the blank lines after it; that of its last paragraph does not. */
function lastLineOf(tokens: readonly MarkdownToken[], block: MarkdownToken, end: number): number | undefined {
  let index = end;
  while (index > 0 && tokens[index]?.nesting === -1) index--;
  return (tokens[index]?.map ?? block.map)?.[1];
}

function blockAfter(tokens: readonly MarkdownToken[], index: number, line: number): MarkdownToken | null {
  const next = tokens[index + 1];
  return next !== undefined && next.nesting !== -1 && next.map?.[0] === line + 1 ? next : null;
}

function applyTo(target: MarkdownToken, attributes: string): void {
  const id = idIn(attributes);
  if (id !== undefined) target.attrSet("id", id);
  const language = /(?:^|\s)\.language-([^\s.#]+)/.exec(attributes)?.[1];
  const isCode = target.type === "code_block" || target.type === "fence";
  if (language === undefined || !isCode) return;
  target.type = "fence";
  target.info ||= language;
}

function idIn(attributes: string): string | undefined {
  const [, short, double, single] = /(?:^|\s)(?:#([^\s#.{}]+)|id="([^"\s]+)"|id='([^'\s]+)')/.exec(attributes) ?? [];
  return short ?? double ?? single;
}

/** Kramdown replaces a list by the table of contents. */
function removeContents(tokens: MarkdownToken[]): void {
  if (!tokens.some(({ meta }) => meta?.isContents === true)) return;
  let level: number | null = null;
  const kept = tokens.filter((token) => {
    if (level === null && token.meta?.isContents === true) level = token.level;
    else if (level !== null && token.nesting === -1 && token.level === level) level = null;
    else return level === null;
    return false;
  });
  tokens.splice(0, tokens.length, ...kept);
}

function readSpanList(state: InlineState, silent: boolean): boolean {
  const { src, pos } = state;
  if (src[pos] !== "{") return false;
  const found = matchAt(SPAN_LIST, src, pos) ?? (isBehindLink(src, pos) ? matchAt(LINK_LIST, src, pos) : null);
  if (found === null) return false;
  const end = pos + found[0].length;
  if (end > state.posMax || !/[)\]*_`>"]/.test(src[pos - 1] ?? "")) return false;
  const id = idIn(found[1] ?? "");
  if (!silent && id !== undefined) state.push("html_inline", "", 0).content = `<a id="${escapeHtml(id)}"></a>`;
  state.pos = end;
  return true;
}

function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}

function isBehindLink(src: string, pos: number): boolean {
  if (src[pos - 1] !== ")") return false;
  const before = src.slice(Math.max(0, pos - 500), pos - 1);
  return before[before.lastIndexOf("(") - 1] === "]" && !before.includes(")", before.lastIndexOf("("));
}
