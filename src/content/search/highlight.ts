// Finds the words of a query in a text as it is written, whatever its width, case or accents, and cuts out the stretch that
// shows the most of them. Pure: it reads no table and makes no HTML.
import { isSimpleUnit } from "../../lib/text.js";
import { foldCase, foldWithOffsets } from "./index/fold.js";
import { partsOf, stemOf } from "./index/tokens.js";
import { readQuery, segmentRun } from "./query/query-words.js";

/** What to look for: one word of the query in every form that the search takes for it. */
export interface HighlightTerm {
  weight: number;
  /** Looked for first; the next group only where a text has none of the one before. */
  forms: readonly (readonly Form[])[];
}

interface Form {
  text: string;
  /** Letters must not touch other letters; STEM may go on to the end of its word, PREFIX anywhere. */
  kind: "ANYWHERE" | "WORD" | "STEM" | "PREFIX";
}

export interface Match {
  /** UTF-16 offsets in the original. */
  start: number;
  end: number;
  term: number;
}

export function highlightTerms(query: string, weightOf: (lexeme: string) => number): HighlightTerm[] {
  const { words, phrases, isOpen } = readQuery(query);
  const terms: HighlightTerm[] = [];
  for (const run of [...phrases.flat(), ...words]) {
    if (run.kind === "WORD") {
      const mayGrow = isOpen && run === words.at(-1) && run.suffix === "";
      const whole = run.prefix + foldCase(run.text) + run.suffix;
      terms.push({ weight: weightOf(whole), forms: wordForms(whole, run.text, mayGrow) });
      continue;
    }
    const parts = segmentRun(run.text);
    const needed = parts.filter((part) => !part.isOptional);
    for (const { characters } of needed.length > 0 ? needed : parts) {
      const pairs = characters.slice(0, -1).map((one, index) => one + (characters[index + 1] ?? ""));
      const anywhere = (text: string): Form => ({ text, kind: "ANYWHERE" });
      terms.push({
        weight: pairs.reduce((sum, pair) => sum + weightOf(pair), characters.length === 1 ? 0.5 : 0),
        forms: [[anywhere(characters.join(""))], ...(pairs.length > 1 ? [pairs.map(anywhere)] : [])],
      });
    }
  }
  return terms;
}

function wordForms(whole: string, text: string, mayGrow: boolean): Form[][] {
  const forms: Form[] = [{ text: whole, kind: mayGrow ? "PREFIX" : "WORD" }];
  const stem = stemOf(whole);
  if (stem !== null) forms.push({ text: stem, kind: "STEM" });
  const parts = partsOf(text).segments.flat().map(foldCase);
  return parts.length > 1 ? [forms, parts.map((part) => ({ text: part, kind: "WORD" }))] : [forms];
}

const MAX_MATCHES = 200;

/** In the order of the text. */
export function findMatches(original: string, terms: readonly HighlightTerm[]): Match[] {
  const folded = foldWithOffsets(original);
  const matches: Match[] = [];
  for (const [term, { forms }] of terms.entries()) {
    for (const group of forms) {
      const before = matches.length;
      for (const form of group) {
        for (const [from, to] of occurrences(folded.text, form)) {
          const [start, end] = [folded.startOf(from), folded.endOf(to)];
          if (form.kind === "ANYWHERE" || hasBorder(original, start)) matches.push({ start, end, term });
        }
      }
      if (matches.length > before) break;
    }
  }
  return matches.sort((one, other) => one.start - other.start || other.end - one.end);
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

function endOf(text: string, end: number, kind: Form["kind"], wanted: string): number | null {
  if (kind === "ANYWHERE" || kind === "PREFIX") return end;
  if (kind === "WORD") return isWordLetter(text, end) && LETTER.test(wanted.at(-1) ?? "") ? null : end;
  let last = end;
  while (last < text.length && last - end < 8 && isWordLetter(text, last)) last += 1;
  const word = text.slice(end - wanted.length, last);
  return word === wanted || stemOf(word) === wanted ? last : null;
}

/** A word begins where no letter stands before it, or where a capital does: the User of getUserById. */
function hasBorder(text: string, start: number): boolean {
  if (!isWordLetter(text, start - 1)) return true;
  return /\p{Lu}/u.test(text.charAt(start)) && /\p{Ll}/u.test(text.charAt(start - 1));
}

export interface Stretch {
  start: number;
  end: number;
  weight: number;
}

const LENGTH = 140;
const LEAD = 40;

/** The stretch of about 140 characters with the weightiest different terms; null where nothing matched. */
export function bestStretch(text: string, matches: readonly Match[], terms: readonly HighlightTerm[]): Stretch | null {
  let best: { match: Match; weight: number } | null = null;
  for (const [index, match] of matches.entries()) {
    const seen = new Set<number>();
    let weight = 0;
    for (let next = index; next < matches.length; next += 1) {
      const other = matches[next] as Match;
      if (other.end > match.start + LENGTH - LEAD) break;
      if (!seen.has(other.term)) weight += (terms[other.term]?.weight ?? 0) + 0.01;
      else weight += 0.001;
      seen.add(other.term);
    }
    if (best === null || weight > best.weight) best = { match, weight };
  }
  if (best === null) return null;
  const start = startOfStretch(text, best.match.start);
  return { start, end: endOfStretch(text, start, best.match.end), weight: best.weight };
}

const SENTENCE_END = /[。！？!?\n]|[.;；]\s/g;

function startOfStretch(text: string, at: number): number {
  const from = Math.max(0, at - LEAD);
  let start = from;
  for (const match of text.slice(from, at).matchAll(SENTENCE_END)) start = from + match.index + match[0].length;
  if (start === from && from > 0) {
    const space = text.slice(from, at).search(/\s/);
    if (space !== -1 && space < LEAD / 2) start = from + space + 1;
  }
  while (start < at && /\s/.test(text.charAt(start))) start += 1;
  return atBorder(text, start);
}

function endOfStretch(text: string, start: number, matchEnd: number): number {
  const limit = Math.min(text.length, Math.max(start + LENGTH, matchEnd));
  const paragraph = text.indexOf("\n\n", matchEnd);
  if (paragraph !== -1 && paragraph < limit) return paragraph;
  return atBorder(text, limit);
}

/** Marks, joiners and second halves: what belongs to the character before it. */
const JOINED = /\p{M}|[\udc00-\udfff]|\u200d/u;

/** Not between the parts of one character. */
function atBorder(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && at < text.length && !isSimpleUnit(text.charCodeAt(at)) && JOINED.test(text.charAt(at))) {
    at += 1;
  }
  return at;
}

/** Matches within a stretch as ranges from its start, merged where they meet. */
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
