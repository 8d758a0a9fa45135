// The tokeniser: splits text into the lexemes of the index. Scripts without spaces are split into pairs of neighbouring characters instead
// of by a dictionary, so that the index depends on no word list and no version of ICU, and every piece of a text can be found.

import { stemmer } from "stemmer";
import { BoundedMap } from "../../../lib/bounded-map.js";
import { fold, foldCase, foldKeepingCase } from "./fold.js";
import { markBefore } from "./marked-names.js";
import { eachRun, type ScriptRun } from "./script-runs.js";
import { hiraganaUnit, inHiragana, isLongVowel, joinedForm, lettersAndDigits, versionOf } from "./word-forms.js";

/** Raised when the same post gives different lexemes. Rows of an older version are then written again. */
export const TOKENISER_VERSION = 8;

/** Longer lexemes are not words and are left out. */
const MAX_LEXEME_LENGTH = 64;

/** Receives a lexeme with its position, from 1. Several lexemes may share a position. */
export type Emit = (lexeme: string, position: number) => void;

/**
 * Lexemes for a query that was copied out of a title and begins or ends within a word: each end of a word, and its first letter (longer
 * beginnings are found by prefix). Their marks occur in no text, so they are not taken for other lexemes.
 */
export const wordEndLexeme = (end: string): string => `~${end}`;
export const wordStartLexeme = (letter: string): string => `^${letter}`;

/** The whole name of a category or tag as one lexeme, for a query that is that name. */
export const termNameLexeme = (name: string): string =>
  `=${charactersOf(fold(name).trim()).slice(0, MAX_LEXEME_LENGTH).join("")}`;

/** Emits the lexemes of a title: those of any text, and the ends and first letters of its words. */
export function tokeniseTitle(title: string, emit: Emit, from = 1): number {
  const onPart: Emit = (part, position) => {
    const letters = part.length > MAX_LEXEME_LENGTH ? [] : charactersOf(part);
    if (letters.length === 0) return;
    emit(wordStartLexeme(letters[0] ?? ""), position);
    for (let at = 1; at < letters.length; at += 1) emit(wordEndLexeme(letters.slice(at).join("")), position);
  };
  return tokenise(title, emit, from, { onPart });
}

/** Receives two neighbouring characters, or the last one and 0, as UTF-16 units. */
type OnPair = (first: number, second: number, position: number) => void;

interface Listeners {
  /** Receives each part of a word besides its lexemes. */
  onPart?: Emit;
  /** Receives pairs of characters instead of `emit`, so that no string is made for each of them. */
  onPair?: OnPair;
}

/** Emits all lexemes of a text and returns the position after the last one. */
export function tokenise(text: string, emit: Emit, from = 1, { onPart, onPair }: Listeners = {}): number {
  const checked: Emit = (lexeme, at) => {
    if (lexeme.length <= MAX_LEXEME_LENGTH) emit(lexeme, at);
  };
  const folded = foldKeepingCase(text);
  const emitPair = onPair ?? ((first, second, at) => emit(second === 0 ? charOf(first) : charOf(first, second), at));
  let position = from;
  eachRun(folded, {
    onPairs(start, end) {
      for (let at = start; at < end; at += 1, position += 1) {
        const second = at + 1 === end ? 0 : folded.charCodeAt(at + 1);
        emitPair(hiraganaUnit(folded.charCodeAt(at)), hiraganaUnit(second), position);
        const third = at + 2 < end ? hiraganaUnit(folded.charCodeAt(at + 2)) : 0;
        if (isLongVowel(second, third)) emitPair(hiraganaUnit(folded.charCodeAt(at)), third, position);
      }
    },
    onWord(word, start) {
      emitPart(word, checked, position);
      emitMarked(folded, start, word, checked, position);
      onPart?.(word.toLowerCase(), position);
      position += 1;
    },
    onRun(run) {
      if (run.kind === "WORD") emitMarked(folded, run.start, run.text, checked, position);
      position =
        run.kind === "UNSPACED" ? emitPairs(run.text, checked, position) : emitWord(run, checked, position, onPart);
    },
  });
  return position;
}

