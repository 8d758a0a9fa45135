// Footnotes between brackets instead of shortcodes: `((note))` of the plugins Footnotes and WP-Footnotes, `[1. note]` of FD Footnotes.
const DOUBLE = /(?<![\\$([{])\(\((?=[^\s()])/g;
const NUMBERED = /\[\d{1,3}\.\s{1,3}(?=\S)/g;
const MAX_NOTE_LENGTH = 3_000;
/** A note stays in its paragraph. */
const PARAGRAPH_END =
  /<\/?(?:p|div|h[1-6]|[uo]l|li|table|blockquote|pre|code)[\s>]|<!--|\n\s{0,20}\n|\(\(|\[\d{1,3}\.\s/i;
/** Words, not a term of a formula or a list of arguments. */
const WORDS = /\p{L}{2,}[^\p{L}]{1,4}\p{L}{2,}|\p{Lo}{4,}|https?:/u;
const TAGS = /<[^<>]*>/g;

/** `note` gives the mark that replaces a note, or null. */
export function replaceNotes(piece: string, note: (inner: string) => string | null): string {
  let changed = piece;
  if (changed.includes("((")) changed = replaceBetween(changed, { opening: DOUBLE, closing: "))" }, note);
  return /\[\d/.test(changed) ? replaceBetween(changed, { opening: NUMBERED, closing: "]" }, note) : changed;
}

function replaceBetween(
  piece: string,
  { opening, closing }: { opening: RegExp; closing: string },
  note: (inner: string) => string | null,
): string {
  const openings = new RegExp(opening);
  let changed = "";
  let copiedUpTo = 0;
  for (let match = openings.exec(piece); match !== null; match = openings.exec(piece)) {
    const start = openings.lastIndex;
    const end = closingOf(piece.slice(start, start + MAX_NOTE_LENGTH), closing);
    const inner = end < 0 ? "" : piece.slice(start, start + end);
    if (!WORDS.test(inner.replace(TAGS, " "))) continue;
    const mark = note(inner);
    if (mark === null) continue;
    changed += piece.slice(copiedUpTo, match.index) + mark;
    copiedUpTo = start + end + closing.length;
    openings.lastIndex = copiedUpTo;
  }
  return changed + piece.slice(copiedUpTo);
}

/** The closing brackets after all brackets that the note itself opens. Negative if they are in another paragraph. */
function closingOf(text: string, closing: string): number {
  const limit = PARAGRAPH_END.exec(text)?.index ?? text.length;
  let depth = 0;
  for (let at = 0; at < limit; at += 1) {
    if (depth === 0 && text.startsWith(closing, at)) return at + closing.length <= limit ? at : -1;
    const character = text[at];
    if (character === closing[0]) depth -= 1;
    else if (character === (closing === "]" ? "[" : "(")) depth += 1;
    if (depth < 0) return -1;
  }
  return -1;
}
