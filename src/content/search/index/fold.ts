// Folds text, so that variants of a word compare equal: full and half width, case, accents, traditional and simplified characters. The
// index, queries and highlights use the same folding, so every match can also be highlighted.
import { simplifyHan } from "./han-variants.js";

/** Scripts whose accents users often leave out. In kana, Hangul and Indic scripts a mark makes a different letter. */
const ACCENTED = /([\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}])\p{M}+/gu;
const MAY_BE_ACCENTED = /[\u00c0-\u02af\u0370-\u052f\u1e00-\u1fff]|[\u0300-\u036f\u1ab0-\u1aff]/;

/** Folds everything except the case, which separates the parts of words such as getUserById. */
export function foldKeepingCase(text: string): string {
  const composed = text.normalize("NFKC");
  return simplifyHan(MAY_BE_ACCENTED.test(composed) ? withoutAccents(composed) : composed);
}

function withoutAccents(text: string): string {
  return text.normalize("NFD").replace(ACCENTED, "$1").normalize("NFC");
}

export function foldCase(text: string): string {
  const lower = text.toLowerCase();
  if (!MAY_BE_ACCENTED.test(lower)) return lower;
  return withoutAccents(lower).replaceAll("ς", "σ").replaceAll("ß", "ss");
}

export function fold(text: string): string {
  return foldCase(foldKeepingCase(text));
}

/** A folded text with the offsets of the original text. */
export interface FoldedText {
  text: string;
  /** Offset in the original of the character that the folded unit at `offset` belongs to. */
  startOf(offset: number): number;
  /** Offset in the original after the character that the folded unit before `offset` belongs to. */
  endOf(offset: number): number;
}

/** Characters that fold to one unit each, whatever their neighbours are. */
const SIMPLE =
  "[\\x00-\\x7f\\u3000-\\u3029\\u3041-\\u3096\\u30a1-\\u30fa\\u30fc\\u4e00-\\u9fff\\uff0c\\uff08\\uff09\\uff1a\\uff1b\\uff1f\\uff01]+(?![\\p{M}\\uff9e\\uff9f])";
const CLUSTER = "\\P{M}[\\p{M}\\uff9e\\uff9f\\u1160-\\u11ff]*|\\p{M}+";
const SEGMENT = new RegExp(`(${SIMPLE})|${CLUSTER}`, "gsu");

interface Segment {
  folded: number;
  foldedLength: number;
  original: number;
  length: number;
  isSimple: boolean;
}

export function foldWithOffsets(original: string): FoldedText {
  const segments: Segment[] = [];
  let text = "";
  for (const match of original.matchAll(SEGMENT)) {
    const folded = fold(match[0]);
    const isSimple = match[1] !== undefined && folded.length === match[0].length;
    segments.push({
      folded: text.length,
      foldedLength: folded.length,
      original: match.index,
      length: match[0].length,
      isSimple,
    });
    text += folded;
  }
  const at = (offset: number): Segment => segmentAt(segments, offset);
  return {
    text,
    startOf: (offset) => {
      const segment = at(offset);
      return segment.isSimple ? segment.original + offset - segment.folded : segment.original;
    },
    endOf: (offset) => {
      const segment = at(offset - 1);
      return segment.isSimple ? segment.original + offset - segment.folded : segment.original + segment.length;
    },
  };
}

const EMPTY: Segment = { folded: 0, foldedLength: 0, original: 0, length: 0, isSimple: true };

function segmentAt(segments: readonly Segment[], offset: number): Segment {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((segments[middle]?.folded ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return segments[low] ?? EMPTY;
}
