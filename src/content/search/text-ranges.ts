// Where the headings and the blocks of code of a post stand in its text, so that each place is shown once.
import type { CodeBlock, Heading } from "../../platform/markup/body.js";
import { isDiagramLanguage } from "../../platform/markup/markdown-writer/diagram-languages.js";

export interface OffsetRange {
  start: number;
  end: number;
}

export function codeBlockRanges(text: string, blocks: readonly CodeBlock[]): OffsetRange[] {
  return rangesInOrder(
    blocks.map(({ source }) => source),
    (source, from) => text.indexOf(source, from),
  );
}

/** The source of a diagram tells readers nothing. Its lines are removed from the text, and its block from the list. */
export function withoutDiagrams(text: string, blocks: readonly CodeBlock[]): { text: string; blocks: CodeBlock[] } {
  const isDiagram = ({ language }: CodeBlock): boolean => language !== null && isDiagramLanguage(language);
  const sources = blocks.filter(isDiagram).map(({ source }) => source);
  const lines = `\n${text}\n`;
  let kept = "";
  let from = 0;
  for (const { start, end } of rangesInOrder(sources, (source, after) => lines.indexOf(`\n${source}\n`, after))) {
    kept += text.slice(from, start);
    from = end;
  }
  return { text: kept + text.slice(from), blocks: blocks.filter((block) => !isDiagram(block)) };
}

/** A heading is a line of the text. */
export function headingRanges(text: string, headings: readonly Heading[]): OffsetRange[] {
  const lines = `\n${text}\n`;
  return rangesInOrder(
    headings.map((heading) => heading.text),
    (heading, from) => lines.indexOf(`\n${heading}\n`, from),
  );
}

function rangesInOrder(pieces: readonly string[], find: (piece: string, from: number) => number): OffsetRange[] {
  const ranges: OffsetRange[] = [];
  let from = 0;
  for (const piece of pieces) {
    const start = piece === "" ? -1 : find(piece, from);
    if (start === -1) continue;
    from = start + piece.length;
    ranges.push({ start, end: from });
  }
  return ranges;
}

export const isWithin = (ranges: readonly OffsetRange[], offset: number): boolean =>
  ranges.some(({ start, end }) => offset >= start && offset < end);
