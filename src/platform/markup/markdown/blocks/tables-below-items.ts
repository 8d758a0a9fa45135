// Begins a table in the line below the text of a list item, where CommonMark continues the text. Hugo's and Hexo's parsers read a table there.
import type MarkdownIt from "markdown-it";
import { type BlockState, lineText } from "../parser-states.js";

const DELIMITERS = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*){0,200}\|?[ \t]*$/;

export function readTablesBelowItems(markdown: MarkdownIt): void {
  markdown.block.ruler.before("table", "table_below_item", isTableBelowItem, { alt: ["paragraph"] });
}

/** Ends the paragraph, after which the rule for tables finds the table. The lines of a quotation have another indentation. */
function isTableBelowItem(state: BlockState, startLine: number, endLine: number, silent: boolean): boolean {
  const isLazy = (line: number): boolean => {
    const indent = state.sCount[line] ?? -1;
    return indent >= 0 && indent < state.blkIndent;
  };
  if (!silent || startLine + 1 >= endLine || !isLazy(startLine) || !isLazy(startLine + 1)) return false;
  const delimiters = lineText(state, startLine + 1).trim();
  const heading = lineText(state, startLine).trim();
  if (!delimiters.includes("|") || !DELIMITERS.test(delimiters)) return false;
  return heading.includes("|") && columnsIn(heading) === columnsIn(delimiters);
}

function columnsIn(row: string): number {
  return row.replace(/^\||(?<!\\)\|$/g, "").split(/(?<!\\)\|/).length;
}
