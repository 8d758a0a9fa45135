// Generates excerpts: shortens text by graphemes, at a place where a line may break. Lists do this for every post, so this file loads
// nothing that only writes need.
import { graphemeOffset, isSimpleUnit, isUnspaced } from "../../lib/text.js";

export const ENDING = "[…]";

/** A line never starts with a closing or ends with an opening character, so an excerpt is not cut there. */
const CLOSING = "，。、；：！？…）」』】》〉〕”’％‰々ー,.;:!?)]}%»";
const OPENING = "（「『【《〈〔“‘([{«";

/**
 * At most `maxLength` graphemes, including the ending. Text that does not fit is cut at a word or next to a CJK character, and ends with
 * `[…]`, or ` […]` after text of a script with spaces between words.
 */
export function generateExcerpt(text: string, maxLength: number): string {
  const line = isOneLine(text) ? text : text.replace(/[\t\n\v\f\r ]+/g, " ").trim();
  const limit = Math.floor(maxLength);
  if (!(limit >= 1)) return "";
  if (graphemeOffset(line, limit) === line.length) return line;
  if (limit < ENDING.length) return "…";
  const room = graphemeOffset(line, limit - ENDING.length);
  const beside = lineBreakBefore(line, room);
  if (beside > 0 && isUnspaced(line.charCodeAt(beside - 1))) return `${line.slice(0, beside)}${ENDING}`;
  const spaced = graphemeOffset(line, limit - ENDING.length - 1);
  const end = lineBreakBefore(line, spaced) || spaced;
  const start = line.slice(0, end).trimEnd();
  if (start === "") return ENDING;
  return isUnspaced(start.charCodeAt(start.length - 1)) ? `${start}${ENDING}` : `${start} ${ENDING}`;
}

/** Searching for single characters is many times faster than one regular expression, and lists have many excerpts. */
function isOneLine(text: string): boolean {
  return !["\n", "\r", "\t", "\f", "\v", "  "].some((space) => text.includes(space)) && text === text.trim();
}

/** The last offset up to `from` where a line may break, or 0 if there is none. */
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
  return isSimpleUnit(before) && isSimpleUnit(after) && (isUnspaced(before) || isUnspaced(after));
}
