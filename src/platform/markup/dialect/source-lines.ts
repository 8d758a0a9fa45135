// Finds the place of inline text in the source it was parsed from. The parser removes indentation, the marks of lists and quotations, and the
// backslashes before the bars of tables.
import type { MarkdownToken } from "../markdown/parser-states.js";
import { isRuledLine } from "../markdown/table-lines.js";

/** The offset in the source for an offset in the content of an inline token. Null if the place is not certain. */
export type Locate = (offset: number) => number | null;

export class SourceLines {
  readonly lines: string[] = [];
  readonly starts: number[] = [];

  constructor(source: string) {
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
  }

  /** The source with the line separators of the parser, and with tables that it reads. Each character has its column. */
  get text(): string {
    return this.lines.map((line) => (isRuledLine(line) ? line.replaceAll("+", "|") : line)).join("\n");
  }

  /** For text that is the end of each of its lines, but for white space. */
  locatorFor(token: MarkdownToken): Locate {
    const first = token.map?.[0];
    if (first === undefined) return () => null;
    const contents = token.content.split("\n");
    const ends: number[] = [];
    for (const content of contents) ends.push((ends.at(-1) ?? -1) + 1 + content.length);
    let index = 0;
    return (offset) => {
      while (index < contents.length - 1 && (ends[index] ?? 0) < offset) index++;
      while (index > 0 && (ends[index - 1] ?? 0) >= offset) index--;
      const content = contents[index] ?? "";
      return this.placeIn(first + index, content, offset - ((ends[index] ?? 0) - content.length));
    };
  }

  private placeIn(line: number, content: string, column: number): number | null {
    const written = this.lines[line];
    const start = written === undefined ? null : startOf(written, content.trim());
    if (start === null || written === undefined) return null;
    const leading = content.length - content.trimStart().length;
    return (this.starts[line] ?? 0) + Math.min(written.length, start + Math.max(0, column - leading));
  }

  /** Locates the cells of a row one after another. */
  rowLocator(line: number): (content: string) => Locate {
    const written = this.lines[line] ?? "";
    let from = 0;
    return (content) => {
      const start = written.indexOf(content.replaceAll("|", "\\|"), from);
      if (start < 0) return () => null;
      from = start + content.length;
      return (offset) => (this.starts[line] ?? 0) + start + offset + barsIn(content.slice(0, offset));
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

function barsIn(text: string): number {
  return text.split("|").length - 1;
}
