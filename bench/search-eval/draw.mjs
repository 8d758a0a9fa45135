// Draws pieces of a text, the same ones every time.

let seed = 20_240_501;

/** Begins anew from a name, so that the queries of one kind do not depend on which kinds were made before it. */
export function seedWith(name) {
  seed = 20_240_501;
  for (const character of name) seed = (Math.imul(seed, 31) + character.codePointAt(0)) | 0;
}

/** Mulberry32. */
export function random() {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
}
export const integer = (from, to) => from + Math.floor(random() * (to - from + 1));
export const pick = (list) => list[Math.floor(random() * list.length)];
export const shuffled = (list) =>
  list
    .map((item) => [random(), item])
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);

export const charactersOf = (text) => Array.from(text.replace(/\s+/g, " ").trim());

/** Anywhere between two characters, through words as well. */
export function cutAnywhere(text, from, to) {
  const characters = charactersOf(text);
  const length = Math.min(characters.length, integer(from, to));
  const start = integer(0, characters.length - length);
  return characters
    .slice(start, start + length)
    .join("")
    .trim();
}

/** Between any two characters of scripts without spaces, but not through Latin words. */
export function cut(text, from, to) {
  const characters = charactersOf(text);
  const length = Math.min(characters.length, integer(from, to));
  let start = integer(0, characters.length - length);
  let end = start + length;
  const isInWord = (at) => /[a-z0-9]/i.test(characters[at - 1] ?? "") && /[a-z0-9]/i.test(characters[at] ?? "");
  while (isInWord(start)) start -= 1;
  while (isInWord(end)) end += 1;
  return characters.slice(start, end).join("").trim();
}

export const HAN = /\p{sc=Han}/u;
/** A character of a script without spaces between words; Korean has them, but glues particles to words. */
export const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}]/u;
export const LATIN_WORD = /(?<![A-Za-z0-9À-ɏ])[A-Za-z][A-Za-z0-9]{2,15}(?![A-Za-z0-9À-ɏ])/g;
export const unspacedRuns = (text, least) =>
  text.match(new RegExp(`[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}ー\\p{sc=Hang}]{${least},}`, "gu")) ?? [];
export const latinWords = (text) => [...new Set(text.match(LATIN_WORD) ?? [])];
export const isLong = (text, least) => charactersOf(text).length >= least;

export const KANA = /[\p{sc=Hira}\p{sc=Kana}]/u;
export const HANGUL = /\p{sc=Hang}/u;
const segmenters = new Map(
  ["zh", "ja", "ko"].map((locale) => [locale, new Intl.Segmenter(locale, { granularity: "word" })]),
);
const languageOf = (text) => (KANA.test(text) ? "ja" : HANGUL.test(text) ? "ko" : "zh");
export const isEnglish = (text) => !UNSPACED.test(text) && /[A-Za-z]{3}/.test(text);

/** Line by line: every segment that Node gives carries a copy of the whole text it was cut from. */
export function wordsOf(text) {
  const segmenter = segmenters.get(languageOf(text));
  const words = [];
  for (const piece of text.match(/[^\n]{1,300}/g) ?? [])
    for (const { segment, isWordLike } of segmenter.segment(piece))
      if (isWordLike && segment.length > 1) words.push(segment);
  return words;
}
