// Makes writings of one word the same: full and half width, case, accents, traditional and simplified characters. The
// index, queries and highlights fold alike, so what is found is also what is marked.
import { simplifyHan } from "./han-variants.js";

/** Marks that readers leave out; in kana, Hangul and Indic scripts a mark makes another letter. */
const ACCENTED = /([\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}])\p{M}+/gu;
const MAY_BE_ACCENTED = /[\u00c0-\u02af\u0370-\u052f\u1e00-\u1fff]|[\u0300-\u036f\u1ab0-\u1aff]/;

/** Everything but the case, which parts words such as getUserById. */
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

/** A folded text that knows where each of its units came from. */
export interface FoldedText {
  text: string;
  /** Offset in the original of the character that the folded unit belongs to. */
  startOf(offset: number): number;
  /** Offset in the original behind the character that the folded unit before `offset` belongs to. */
  endOf(offset: number): number;
}

/** Characters that fold to one unit each, whatever stands beside them. */
const SIMPLE =
  "[\\x00-\\x7f\\u3000-\\u3029\\u3041-\\u3096\\u30a1-\\u30fa\\u30fc\\u4e00-\\u9fff\\uff0c\\uff08\\uff09\\uff1a\\uff1b\\uff1f\\uff01]+(?![\\p{M}\\uff9e\\uff9f])";
const CLUSTER = "\\P{M}[\\p{M}\\uff9e\\uff9f\\u1160-\\u11ff]*|\\p{M}+";
const PIECE = new RegExp(`(${SIMPLE})|${CLUSTER}`, "gsu");

interface Piece {
  folded: number;
  foldedLength: number;
  original: number;
  length: number;
  isSimple: boolean;
}

export function foldWithOffsets(original: string): FoldedText {
  const pieces: Piece[] = [];
  let text = "";
  for (const match of original.matchAll(PIECE)) {
    const folded = fold(match[0]);
    const isSimple = match[1] !== undefined && folded.length === match[0].length;
    pieces.push({
      folded: text.length,
      foldedLength: folded.length,
      original: match.index,
      length: match[0].length,
      isSimple,
    });
    text += folded;
  }
  const at = (offset: number): Piece => pieceAt(pieces, offset);
  return {
    text,
    startOf: (offset) => {
      const piece = at(offset);
      return piece.isSimple ? piece.original + offset - piece.folded : piece.original;
    },
    endOf: (offset) => {
      const piece = at(offset - 1);
      return piece.isSimple ? piece.original + offset - piece.folded : piece.original + piece.length;
    },
  };
}

const NOTHING: Piece = { folded: 0, foldedLength: 0, original: 0, length: 0, isSimple: true };

function pieceAt(pieces: readonly Piece[], offset: number): Piece {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.folded ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return pieces[low] ?? NOTHING;
}
