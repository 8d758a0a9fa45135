// Plain-text functions that several floors need: whether a text can be stored, grapheme boundaries and word counts. All of them
// run in linear time and never throw.

/** False for NUL, which PostgreSQL rejects, and for lone surrogates, which UTF-8 cannot encode. */
export function isWellFormedText(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

/** The text without what `isWellFormedText` rejects: a NUL becomes a space, a lone surrogate U+FFFD. Its length stays. */
export const wellFormed = (text: string): string => text.toWellFormed().replaceAll("\0", " ");

const graphemeSegmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/** User-perceived characters: an emoji of several code points, or a letter with its accents, is one. */
export function graphemes(text: string): string[] {
  return Array.from(graphemeSegmenter.segment(text), (part) => part.segment);
}

/**
 * UTF-16 offset after the first `count` graphemes, at most the length of the text. Intl.Segmenter takes over a microsecond per
 * grapheme, so it is used only from the first character that can combine with a neighbour.
 */
export function graphemeOffset(text: string, count: number): number {
  const end = Math.min(count, text.length);
  if (!(end > 0)) return 0;
  let offset = 0;
  while (offset < end && isSimpleUnit(text.charCodeAt(offset))) offset++;
  // The next code unit may combine with the last character.
  if (offset === text.length || (offset === end && isSimpleUnit(text.charCodeAt(offset)))) return offset;
  const start = Math.max(0, offset - 1);
  return segmentedOffset(text, start, count - start);
}

function segmentedOffset(text: string, from: number, count: number): number {
  let left = count;
  for (const part of graphemeSegmenter.segment(text.slice(from))) {
    if (left-- === 0) return from + part.index;
  }
  return text.length;
}

/** True for code units that never combine with one another: Latin, Han, kana and their punctuation. */
export function isSimpleUnit(unit: number): boolean {
  return (
    (unit >= 0x20 && unit < 0x7f) ||
    (unit >= 0xa0 && unit < 0x300 && unit !== 0xad) ||
    (unit >= 0x2010 && unit < 0x2028) ||
    (unit >= 0x3000 && unit < 0x302a) ||
    (unit >= 0x3031 && unit < 0xa000 && unit !== 0x3099 && unit !== 0x309a) ||
    (unit >= 0xff01 && unit < 0xff9e)
  );
}

/** Han, kana or bopomofo: scripts written without spaces, where each character counts as a word. */
export function isCjkLetter(codePoint: number): boolean {
  return (
    (codePoint >= 0x4e00 && codePoint <= 0x9fff) ||
    (codePoint >= 0x3041 && codePoint <= 0x3096) ||
    (codePoint >= 0x30a1 && codePoint <= 0x30ff && codePoint !== 0x30fb) ||
    (codePoint >= 0x3400 && codePoint <= 0x4dbf) ||
    (codePoint >= 0x3005 && codePoint <= 0x3007) ||
    (codePoint >= 0x3105 && codePoint <= 0x312f) ||
    (codePoint >= 0xf900 && codePoint <= 0xfaff) ||
    (codePoint >= 0xff66 && codePoint <= 0xff9d) ||
    (codePoint >= 0x20000 && codePoint <= 0x3ffff)
  );
}

/** CJK letters and full-width punctuation: a line may break before or after any of these. */
export function isCjk(codePoint: number): boolean {
  return (
    isCjkLetter(codePoint) ||
    (codePoint >= 0x2e80 && codePoint <= 0x33ff) ||
    (codePoint >= 0xac00 && codePoint <= 0xd7a3) ||
    (codePoint >= 0xfe30 && codePoint <= 0xfe4f) ||
    (codePoint >= 0xff01 && codePoint <= 0xffef)
  );
}

/** Characters of scripts without spaces between words: all of {@link isCjk} but Hangul. */
export function isUnspaced(codePoint: number): boolean {
  const isHangul =
    (codePoint >= 0xac00 && codePoint <= 0xd7a3) ||
    (codePoint >= 0x3130 && codePoint <= 0x318f) ||
    (codePoint >= 0xffa0 && codePoint <= 0xffdc);
  return isCjk(codePoint) && !isHangul;
}

export interface WordCount {
  /** Han, kana and bopomofo characters. */
  cjk: number;
  /** Space-separated runs that contain a letter or a digit; Korean, which uses spaces, is counted here. */
  other: number;
}

export function countWords(text: string): WordCount {
  let cjk = 0;
  let other = 0;
  let isInWord = false;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    const kind = unit < 0x80 ? (ASCII_KINDS[unit] ?? NEUTRAL) : kindOf(text.codePointAt(index) ?? unit);
    if (unit >= 0xd800 && unit <= 0xdbff) index++;
    if (kind === LETTER) {
      if (!isInWord) other++;
      isInWord = true;
    } else if (kind === CJK) {
      cjk++;
      isInWord = false;
    } else if (kind === BREAK) {
      isInWord = false;
    }
  }
  return { cjk, other };
}

const NEUTRAL = 0;
const LETTER = 1;
const BREAK = 2;
const CJK = 3;
const LETTER_PATTERN = /[\p{L}\p{N}\p{M}]/u;
const ASCII_KINDS = Array.from({ length: 0x80 }, (_, unit) => {
  if (unit <= 0x20) return BREAK;
  return /[0-9a-z]/i.test(String.fromCharCode(unit)) ? LETTER : NEUTRAL;
});

function kindOf(codePoint: number): number {
  if (isCjkLetter(codePoint)) return CJK;
  // Full-width letters and digits form words, as their ASCII equivalents do.
  if (codePoint >= 0xff10 && codePoint <= 0xff5a)
    return LETTER_PATTERN.test(String.fromCodePoint(codePoint)) ? LETTER : BREAK;
  if (codePoint >= 0xac00 && codePoint <= 0xd7a3) return LETTER;
  if (isCjk(codePoint)) return BREAK;
  // Dashes and ellipses separate words; hyphens and the apostrophe do not.
  if (codePoint >= 0x2000 && codePoint <= 0x206f) {
    return codePoint === 0x2010 || codePoint === 0x2011 || codePoint === 0x2019 ? NEUTRAL : BREAK;
  }
  if (codePoint === 0xa0) return BREAK;
  return LETTER_PATTERN.test(String.fromCodePoint(codePoint)) ? LETTER : NEUTRAL;
}

/** Percent-decodes a text. A stray `%` and bytes that are not valid UTF-8 are left unchanged. */
export function decodePercent(text: string): string {
  if (!text.includes("%")) return text;
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}
