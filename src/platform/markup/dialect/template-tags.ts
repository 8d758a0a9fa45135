// Keeps the tags of template languages, `{{…}}` and `{%…%}`, out of the reach of dialects: their arguments are not prose, and some of them
// enclose code.
import type MarkdownIt from "markdown-it";
import { type BlockState, type InlineState, isIndentedCode, lineText } from "../markdown/parser-states.js";

const MAX_LENGTH = 2_000;

const CODE_TAG =
  /^\{(?:\{[<%]|%-?)\s{0,9}(highlight|codeblock|code|raw|math|katex|mermaid|plantuml|graphviz|markmap|echarts|chart)(?![\w-])/;

export function skipTemplateTags(markdown: MarkdownIt): void {
  markdown.inline.ruler.after("text", "template_tag", skipTag);
  markdown.block.ruler.before("fence", "template_code", skipCode, {
    alt: ["paragraph", "reference", "blockquote", "list"],
  });
}

/** Whether the line is nothing but a tag. */
export function isTagLine(line: string): boolean {
  return /^[\s>]*\{[{%]/.test(line) && /[}%]\}\s*$/.test(line);
}

function skipTag(state: InlineState, silent: boolean): boolean {
  const opening = state.src.slice(state.pos, state.pos + 2);
  if (opening !== "{{" && opening !== "{%") return false;
  const closing = opening === "{{" ? "}}" : "%}";
  const length = state.src.slice(state.pos, Math.min(state.posMax, state.pos + MAX_LENGTH)).indexOf(closing, 2) + 2;
  if (length === 1) return false;
  if (!silent) state.pending += state.src.slice(state.pos, state.pos + length);
  state.pos += length;
  return true;
}

function skipCode(state: BlockState, startLine: number, endLine: number, silent: boolean): boolean {
  if (isIndentedCode(state, startLine)) return false;
  const opening = lineText(state, startLine);
  const name = opening.startsWith("{") ? CODE_TAG.exec(opening)?.[1] : undefined;
  const end = name === undefined ? null : endOfCode(state, name, startLine, endLine);
  if (end === null) return false;
  if (silent) return true;
  state.line = end + 1;
  const token = state.push("template_code", "", 0);
  token.map = [startLine, end + 1];
  return true;
}

/** A search without a result is not repeated from later lines, so that many opening tags take linear time. */
function endOfCode(state: BlockState, name: string, startLine: number, endLine: number): number | null {
  state.env.absentTags ??= new Set<string>();
  const absent: Set<string> = state.env.absentTags;
  const key = `${name} ${endLine}`;
  if (absent.has(key)) return null;
  const ending = new RegExp(`\\{(?:\\{[<%]\\s{0,9}/\\s{0,9}|%-?\\s{0,9}end)${name}\\s{0,9}(?:[>%]\\}\\}|-?%\\})`);
  for (let line = startLine; line < endLine; line++) {
    if (ending.test(lineText(state, line))) return line;
  }
  absent.add(key);
  return null;
}
