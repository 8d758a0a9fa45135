// Translates the attributes of blocks that Goldmark reads if it is configured to, `{#id .class}` on the line after a block, to those of Kramdown,
// which the renderer reads.
import type MarkdownIt from "markdown-it";
import { type BlockState, isIndentedCode, lineText } from "../markdown/parser-states.js";
import { translatorOf } from "./source-edits.js";

const ATTRIBUTES = /^\{[ \t]{0,9}(?:[#.][^\s{}]|[\w-]{1,50}=)[^{}\n]{0,500}\}[ \t]*$/;

const translate = translatorOf({
  mayChange: (source) => /^[\s>]{0,50}\{[ \t]{0,9}[#.\w]/m.test(source),
  rules: {},
  configure: (markdown: MarkdownIt) =>
    markdown.block.ruler.before("fence", "goldmark_attributes", findAttributes, {
      alt: ["paragraph", "reference", "blockquote", "list"],
    }),
  blockEdits: (tokens, { lines, starts }) =>
    tokens.flatMap(({ type, map }) => {
      if (type !== "goldmark_attributes" || map === null) return [];
      const place = (starts[map[0]] ?? 0) + (lines[map[0]]?.indexOf("{") ?? 0) + 1;
      return [{ start: place, end: place, text: ": " }];
    }),
});

export function goldmarkAttributes(source: string): string {
  return translate(source);
}

function findAttributes(state: BlockState, startLine: number, _endLine: number, silent: boolean): boolean {
  if (startLine === 0 || state.isEmpty(startLine - 1) || isIndentedCode(state, startLine)) return false;
  const text = lineText(state, startLine);
  if (!text.startsWith("{") || !ATTRIBUTES.test(text)) return false;
  if (silent) return true;
  state.line = startLine + 1;
  state.push("goldmark_attributes", "", 0).map = [startLine, startLine + 1];
  return true;
}
