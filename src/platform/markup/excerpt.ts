// The few words that stand for a post in a list. Cut here by what a reader calls a character, at a place where a reader
// would break the line. Lists do so for every post, so that nothing is loaded here that only writing needs.
import { graphemeOffset, isCjk, isSimpleUnit } from "../../lib/text.js";

export const ENDING = "[…]";

/** A line never starts with these, nor ends with those: an excerpt is not cut before or behind them. */
const CLOSING = "，。、；：！？…）」』】》〉〕”’％‰々ー,.;:!?)]}%»";
const OPENING = "（「『【《〈〔“‘([{«";

/**
 * At most `maxLength` graphemes, ending included. The whole text where it fits, else cut at a word or beside a CJK
 * character and ended with `[…]`, after Latin text ` […]`.
 */
export function generateExcerpt(text: string, maxLength: number): string {
  const line = isOneLine(text) ? text : text.replace(/[\t\n\v\f\r ]+/g, " ").trim();
  const limit = Math.floor(maxLength);
  if (!(limit >= 1)) return "";
  if (graphemeOffset(line, limit) === line.length) return line;
  if (limit < ENDING.length) return "…";
  const room = graphemeOffset(line, limit - ENDING.length);
  const beside = lineBreakBefore(line, room);
  if (beside > 0 && isCjk(line.charCodeAt(beside - 1))) return `${line.slice(0, beside)}${ENDING}`;
  const spaced = graphemeOffset(line, limit - ENDING.length - 1);
  const end = lineBreakBefore(line, spaced) || spaced;
  const start = line.slice(0, end).trimEnd();
  if (start === "") return ENDING;
  return isCjk(start.charCodeAt(start.length - 1)) ? `${start}${ENDING}` : `${start} ${ENDING}`;
}

/** Searching for single characters is many times faster than one expression for all, and lists cut many excerpts. */
function isOneLine(text: string): boolean {
  return !["\n", "\r", "\t", "\f", "\v", "  "].some((space) => text.includes(space)) && text === text.trim();
}

/** The last offset up to `from` where a line could end, or 0 where there is none. */
function lineBreakBefore(line: string, from: number): number {
  for (let offset = from; offset > 0; offset--) {
    if (canBreakAt(line, offset)) return endOfText(line, offset);
  }
  return 0;
}

function endOfText(line: string, offset: number): number {
  return line[offset - 1] === " " ? offset - 1 : offset;
}

function canBreakAt(line: string, offset: number): boolean {
  const before = line.charCodeAt(offset - 1);
  const after = line.charCodeAt(offset);
  if (CLOSING.includes(line.charAt(offset)) || OPENING.includes(line.charAt(offset - 1))) return false;
  if (before === 0x20 || after === 0x20) return true;
  return isSimpleUnit(before) && isSimpleUnit(after) && (isCjk(before) || isCjk(after));
}