/** A name with a mark before it, at the position of its first part. */
function emitMarked(text: string, start: number, name: string, emit: Emit, position: number): void {
  const mark = markBefore(text, start);
  if (mark !== "") emit(mark + foldCase(name), position);
}

const charOf = String.fromCharCode;

const MAY_BE_SUPPLEMENTARY = /[\ud800-\udfff]/;

/** Splits by code points, never within a surrogate pair. */
export function charactersOf(run: string): readonly string[] {
  return MAY_BE_SUPPLEMENTARY.test(run) ? Array.from(run) : run.split("");
}

/** The last character is also a lexeme by itself, so that every character is the beginning of some lexeme. */
function emitPairs(run: string, emit: Emit, from: number): number {
  const folded = inHiragana(foldCase(run));
  if (!MAY_BE_SUPPLEMENTARY.test(folded)) {
    // Nearly every text takes this path; an array of its characters would cost as much as the rest of the work.
    for (let at = 0; at < folded.length; at += 1) {
      emit(folded.slice(at, at + 2), from + at);
      if (isLongVowel(folded.charCodeAt(at + 1), folded.charCodeAt(at + 2)))
        emit(folded.charAt(at) + folded.charAt(at + 2), from + at);
    }
    return from + folded.length;
  }
  const characters = Array.from(folded);
  for (const [index, character] of characters.entries()) {
    const [next = "", third = ""] = characters.slice(index + 1, index + 3);
    emit(character + next, from + index);
    if (isLongVowel(next.charCodeAt(0), third.charCodeAt(0))) emit(character + third, from + index);
  }
  return from + characters.length;
}

/** The parts of a word between punctuation marks. Each has a position of its own. */
export interface WordParts {
  /** Separated by hyphens, underscores and apostrophes, and each of these again by dots. */
  segments: readonly (readonly string[])[];
}

export function partsOf(word: string): WordParts {
  return { segments: word.split(/[-_'’]/).map((segment) => segment.split(".")) };
}

function emitWord({ text, prefix, suffix }: ScriptRun, emit: Emit, from: number, onPart?: Emit): number {
  const whole = foldCase(text);
  emit(whole, from);
  for (const form of [versionOf(whole), joinedForm(whole)]) if (form !== null) emit(form, from);
  if (prefix !== "" || suffix !== "") emit(prefix + whole + suffix, from);
  let position = from;
  const { segments } = partsOf(text);
  for (const segment of segments) {
    if (segment.length > 1 && segments.length > 1) emit(foldCase(segment.join(".")), position);
    for (const part of segment) {
      emitPart(part, emit, position);
      onPart?.(foldCase(part), position);
      position += 1;
    }
  }
  return position;
}

const CASE_BORDER = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;

/** The words of a name in camelCase; the name itself if it is one word. */
export const subwordsOf = (part: string): string[] => part.split(CASE_BORDER);

function emitPart(part: string, emit: Emit, position: number): void {
  const lower = foldCase(part);
  emit(lower, position);
  emitStem(lower, emit, position);
  for (const form of lettersAndDigits(lower)) emit(form, position);
  if (lower === part) return;
  const subwords = subwordsOf(part);
  if (subwords.length === 1) return;
  for (const subword of subwords) {
    const lexeme = foldCase(subword);
    emit(lexeme, position);
    emitStem(lexeme, emit, position);
  }
}

function emitStem(word: string, emit: Emit, position: number): void {
  const stem = stemOf(word);
  if (stem !== null) emit(stem, position);
}

const ENGLISH = /^[a-z]{4,64}$/;
const MAX_STEMS = 20_000;
const stems = new BoundedMap<string, string>(MAX_STEMS);

/** The stem of an English word (Porter); null if the word is its own stem. Cached, because words recur. */
export function stemOf(word: string): string | null {
  if (!ENGLISH.test(word)) return null;
  const stem = stems.getOrCreate(word, stemmer);
  return stem === word ? null : stem;
}
