// Other ways to write the same word: letters and digits apart, a version without its v, two parts without the mark between them,
// katakana as hiragana, and kana without a long vowel. The index holds these forms beside the word; queries ask for the same ones.

const LETTERS_AND_DIGITS = /^(?:(\p{Ll}{2,})(\d{1,4})|(\d{1,4})(\p{Ll}{2,}))$/u;
const VERSION = /^v(\d+(?:\.\d+)+)$/;
const NAME_OF_TWO = /^(\p{Ll}{2,})[.\-_'’](\p{Ll}{2,})$/u;

/** The letters and the digits of a folded word such as gnome3; empty for other words. */
export function lettersAndDigits(word: string): string[] {
  const match = LETTERS_AND_DIGITS.exec(word);
  return match === null ? [] : match.slice(1).filter((part) => part !== undefined);
}

/** 3.9 for the folded word v3.9; null for a word that is no version. */
export const versionOf = (word: string): string | null => VERSION.exec(word)?.[1] ?? null;

/** nodejs for the folded word node.js; null for a word that has not two parts of letters. */
export function joinedForm(word: string): string | null {
  const [, first, second] = NAME_OF_TWO.exec(word) ?? [];
  return first === undefined || second === undefined ? null : first + second;
}

const [FIRST_KATAKANA, LAST_KATAKANA, TO_HIRAGANA] = [0x30a1, 0x30f6, 0x60];
const KATAKANA = /[\u30a1-\u30f6]/g;

/** Of a UTF-16 unit. */
export const hiraganaUnit = (unit: number): number =>
  unit >= FIRST_KATAKANA && unit <= LAST_KATAKANA ? unit - TO_HIRAGANA : unit;

/** ー lengthens the character before it. Around it, the index also holds the pair without it, because spellings differ in it. */
const LONG_VOWEL = 0x30fc;
const [FIRST_HIRAGANA, LAST_HIRAGANA] = [0x3041, 0x3096];

/** Whether a UTF-16 unit is ー before hiragana. */
export const isLongVowel = (unit: number, next: number): boolean =>
  unit === LONG_VOWEL && next >= FIRST_HIRAGANA && next <= LAST_HIRAGANA;

/** The text with the same length. */
export const inHiragana = (text: string): string =>
  text.replace(KATAKANA, (character) => String.fromCharCode(hiraganaUnit(character.charCodeAt(0))));
