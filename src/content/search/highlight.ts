// Highlighting: finds the words of a query in a text, whatever their width, case or accents in it. The functions are pure: they read no
// table and make no HTML.
import { foldCase, foldWithOffsets } from "./index/fold.js";
import { partsOf, stemOf } from "./index/tokens.js";
import { inHiragana } from "./index/word-forms.js";
import { parseQuery } from "./query/query-words.js";
import { pairsOf } from "./query/tsquery.js";
import { requiredCharacters, wordsOfRuns } from "./query/words/run-words.js";

/** One word of the query, in every form that the search matches. */
export interface HighlightTerm {
  weight: number;
  /** Groups of forms. The next group is looked for only if a text holds no form of the one before. */
  forms: readonly (readonly Form[])[];
}

interface Form {
  text: string;
  /** WORD matches between word boundaries, STEM also before an ending, PREFIX the word that it begins. Only ANYWHERE may begin within a word. */
  kind: "ANYWHERE" | "WORD" | "STEM" | "PREFIX";
}

/** A single character is no term of its own, so it has no document frequency. */
const SINGLE_CHARACTER_WEIGHT = 0.5;

export interface Match {
  /** UTF-16 offsets in the original text. */
  start: number;
  end: number;
  /** Index of the term. */
  term: number;
}

export function highlightTerms(query: string, weightOf: (lexeme: string) => number): HighlightTerm[] {
  const { words, phrases, mayBeIncomplete } = parseQuery(query);
  const terms: HighlightTerm[] = [];
  for (const { run, words: parts, isFiller } of [...phrases.flatMap(wordsOfRuns), ...wordsOfRuns(words)]) {
    if (isFiller) continue;
    if (run.kind === "WORD") {
      const mayExpand = mayBeIncomplete && run === words.at(-1) && run.suffix === "";
      const whole = run.prefix + foldCase(run.text) + run.suffix;
      terms.push({ weight: weightOf(whole), forms: wordForms(whole, run.text, mayExpand) });
      continue;
    }
    for (const part of parts.filter((word) => !word.isFiller)) {
      const characters = requiredCharacters(part);
      const pairs = pairsOf(characters);
      const anywhere = (text: string): Form => ({ text: inHiragana(text), kind: "ANYWHERE" });
      terms.push({
        weight: pairs.reduce(
          (sum, pair) => sum + weightOf(pair),
          characters.length === 1 ? SINGLE_CHARACTER_WEIGHT : 0,
        ),
        forms: [
          wholeAndBare(part.characters, characters).map(anywhere),
          ...(pairs.length > 1 ? [pairs.map(anywhere)] : []),
        ],
      });
    }
  }
  return terms;
}

/** The word as it was typed comes before the required part of it: 매크로 is a noun, though it ends like one with the particle 로. */
const wholeAndBare = (typed: readonly string[], required: readonly string[]): string[] => [
  ...new Set([typed.join(""), required.join("")]),
];

function wordForms(whole: string, text: string, mayExpand: boolean): Form[][] {
  const forms: Form[] = [{ text: whole, kind: "WORD" }];
  const stem = stemOf(whole);
  if (stem !== null) forms.push({ text: stem, kind: "STEM" });
  const parts = partsOf(text).segments.flat().map(foldCase);
  return [
    forms,
    ...(mayExpand ? [[{ text: whole, kind: "PREFIX" } as const]] : []),
    ...(parts.length > 1 ? [parts.map((part) => ({ text: part, kind: "WORD" }) as const)] : []),
  ];
}

/** Of one form of a word. */
const MAX_MATCHES = 200;

/** Returns matches in the order of the text; of two that begin together the longer one first. */
export function findMatches(original: string, terms: readonly HighlightTerm[]): Match[] {
  const folded = foldWithOffsets(original);
  const text = inHiragana(folded.text);
  const matches: Match[] = [];
  for (const [term, { forms }] of terms.entries()) {
    for (const group of forms) {
      const before = matches.length;
      for (const form of group) {
        for (const [from, to] of occurrences(text, form)) {
          const [start, end] = [folded.startOf(from), folded.endOf(to)];
          if (form.kind === "ANYWHERE" || isWordStart(original, start)) matches.push({ start, end, term });
        }
      }
      if (matches.length > before) break;
    }
  }
  return matches.sort((a, b) => a.start - b.start || b.end - a.end);
}

function* occurrences(text: string, { text: wanted, kind }: Form): Generator<[number, number]> {
  if (wanted === "") return;
  let found = 0;
  for (let at = text.indexOf(wanted); at !== -1 && found < MAX_MATCHES; at = text.indexOf(wanted, at + 1)) {
    const end = endOf(text, at + wanted.length, kind, wanted);
    if (end === null) continue;
    found += 1;
    yield [at, end];
  }
}

const LETTER = /[\p{L}\p{N}]/u;
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Bopo}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}ー]/u;
const isWordLetter = (text: string, at: number): boolean => {
  const character = at < 0 || at >= text.length ? "" : String.fromCodePoint(text.codePointAt(at) ?? 0);
  return LETTER.test(character) && !UNSPACED.test(character);
};

const [MAX_WORD_LENGTH, MAX_ENDING_LENGTH] = [64, 8];

function endOf(text: string, end: number, kind: Form["kind"], wanted: string): number | null {
  if (kind === "ANYWHERE") return end;
  if (kind === "WORD") return isWordLetter(text, end) && LETTER.test(wanted.at(-1) ?? "") ? null : end;
  let last = end;
  const longest = end + (kind === "PREFIX" ? MAX_WORD_LENGTH : MAX_ENDING_LENGTH);
  while (last < Math.min(text.length, longest) && isWordLetter(text, last)) last += 1;
  if (kind === "PREFIX") return last;
  const word = text.slice(end - wanted.length, last);
  return word === wanted || stemOf(word) === wanted ? last : null;
}

/** A word begins after anything but a letter, or at a capital letter: the User of getUserById. */
function isWordStart(text: string, start: number): boolean {
  if (!isWordLetter(text, start - 1)) return true;
  return /\p{Lu}/u.test(text.charAt(start)) && /\p{Ll}/u.test(text.charAt(start - 1));
}

/** Matches within a fragment, as ranges relative to its start. Ranges that touch are merged. */
export function rangesWithin(matches: readonly Match[], { start, end }: { start: number; end: number }) {
  const ranges: { start: number; end: number }[] = [];
  for (const match of matches) {
    if (match.start < start || match.end > end) continue;
    const last = ranges.at(-1);
    if (last !== undefined && match.start - start <= last.end) last.end = Math.max(last.end, match.end - start);
    else ranges.push({ start: match.start - start, end: match.end - start });
  }
  return ranges;
}
