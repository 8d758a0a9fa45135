// Breaks text into lines that fit the terminal. Chinese and Japanese break between any two characters except around
// punctuation that may not start or end a line; other scripts break at spaces. Lines that fit come back untouched, so
// that code keeps its indentation.
import { displayWidth, graphemes, isWide } from "./display-width.js";

const CLOSING = /^[\p{Pe}\p{Pf}、。，．：；！？…‥·,.:;!?%％ー々]/u;
const OPENING = /^[\p{Ps}\p{Pi}]/u;
const SPACE = /^[ \u3000]/;

/** `hanging` stands before every line but the first and counts into the width. */
export function wrap(text: string, width: number, hanging = ""): string {
  return text
    .split("\n")
    .flatMap((line) => wrapLine(line, width, hanging))
    .join(`\n${hanging}`);
}

function wrapLine(line: string, width: number, hanging: string): string[] {
  const room = Math.max(2, width - displayWidth(hanging));
  if (displayWidth(line) <= room) return [line];
  const lines: string[] = [];
  let current = "";
  let used = 0;
  for (const piece of pieces(line).flatMap((part) => breakLong(part, room))) {
    const pieceWidth = displayWidth(piece);
    if (used > 0 && used + displayWidth(piece.trimEnd()) > room) {
      lines.push(current.trimEnd());
      current = "";
      used = 0;
    }
    current += piece;
    used += pieceWidth;
  }
  if (current.trimEnd() !== "") lines.push(current.trimEnd());
  return lines;
}

/** The line cut at every place where it may break; spaces stay at the end of the piece before them. */
function pieces(line: string): string[] {
  const cut: string[] = [];
  let piece = "";
  let last = "";
  for (const grapheme of graphemes(line)) {
    if (piece !== "" && canBreak(last, grapheme)) {
      cut.push(piece);
      piece = "";
    }
    piece += grapheme;
    last = grapheme;
  }
  return piece === "" ? cut : [...cut, piece];
}

function canBreak(before: string, after: string): boolean {
  if (SPACE.test(after)) return false;
  if (SPACE.test(before)) return true;
  if (CLOSING.test(after) || OPENING.test(before)) return false;
  return isWide(before) || isWide(after);
}

/** A piece that no line can hold, such as a long URL, is broken wherever the line ends. */
function breakLong(piece: string, room: number): string[] {
  if (displayWidth(piece.trimEnd()) <= room) return [piece];
  const parts: string[] = [];
  let part = "";
  for (const grapheme of graphemes(piece)) {
    if (part !== "" && displayWidth(part + grapheme) > room) {
      parts.push(part);
      part = "";
    }
    part += grapheme;
  }
  return [...parts, part];
}
