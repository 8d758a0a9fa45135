// Turns a query into expressions of PostgreSQL's text search: what must hold, what is counted as evidence, and what earns
// more for standing together. Lexemes are written by one function that quotes them all.
import { fold, foldCase } from "../index/fold.js";
import { quoteLexeme } from "../index/text-search-literal.js";
import { charactersOf, partsOf, type ScriptRun, stemOf } from "../index/tokens.js";
import { any, chain, MIN_PREFIX_LENGTH, pairsOf, phraseOf, wordExpression } from "./expressions.js";
import { readQuery, segmentRun } from "./query-words.js";

/** The least that can be evidence: a pair of characters or a word. */
export interface Unit {
  /** As an expression of the text search. */
  tsquery: string;
  /** The lexeme whose frequency tells how rare the unit is, or the beginning of several; or else that of its stem. */
  lexeme: string;
  stem: string | null;
  isPrefix: boolean;
  isWord: boolean;
  /** Lexemes that must stand in a row where the whole is not written as one; none for what has no parts. */
  parts: string[];
  /** The same without those parts and without growing: what PostgreSQL answers by its index alone. */
  plain: string;
  /** What stands in a title where the unit is only a piece of a word, cut off at an end of the query; null elsewhere. */
  cut: string | null;
}

export interface QueryPlan {
  units: Unit[];
  /** All of these must match. */
  words: string[];
  /** The same without the order of the characters within a word: cheap to answer where words are common. */
  looseWords: string[];
  /** Every run as it was written. */
  phrases: string[];
  /** All runs one behind the other, as in a text that the query was cut out of; null where there is but one. */
  piece: string | null;
  /** That piece without what no body can hold: a first word that may be the end of another, a last one of a single letter. */
  trimmed: string | null;
  /** Whether words at the ends of that piece may be cut through, so that more than whole words can match. */
  isCut: boolean;
  /** Words at the ends of the query, as they stand in `phrases`: shorter ones are likely to be no words but pieces. */
  ends: { phrase: string; isShort: boolean }[];
  /** Whether what stands between the ends is so long that it tells a post by itself. */
  hasLongMiddle: boolean;
  /** None of these may match. */
  excluded: string[];
  /** What was typed, folded. */
  literal: string;
  /** Of what was typed, in characters. */
  length: number;
  /** Only what is quoted: then nothing may be left out. */
  isQuoted: boolean;
}

/** Longer queries repeat themselves or were pasted. */
const MAX_UNITS = 100;

export function planQuery(query: string): QueryPlan {
  const { words, phrases, excluded, isOpen } = readQuery(query);
  const plan: QueryPlan = {
    units: [],
    words: [],
    looseWords: [],
    phrases: [],
    piece: null,
    trimmed: null,
    isCut: false,
    ends: [],
    hasLongMiddle: false,
    excluded: excluded.map((runs) => phraseOf(runs)),
    literal: fold(query.toWellFormed().replaceAll("\0", " ")).trim(),
    length: Array.from(query.trim()).length,
    isQuoted: phrases.length > 0 && words.length === 0,
  };
  for (const phrase of phrases) {
    const expression = phraseOf(phrase);
    plan.words.push(expression);
    plan.looseWords.push(expression);
    plan.phrases.push(expression);
    for (const run of phrase) plan.units.push(...unitsOf(run, false));
  }
  for (const [index, run] of words.entries()) {
    const mayGrow = isOpen && index === words.length - 1;
    plan.units.push(...unitsOf(run, mayGrow));
    if (run.kind === "WORD") addWord(plan, run, mayGrow);
    else addRun(plan, run);
  }
  if (phrases.length === 0) addEnds(plan, words, isOpen);
  plan.units = [...new Map(plan.units.map((unit) => [unit.tsquery, unit])).values()].slice(0, MAX_UNITS);
  for (const key of ["words", "looseWords", "phrases"] as const) plan[key] = [...new Set(plan[key])];
  return plan;
}

function addWord(plan: QueryPlan, run: ScriptRun, mayGrow: boolean): void {
  const expression = wordExpression(run, mayGrow);
  plan.words.push(expression);
  plan.looseWords.push(expression);
  plan.phrases.push(expression);
}

/** Shorter pieces are often words as well: the B of TiDB, the ue of True. */
const SHORT_END = 3;
const LONG_MIDDLE = 4;

