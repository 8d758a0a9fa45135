// Text for a terminal: its width in columns, where East Asian characters take two, and lines that are wrapped or shortened to a width.
import { graphemes, isCjk } from "../../../lib/text.js";

/** Controls could move the cursor or change colours, and directional marks could reorder the line. */
const UNPRINTABLE = /[\p{Cc}\p{Surrogate}\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;

/** On one line and without characters that a terminal would execute. */
export function printable(text: string): string {
  return text.replace(/\s{1,100}/g, " ").replace(UNPRINTABLE, "\uFFFD");
}

export function displayWidth(text: string): number {
  let width = 0;
  for (const grapheme of graphemes(text)) width += widthOf(grapheme);
  return width;
}

function widthOf(grapheme: string): number {
  const codePoint = grapheme.codePointAt(0) ?? 0;
  if (isCjk(codePoint) || codePoint >= 0x1f300 || /\p{Emoji_Presentation}|\uFE0F/u.test(grapheme)) return 2;
  return /^[\p{M}\p{Cf}]+$/u.test(grapheme) ? 0 : 1;
}

export function padEndToWidth(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

/** Shortened with `…` if it is wider. */
export function fitToWidth(text: string, width: number): string {
  if (text.length * 2 <= width || displayWidth(text.slice(0, 2 * width + 2)) <= width) return text;
  let fitting = "";
  let used = 1;
  for (const grapheme of graphemes(text.slice(0, 8 * width))) {
    used += widthOf(grapheme);
    if (used > width) break;
    fitting += grapheme;
  }
  return `${fitting.trimEnd()}…`;
}

/** Lines of at most `width` columns. They break at spaces and before East Asian characters; longer words are shortened. */
export function wrapToWidth(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const piece of piecesOf(text)) {
    const isSpace = piece === " ";
    const size = displayWidth(piece);
    if (used + size > width && used > 0) {
      lines.push(line.trimEnd());
      line = "";
      used = 0;
    }
    if (isSpace && used === 0) continue;
    const fitting = fitToWidth(piece, width);
    line += fitting;
    used += fitting === piece ? size : width;
  }
  return used > 0 ? [...lines, line.trimEnd()] : lines;
}

/** Words, single spaces, and single East Asian characters with the closing punctuation after them. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (const grapheme of graphemes(text)) {
    const last = pieces.at(-1);
    const isClosing = /^[\p{Pe}\p{Pf}、。，．：；！？]/u.test(grapheme);
    const breaks = grapheme === " " || last === " " || (!isClosing && (isWide(grapheme) || isWide(last ?? "")));
    if (last === undefined || breaks) pieces.push(grapheme);
    else pieces[pieces.length - 1] = last + grapheme;
  }
  return pieces;
}

const isWide = (text: string): boolean => isCjk(text.codePointAt(0) ?? 0);
