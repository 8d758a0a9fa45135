// Reads the marks behind which lists of posts offer the rest, such as `<!-- more -->`. They are HTML comments, but the text after one on the
// same line is Markdown.
import type MarkdownIt from "markdown-it";
import { type BlockState, lineText } from "../parser-states.js";

/** `<!--more-->` of Hugo and WordPress, also with its own words for the link, and `<!-- more -->` of Hexo. */
export const MORE_MARK = /<!--\s{0,9}more(?:\s[^<>]{0,200})?-->/i;

const BEFORE_TEXT = new RegExp(String.raw`^${MORE_MARK.source}[ \t]*(?=\S)`, "i");

export function readMoreMarks(markdown: MarkdownIt): void {
  markdown.block.ruler.before("table", "more_mark", skipMark);
}

/** Moves the start of the line behind the mark; the other rules then read the rest. */
function skipMark(state: BlockState, startLine: number): boolean {
  const text = lineText(state, startLine);
  const mark = text.startsWith("<!--") ? BEFORE_TEXT.exec(text)?.[0] : undefined;
  if (mark !== undefined) state.tShift[startLine] = (state.tShift[startLine] ?? 0) + mark.length;
  return false;
}
