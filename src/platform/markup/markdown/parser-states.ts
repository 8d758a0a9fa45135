// Names for the states of markdown-it's three parsers, which its types export only as parameters of rules.
import type MarkdownIt from "markdown-it";

export type InlineRule = Parameters<MarkdownIt["inline"]["ruler"]["push"]>[1];
export type InlineState = Parameters<InlineRule>[0];
export type BlockState = Parameters<Parameters<MarkdownIt["block"]["ruler"]["push"]>[1]>[0];
export type CoreState = Parameters<Parameters<MarkdownIt["core"]["ruler"]["push"]>[1]>[0];
export type MarkdownToken = CoreState["tokens"][number];

/** The text of a line without the indentation and the marks of the blocks around it. */
export function lineText(state: BlockState, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
}

/** Whether the line is indented so far that it is code. */
export function isIndentedCode(state: BlockState, line: number): boolean {
  return (state.sCount[line] ?? 0) - state.blkIndent >= 4;
}
