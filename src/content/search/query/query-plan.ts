// Turns a query into a plan: tsquery expressions that say what must match, which terms are weighed, and which phrases raise the score.
// A plan depends on the query alone. How rare its terms are is added by search-run.ts.
import { wellFormed } from "../../../lib/text.js";
import { type CodeLiterals, literalsOf } from "../code/code-signs.js";
import { fold, foldCase } from "../index/fold.js";
import type { ScriptRun } from "../index/script-runs.js";
import { quoteLexeme } from "../index/text-search-literal.js";
import { charactersOf } from "../index/tokens.js";
import { AS_TYPED, type QueryReading } from "../reading/query-reading.js";
import { parseQuery } from "./query-words.js";
import { spacedForms } from "./spaced/spaced-forms.js";
import {
  exactExpression,
  MIN_PREFIX_LENGTH,
  pairExpression,
  phraseOf,
  type WordRun,
  wordExpression,
} from "./tsquery.js";
import { phrasePattern } from "./words/phrase-pattern.js";
import { innerPhraseOf, neighboursOf } from "./words/query-phrases.js";
import { contentOf, distinctTerms, markedTerm, type QueryTerm, termsOf, wordsAmong } from "./words/query-terms.js";
import { type RunWords, requiredCharacters, wordsOfRuns } from "./words/run-words.js";

/** A word at an end of the query, which may be truncated. */
export interface EdgeWord {
  /** As it stands in `phrases`. */
  expression: string;
  /** The lexeme of its term. */
  lexeme: string;
  /** A short one is more likely a part of a word than a word. */
  isShort: boolean;
}

/** All expressions are tsqueries. */
export interface QueryPlan {
  terms: QueryTerm[];
  /** All of these must match. */
  requiredWords: string[];
  /** The same in their exact form: words without their stems and parts, and with their particles. */
  exactWords: string[];
  /** The required words and the fillers between them. */
  writtenWords: string[];
  /** The required words without the order of characters within a word, which is cheap to evaluate for common words. */
  unorderedWords: string[];
  /** Each run of the query as it was written. */
  phrases: string[];
  /** The whole query as one phrase, as in a text that it was copied from; null if it consists of one run. */
  fullPhrase: string | null;
  /** `fullPhrase` without what no body matches: a first word that may be the end of another, a last word of one letter. */
  innerPhrase: string | null;
  /** The query without its first or without its last word, as a phrase: a topic is often typed beside words that stand together. */
  neighbours: string | null;
  /** Whether words at the ends of `fullPhrase` may be truncated, so that it matches more than whole words. */
  mayBeTruncated: boolean;
  edgeWords: EdgeWord[];
  /** Whether the text between the ends is long enough to identify a post by itself. */
  hasLongMiddle: boolean;
  /** None of these may match. */
  excludedPhrases: string[];
  foldedQuery: string;
  /** Length of the query. */
  characterCount: number;
  /** Whether the query consists of quoted phrases, so that none may be left out. */
  isFullyQuoted: boolean;
  /** Of the terms those that are names with a mark, such as --rm. */
  markedNames: string[];
  /** If a public post matches one of these, a hyphen in the query excludes nothing. */
  possibleOptions: string[];
  /** What a post holds that has the query as code. */
  literals: CodeLiterals;
  /** The lexemes of the words that are neither quoted nor fillers. */
  typedWords: string[];
  /** The words that are put right although public posts hold them as typed. */
  rareSpellings: string[];
  /** The words that name what posts are about. */
  topics: string[];
  /** Korean words that texts may write with spaces: their expressions, and those that match them with spaces too. */
  spacedForms: ReadonlyMap<string, string>;
  /** Regular expressions that a text matches which holds the quoted phrases. */
  quotedPatterns: string[];
}

/** Longer queries repeat themselves or were pasted. Each term costs a `ts_rank` for every candidate. */
const MAX_TERMS = 100;

