// Names with a mark before them, as code writes options, variables, mentions and directives: `--rm`, `-name`, `$PATH`, `@media`, `#include`.
// Each is a lexeme of its own beside the plain word, so that an option that many posts name as a word is found where it is an option.
import { kindOfUnit, OTHER_UNIT, SURROGATE_UNIT, UNSPACED_UNIT } from "./character-kinds.js";

const [HYPHEN, DOLLAR, AT, HASH, BRACE] = [0x2d, 0x24, 0x40, 0x23, 0x7b];

/** The mark of the name that begins at `start`: `-`, `--`, `$`, `@` or `#`, and "" for a word without a mark. */
export function markBefore(text: string, start: number): string {
  const unit = text.charCodeAt(start - 1);
  if (unit === HYPHEN) return hyphensBefore(text, start);
  if (unit === BRACE) return text.charCodeAt(start - 2) === DOLLAR ? "$" : "";
  if (unit !== DOLLAR && unit !== AT && unit !== HASH) return "";
  return isBorder(text.charCodeAt(start - 2)) ? String.fromCharCode(unit) : "";
}

/** One hyphen may also join a word to a text without spaces, so it is a mark only after a space or punctuation. */
function hyphensBefore(text: string, start: number): string {
  const isDouble = text.charCodeAt(start - 2) === HYPHEN;
  const before = text.charCodeAt(start - (isDouble ? 3 : 2));
  if (before === HYPHEN || !isBorder(before)) return "";
  if (isDouble) return "--";
  return kindOfUnit(before) === UNSPACED_UNIT ? "" : "-";
}

/** Nothing, a space, punctuation, or a character of a script without spaces, after which no space is written. */
function isBorder(unit: number): boolean {
  const kind = kindOfUnit(unit);
  return kind === OTHER_UNIT || kind === UNSPACED_UNIT || kind === SURROGATE_UNIT;
}
