// Cuts text into what the index holds. No dictionary takes part: scripts without spaces are cut into pairs of neighbouring
// characters, so that the index depends on neither a word list nor a version of ICU, and everything written is found.

import { stemmer } from "stemmer";
import { BoundedMap } from "../../../lib/bounded-map.js";
import { fold, foldCase, foldKeepingCase } from "./fold.js";

/** Grows when the same text would give other lexemes; rows of an older version are then written again. */
export const TOKENISER_VERSION = 2;

/** Longer ones are no words. */
const MAX_LEXEME_LENGTH = 64;

const UNSPACED =
  "\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Hang}\\p{sc=Bopo}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}ー";
const SPACED = `[[\\p{L}\\p{N}\\p{M}]--[${UNSPACED}]]`;
const RUN = new RegExp(
  `([${UNSPACED}]+)|((?<![\\p{L}\\p{N}.])\\.(?=\\p{L}))?(${SPACED}+(?:[._\\-'’]${SPACED}+)*)([+#]{1,2}(?!${SPACED}))?`,
  "gv",
);

/** A stretch of letters as it stands in a text. */
export interface ScriptRun {
  /** Folded, of a script without spaces; or else a word. */
  kind: "UNSPACED" | "WORD";
  /** Case kept. */
  text: string;
  /** `+`, `#`, `++` as in C++; part of the name. */
  suffix: string;
  /** The dot of .NET. */
  prefix: string;
  start: number;
  end: number;
}

/** The text has been through `foldKeepingCase`. */
export function* runsOf(text: string): Generator<ScriptRun> {
  for (const match of text.matchAll(RUN)) {
    const [whole, unspaced, prefix = "", word = "", suffix = ""] = match;
    const place = { start: match.index, end: match.index + whole.length };
    if (unspaced !== undefined) yield { kind: "UNSPACED", text: unspaced, prefix: "", suffix: "", ...place };
    else yield { kind: "WORD", text: word, prefix, suffix, ...place };
  }
}

/** Takes a lexeme with its position from 1; several may share one. */
export type Emit = (lexeme: string, position: number) => void;

/**
 * What is left of a word where a piece of a title was cut out through it: the end of one, or the first letter of one
 * (longer beginnings are found by prefix). The marks before them are in no text, so that nothing else is taken for them.
 */
export const endOfWord = (rest: string): string => `~${rest}`;
export const startOfWord = (letter: string): string => `^${letter}`;

/** A category or tag as a whole, for the query that is its name. */
export const nameOfTerm = (name: string): string =>
  `=${charactersOf(fold(name).trim()).slice(0, MAX_LEXEME_LENGTH).join("")}`;

/** The lexemes of a title: those of any text, and what is left of its words where these are cut through. */
export function tokeniseTitle(title: string, emit: Emit, from = 1): number {
  return tokenise(title, emit, from, (part, position) => {
    const letters = part.length > MAX_LEXEME_LENGTH ? [] : charactersOf(part);
    if (letters.length === 0) return;
    emit(startOfWord(letters[0] ?? ""), position);
    for (let at = 1; at < letters.length; at += 1) emit(endOfWord(letters.slice(at).join("")), position);
  });
}

/** Emits all lexemes of a text and gives the position behind the last. */
export function tokenise(text: string, emit: Emit, from = 1, emitCuts?: Emit): number {
  let position = from;
  const checked: Emit = (lexeme, at) => {
    if (lexeme.length <= MAX_LEXEME_LENGTH) emit(lexeme, at);
  };
  for (const run of runsOf(foldKeepingCase(text))) {
    position =
      run.kind === "UNSPACED" ? emitPairs(run.text, checked, position) : emitWord(run, checked, position, emitCuts);
  }
  return position;
}

const MAY_BE_SUPPLEMENTARY = /[\ud800-\udfff]/;

/** Characters, never half of one. */
export function charactersOf(run: string): readonly string[] {
  return MAY_BE_SUPPLEMENTARY.test(run) ? Array.from(run) : run.split("");
}

// The last character stands alone, so that every single character is the start of some lexeme.
function emitPairs(run: string, emit: Emit, from: number): number {
  const folded = foldCase(run);
  if (!MAY_BE_SUPPLEMENTARY.test(folded)) {
    // Nearly every text; an array of its characters would cost as much as all that is done with them.
    for (let at = 0; at < folded.length; at += 1) emit(folded.slice(at, at + 2), from + at);
    return from + folded.length;
  }
  const characters = Array.from(folded);
  for (const [index, character] of characters.entries()) emit(character + (characters[index + 1] ?? ""), from + index);
  return from + characters.length;
}

/** The parts of a word at borders that a reader sees: each has a position of its own. */
export interface WordParts {
  /** Between hyphens, underscores and apostrophes; each again between dots. */
  segments: readonly (readonly string[])[];
}

export function partsOf(word: string): WordParts {
  return { segments: word.split(/[-_'’]/).map((segment) => segment.split(".")) };
}

function emitWord({ text, prefix, suffix }: ScriptRun, emit: Emit, from: number, emitCuts?: Emit): number {
  const whole = foldCase(text);
  emit(whole, from);
  if (prefix !== "" || suffix !== "") emit(prefix + whole + suffix, from);
  let position = from;
  const { segments } = partsOf(text);
  for (const segment of segments) {
    if (segment.length > 1 && segments.length > 1) emit(foldCase(segment.join(".")), position);
    for (const part of segment) {
      emitPart(part, emit, position);
      emitCuts?.(foldCase(part), position);
      position += 1;
    }
  }
  return position;
}

const CASE_BORDER = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;

function emitPart(part: string, emit: Emit, position: number): void {
  const lower = foldCase(part);
  emit(lower, position);
  emitStem(lower, emit, position);
  if (lower === part) return;
  const pieces = part.split(CASE_BORDER);
  if (pieces.length === 1) return;
  for (const piece of pieces) {
    const lexeme = foldCase(piece);
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

/** The stem of an English word; null where it has none of its own. Kept, because words recur. */
export function stemOf(word: string): string | null {
  if (!ENGLISH.test(word)) return null;
  const stem = stems.getOrCreate(word, stemmer);
  return stem === word ? null : stem;
}