export function planQuery(query: string, reading: QueryReading = AS_TYPED): QueryPlan {
  const parsed = parseQuery(query, reading.hyphensAreText);
  const { phrases, excluded, mayBeIncomplete, markedNames, possibleOptions } = parsed;
  const words = parsed.words.map((run) => correctedRun(run, reading));
  const plan: QueryPlan = {
    terms: [],
    requiredWords: [],
    exactWords: [],
    writtenWords: [],
    unorderedWords: [],
    phrases: [],
    fullPhrase: null,
    innerPhrase: null,
    neighbours: null,
    mayBeTruncated: false,
    edgeWords: [],
    hasLongMiddle: false,
    excludedPhrases: excluded.map((runs) => phraseOf(runs)),
    foldedQuery: fold(wellFormed(query)).trim(),
    characterCount: Array.from(query.trim()).length,
    isFullyQuoted: phrases.length > 0 && words.length === 0,
    markedNames: [...new Set(markedNames)].map(
      (name) => quoteLexeme(name) + (isTyping(words, name, mayBeIncomplete) ? ":*" : ""),
    ),
    possibleOptions,
    literals: literalsOf(wellFormed(query)),
    typedWords: [],
    topics: [],
    spacedForms: new Map(),
    quotedPatterns: phrases.map(phrasePattern),
    rareSpellings: reading.corrections.filter(({ isWritten }) => isWritten).map(({ typed }) => quoteLexeme(typed)),
  };
  for (const phrase of phrases) {
    const expression = phraseOf(phrase);
    plan.requiredWords.push(expression);
    plan.exactWords.push(expression);
    plan.unorderedWords.push(expression);
    plan.phrases.push(expression);
    for (const run of wordsOfRuns(phrase)) plan.terms.push(...termsOf(run, false));
  }
  const read = wordsOfRuns(words);
  for (const [index, runWords] of read.entries()) {
    const mayExpand = mayBeIncomplete && index === words.length - 1;
    plan.terms.push(...termsOf(runWords, mayExpand));
    plan.writtenWords.push(...writtenWordsOf(runWords));
    if (runWords.isFiller) continue;
    if (runWords.run.kind === "WORD") addWord(plan, runWords.run, mayExpand);
    else addUnspacedRun(plan, runWords);
  }
  if (phrases.length === 0) {
    addTruncation(plan, words, mayBeIncomplete);
    plan.neighbours = neighboursOf(read, mayBeIncomplete);
    plan.spacedForms = spacedForms(read);
  }
  const [only] = words;
  if (phrases.length === 0 && words.length === 1 && only?.kind === "UNSPACED") {
    const written = phraseOf([only]);
    if (written !== plan.phrases[0]) plan.fullPhrase = written;
  }
  for (const name of markedNames) plan.terms.push(markedTerm(name));
  plan.terms = distinctTerms(plan.terms).slice(0, MAX_TERMS);
  plan.topics = wordsAmong(plan.terms, reading.topics);
  for (const key of ["requiredWords", "exactWords", "writtenWords", "unorderedWords", "phrases"] as const)
    plan[key] = [...new Set(plan[key])];
  return plan;
}

/** Whether a name with a mark is the last word, which may be the beginning of a longer one. */
const isTyping = (words: readonly ScriptRun[], name: string, mayBeIncomplete: boolean): boolean =>
  mayBeIncomplete && name.endsWith(foldCase(words.at(-1)?.text ?? " ")) && name.length > MIN_PREFIX_LENGTH;

const lexemeOf = ({ prefix, text, suffix }: ScriptRun): string => prefix + foldCase(text) + suffix;

function correctedRun(run: ScriptRun, { corrections }: QueryReading): WordRun {
  const found = run.kind === "WORD" ? corrections.find(({ typed }) => typed === lexemeOf(run)) : undefined;
  return found === undefined ? run : { ...run, correctedTo: found.corrected };
}

function addWord(plan: QueryPlan, run: ScriptRun, mayExpand: boolean): void {
  const expression = wordExpression(run, mayExpand);
  plan.typedWords.push(lexemeOf(run));
  plan.exactWords.push(exactExpression(run, mayExpand));
  plan.requiredWords.push(expression);
  plan.unorderedWords.push(expression);
  plan.phrases.push(expression);
}

/** A truncated word of at most this many letters is often a word as well: the B of TiDB, the ue of True. */
const SHORT_EDGE_WORD = 3;
const LONG_MIDDLE = 4;

/** Allows for words that were truncated at the ends of the query. */
function addTruncation(plan: QueryPlan, words: readonly ScriptRun[], mayBeIncomplete: boolean): void {
  const [first, last] = [words[0], words.at(-1)];
  if (first === undefined || last === undefined) return;
  const mayTruncate = (run: ScriptRun) => run.kind === "WORD" && run.prefix === "" && run.suffix === "";
  const truncation = { atStart: mayTruncate(first), atEnd: mayBeIncomplete && mayTruncate(last) };
  if (words.length > 1) plan.fullPhrase = phraseOf(words, truncation);
  plan.innerPhrase = innerPhraseOf(words, truncation);
  if (!truncation.atStart && !truncation.atEnd) return;
  // A phrase of parts would have to be checked in the vector of every post that holds them.
  plan.mayBeTruncated = plan.terms.every((term) => term.parts.length === 0);
  const edges =
    words.length === 1 ? [first] : [...(truncation.atStart ? [first] : []), ...(truncation.atEnd ? [last] : [])];
  for (const run of edges) {
    const term = plan.terms[run === first ? 0 : plan.terms.length - 1];
    const truncated = phraseOf([run], {
      atStart: run === first && truncation.atStart,
      atEnd: run === last && truncation.atEnd,
    });
    if (term !== undefined) term.truncatedTsquery = truncated;
    const isShort = charactersOf(run.text).length <= SHORT_EDGE_WORD;
    plan.edgeWords.push({
      expression: wordExpression(run, run === last && mayBeIncomplete),
      lexeme: foldCase(run.text),
      isShort,
    });
  }
  const middle = words.filter((run) => !edges.includes(run) && run.kind === "UNSPACED");
  plan.hasLongMiddle = middle.some((run) => charactersOf(run.text).length >= LONG_MIDDLE);
}

const writtenWordsOf = ({ run, words }: RunWords): string[] =>
  run.kind === "WORD"
    ? [wordExpression(run, false)]
    : words.map((word) => pairExpression(requiredCharacters(word), " <-> "));

function addUnspacedRun(plan: QueryPlan, { words }: RunWords): void {
  for (const word of words) {
    if (word.isFiller) continue;
    const characters = requiredCharacters(word);
    plan.requiredWords.push(pairExpression(characters, " <-> "));
    plan.exactWords.push(pairExpression(word.characters, " <-> "));
    plan.unorderedWords.push(pairExpression(characters, " & "));
  }
  plan.phrases.push(pairExpression(contentOf(words), " <-> "));
}
