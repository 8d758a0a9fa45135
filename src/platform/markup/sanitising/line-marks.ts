// Marks elements with the line of the source that they come from, so that an editor can show the same place in source and preview.
import { randomUUID } from "node:crypto";
import { Parser } from "htmlparser2";

export const LINE_ATTRIBUTE = "data-line";

/** Distinguishes the marks of this renderer from attributes that authors write, which are removed. */
const NONCE = randomUUID();

/** The value of the attribute until it is sanitised. `line` is counted from 0, the result from 1. */
export const lineMark = (line: number): string => `${NONCE}:${line + 1}`;

/** The line of a mark, or null if an author wrote the attribute. */
export const markedLine = (value: string): string | null =>
  value.startsWith(`${NONCE}:`) ? value.slice(NONCE.length + 1) : null;

/** For each line of a converted text the line of the source that it was made of: the same text further down, or else the one before. */
export function linesOfSource(source: string, converted: string): (line: number) => number {
  const before = source.split(/\r\n?|\n/);
  const after = converted.split(/\r\n?|\n/);
  if (before.length === after.length) return (line) => line;
  let next = 0;
  let last = 0;
  const lines = after.map((text) => {
    const found = text.trim() === "" ? -1 : before.slice(next, next + MAX_SKIPPED).indexOf(text);
    if (found >= 0) {
      last = next + found;
      next = last + 1;
    }
    return last;
  });
  return (line) => lines[line] ?? last;
}

/** A conversion drops fewer lines in one place. */
const MAX_SKIPPED = 100;

const MARKED_TAGS = new Set(
  "h1 h2 h3 h4 h5 h6 p div section blockquote pre figure ul ol li dl dt dd table tr details".split(" "),
);

/** The same HTML, whose blocks have marks. Paragraphs that only blank lines make have none. */
export function withLineMarks(html: string): string {
  const ends: { at: number; line: number }[] = [];
  let line = 0;
  let counted = 0;
  const parser = new Parser({
    onopentagname(name) {
      if (!MARKED_TAGS.has(name)) return;
      for (; counted < parser.startIndex; counted++) if (html.charCodeAt(counted) === 10) line++;
      ends.push({ at: parser.startIndex + 1 + name.length, line });
    },
  });
  parser.end(html);
  let marked = "";
  let copied = 0;
  for (const { at, line: start } of ends) {
    marked += `${html.slice(copied, at)} ${LINE_ATTRIBUTE}="${lineMark(start)}"`;
    copied = at;
  }
  return marked + html.slice(copied);
}
