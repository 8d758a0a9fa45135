// Reads `==highlighted==` text. Comparisons such as `a==b` and `a == b` are text.
import type MarkdownIt from "markdown-it";
import { isCjk } from "../../../lib/text.js";

type InlineState = Parameters<Parameters<MarkdownIt["inline"]["ruler"]["push"]>[1]>[0];

const MARK = /^==(?![\s=])([^=\n]{0,500}[^\s=])==(?![\w=])/;

export function readMarks(markdown: MarkdownIt): void {
  markdown.inline.ruler.before("emphasis", "mark", readMark);
}

function readMark(state: InlineState, silent: boolean): boolean {
  const end = endOfMark(state);
  if (end === null) return false;
  const { pos, posMax } = state;
  if (!silent) {
    state.push("mark_open", "mark", 1);
    state.pos = pos + 2;
    state.posMax = end - 2;
    state.md.inline.tokenize(state);
    state.posMax = posMax;
    state.push("mark_close", "mark", -1);
  }
  state.pos = end;
  return true;
}

/** Null if no mark begins at the current position. */
export function endOfMark({ src, pos, posMax }: InlineState): number | null {
  if (!src.startsWith("==", pos) || !mayOpenAfter(src[pos - 1])) return null;
  const found = MARK.exec(src.slice(pos, Math.min(posMax, pos + 506)));
  // The mark must not cut through code or a link.
  return found === null || /[`[\]<>]/.test(found[1] ?? "") ? null : pos + found[0].length;
}

function mayOpenAfter(before: string | undefined): boolean {
  return before === undefined || /[\s*_([{"'“‘（【《「]/.test(before) || isCjk(before.charCodeAt(0));
}
