// Finds the text before the mark `<!-- more -->`, which the author chose as the excerpt of a post.
import { MORE_MARK } from "../markdown/blocks/more-marks.js";
import type { InlineState, MarkdownToken } from "../markdown/parser-states.js";
import { editsOf, recordEdit, type SourceEdit } from "./source-edits.js";
import type { SourceLines } from "./source-lines.js";

const findMarks = editsOf({
  mayChange: (source) => MORE_MARK.test(source),
  rules: { more_mark: findInlineMark },
  blockEdits: findBlockMarks,
});

/** The Markdown before the mark. Null if there is no mark, as in code, or nothing before it. */
export function textBeforeMore(source: string): string | null {
  const start = Math.min(...findMarks(source, undefined).map((mark) => mark.start));
  const text = start === Number.POSITIVE_INFINITY ? "" : source.slice(0, start).trimEnd();
  return text.trim() === "" ? null : text;
}

const AT_POSITION = new RegExp(MORE_MARK.source, "iy");

function findInlineMark(state: InlineState, silent: boolean): boolean {
  if (silent || state.src[state.pos] !== "<") return false;
  AT_POSITION.lastIndex = state.pos;
  if (AT_POSITION.test(state.src)) recordEdit(state, { start: state.pos, end: state.pos, text: "" });
  return false;
}

function findBlockMarks(tokens: readonly MarkdownToken[], { lines, starts }: SourceLines): SourceEdit[] {
  return tokens.flatMap(({ type, map }) => {
    const [first, end] = type === "html_block" ? (map ?? [0, 0]) : [0, 0];
    return lines.slice(first, end).flatMap((line, index) => {
      const start = (starts[first + index] ?? 0) + line.search(MORE_MARK);
      return MORE_MARK.test(line) ? [{ start, end: start, text: "" }] : [];
    });
  });
}