/** Allows for words at the ends of the query that were cut through. */
function addEnds(plan: QueryPlan, words: readonly ScriptRun[], isOpen: boolean): void {
  const [first, last] = [words[0], words.at(-1)];
  if (first === undefined || last === undefined) return;
  const isCuttable = (run: ScriptRun) => run.kind === "WORD" && run.prefix === "" && run.suffix === "";
  const cuts = { atStart: isCuttable(first), atEnd: isOpen && isCuttable(last) };
  if (words.length > 1) plan.piece = phraseOf(words, cuts);
  plan.trimmed = trimmedPiece(words, cuts);
  if (!cuts.atStart && !cuts.atEnd) return;
  // Parts in a row would have to be looked for in every post that holds them.
  plan.isCut = plan.units.every((unit) => unit.parts.length === 0);
  const ends = words.length === 1 ? [first] : [...(cuts.atStart ? [first] : []), ...(cuts.atEnd ? [last] : [])];
  for (const run of ends) {
    const unit = plan.units[run === first ? 0 : plan.units.length - 1];
    const cut = phraseOf([run], { atStart: run === first && cuts.atStart, atEnd: run === last && cuts.atEnd });
    if (unit !== undefined) unit.cut = cut;
    const isShort = charactersOf(run.text).length <= SHORT_END;
    plan.ends.push({ phrase: wordExpression(run, run === last && isOpen), isShort });
  }
  const middle = words.filter((run) => !ends.includes(run) && run.kind === "UNSPACED");
  plan.hasLongMiddle = middle.some((run) => charactersOf(run.text).length >= LONG_MIDDLE);
}

/** Shorter ones stand everywhere. */
const TELLING = 3;

/** Bodies are found by beginnings of words of two letters and more, never by their ends. */
function trimmedPiece(words: readonly ScriptRun[], cuts: { atStart: boolean; atEnd: boolean }): string | null {
  const endsInLetter = cuts.atEnd && charactersOf(words.at(-1)?.text ?? "").length < MIN_PREFIX_LENGTH;
  const rest = words.slice(cuts.atStart ? 1 : 0, endsInLetter ? -1 : undefined);
  const [only] = rest;
  if (rest.length === words.length || only === undefined) return null;
  const isTelling = rest.length > 1 || (only.kind === "UNSPACED" && charactersOf(only.text).length >= TELLING);
  return isTelling ? phraseOf(rest, { atStart: false, atEnd: cuts.atEnd && !endsInLetter }) : null;
}

function addRun(plan: QueryPlan, run: ScriptRun): void {
  const words = segmentRun(run.text);
  const needed = words.filter((word) => !word.isOptional);
  for (const { characters } of needed.length > 0 ? needed : words) {
    plan.words.push(chain(characters, " <-> "));
    plan.looseWords.push(chain(characters, " & "));
  }
  plan.phrases.push(chain(charactersOf(foldCase(run.text)), " <-> "));
}

function unitsOf(run: ScriptRun, mayGrow: boolean): Unit[] {
  if (run.kind === "WORD") return [wordUnit(run, mayGrow)];
  const characters = charactersOf(foldCase(run.text));
  if (characters.length > 1) return pairsOf(characters).map(pairUnit);
  const lexeme = characters[0] ?? "";
  return [{ ...pairUnit(lexeme), tsquery: `${quoteLexeme(lexeme)}:*`, isPrefix: true }];
}

function wordUnit(run: ScriptRun, mayGrow: boolean): Unit {
  const whole = foldCase(run.text);
  const lexeme = run.prefix + whole + run.suffix;
  const isName = lexeme !== whole;
  const stem = isName ? null : stemOf(whole);
  const parts = isName ? [] : partsOf(run.text).segments.flat().map(foldCase);
  return {
    tsquery: wordExpression(run, mayGrow),
    lexeme,
    stem,
    isPrefix: mayGrow && !isName && whole.length >= MIN_PREFIX_LENGTH,
    isWord: true,
    parts: parts.length > 1 ? parts : [],
    plain: any([quoteLexeme(lexeme), ...(stem === null ? [] : [quoteLexeme(stem)])]),
    cut: null,
  };
}

function pairUnit(lexeme: string): Unit {
  const tsquery = quoteLexeme(lexeme);
  return { tsquery, lexeme, stem: null, isPrefix: false, isWord: false, parts: [], plain: tsquery, cut: null };
}
