// Finds the place of inline text in the source it was parsed from. The parser removes indentation, the marks of lists and quotations, and the
// backslashes before the bars of tables.

import { isRuledLine } from "../markdown/blocks/table-lines.js";
import type { MarkdownToken } from "../markdown/parser-states.js";

/** The offset in the source for an offset in the content of an inline token. Null if the place is not certain. */
export type Locate = (offset: number) => number | null;

export class SourceLines {
  readonly lines: string[] = [];
  readonly starts: number[] = [];
  private readonly textStarts: number[] = [];
  private textLength = 0;

  constructor(readonly source: string) {
    const separators = /\r\n?|\n/g;
    let start = 0;
    for (let found = separators.exec(source); found !== null; found = separators.exec(source)) {
      this.push(source.slice(start, found.index), start);
      start = found.index + found[0].length;
    }
    this.push(source.slice(start), start);
  }

  private push(line: string, start: number): void {
    this.lines.push(line);
    this.starts.push(start);
    this.textStarts.push(this.textLength);
    this.textLength += line.length + 1;
  }

  /** The source with the line separators of the parser, and with tables that it reads. Each character has its column. */
  get text(): string {
    return this.lines.map((line) => (isRuledLine(line) ? line.replaceAll("+", "|") : line)).join("\n");
  }

  /** The offsets of some lines, the second of which is not included. */
  range([first, end]: readonly [number, number]): { from: number; to: number } {
    return { from: this.starts[first] ?? 0, to: this.starts[end] ?? this.source.length };
  }

  /** The offset in the source for an offset in `text`, on a line. */
  placeOf(line: number, offset: number): number {
    return (this.starts[line] ?? 0) + offset - (this.textStarts[line] ?? 0);
  }

  /** For text that is the end of each of its lines, but for white space. */
  locatorFor(token: MarkdownToken): Locate {
    const first = token.map?.[0];
    if (first === undefined) return () => null;
    const places: { end: number; shift: number | null; limit: number }[] = [];
    for (const content of token.content.split("\n")) {
      const line = first + places.length;
      const end = (places.at(-1)?.end ?? -1) + 1 + content.length;
      const start = startOf(this.lines[line] ?? "", content.trim());
      const leading = content.length - content.trimStart().length;
      const from = this.starts[line] ?? 0;
      // From the offset in the content to that in the source.
      const shift = start === null ? null : from + start - leading - (end - content.length);
      places.push({ end, shift, limit: from + (this.lines[line]?.length ?? 0) });
    }
    let index = 0;
    return (offset) => {
      while (index < places.length - 1 && (places[index]?.end ?? 0) < offset) index++;
      while (index > 0 && (places[index - 1]?.end ?? 0) >= offset) index--;
      const { shift = null, limit = 0 } = places[index] ?? {};
      return shift === null ? null : Math.min(limit, offset + shift);
    };
  }

  /** Locates the cells of a row one after another. */
  rowLocator(line: number): (content: string) => Locate {
    const written = this.lines[line] ?? "";
    let from = 0;
    return (content) => {
      const start = written.indexOf(content.replaceAll("|", "\\|"), from);
      if (start < 0) return () => null;
      from = start + content.length;
      const bars = Array.from(content.matchAll(/\|/g), ({ index }) => index);
      let passed = 0;
      return (offset) => {
        while (passed < bars.length && (bars[passed] ?? 0) < offset) passed++;
        while (passed > 0 && (bars[passed - 1] ?? 0) >= offset) passed--;
        return (this.starts[line] ?? 0) + start + offset + passed;
      };
    };
  }
}

/** The closing hashes of a heading and the closing tag of an element follow the text. */
function startOf(written: string, text: string): number | null {
  const end = written.trimEnd();
  if (end.endsWith(text)) return end.length - text.length;
  const start = written.indexOf(text);
  return start >= 0 && start === written.lastIndexOf(text) ? start : null;
}
