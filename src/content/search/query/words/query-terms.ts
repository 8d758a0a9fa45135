// The terms of a query: what is weighed of each run, and how much each term counts as evidence besides its rarity.
import { foldCase } from "../../index/fold.js";
import { quoteLexeme } from "../../index/text-search-literal.js";
import { partsOf, stemOf, subwordsOf } from "../../index/tokens.js";
import { inHiragana, lettersAndDigits } from "../../index/word-forms.js";
import { any, MIN_PREFIX_LENGTH, type WordRun, wordExpression } from "../tsquery.js";
import type { QueryWord, RunWords } from "./run-words.js";

/** The smallest part of a query that is weighed: a word, or a pair of characters of a script without spaces. */
export interface QueryTerm {
  tsquery: string;
  /** The lexeme whose document frequency is the term's, or the common prefix of several lexemes. */
  lexeme: string;
  /** An English stem that matches too; the more frequent of the two counts. */
  stem: string | null;
  isPrefix: boolean;
  isWord: boolean;
  /** Lexemes that match as a phrase in texts that do not write the word as one; empty if the word has no parts. */
  parts: string[];
  /** The same for the words in camelCase, which share a position, or for letters and digits that may be apart. */
  subwords: string[];
  /** `tsquery` without parts and prefix expansion, which PostgreSQL executes from the index alone. */
  simpleTsquery: string;
  /** Matches in titles if the term is part of a word that was truncated at an end of the query; null for other terms. */
  truncatedTsquery: string | null;
  /** Factor of the term's weight. */
  importance: number;
}

export const FILLER_IMPORTANCE = 0.1;
/** A pair that consists of the end of one word and the beginning of the next one. */
const BORDER_IMPORTANCE = 0.5;

export function termsOf({ run, words, isFiller }: RunWords, mayExpand: boolean): QueryTerm[] {
  if (run.kind === "WORD") return [wordTerm(run, mayExpand, isFiller ? FILLER_IMPORTANCE : 1)];
  const characters = words.flatMap((word) => word.characters.map((character, at) => characterOf(word, character, at)));
  const [first] = characters;
  if (characters.length === 1 && first !== undefined) {
    const term = unspacedTerm(first.character, first.importance);
    return [{ ...term, tsquery: `${term.tsquery}:*`, isPrefix: true }];
  }
  return characters.slice(0, -1).flatMap((character, at) => {
    const next = characters[at + 1];
    if (next === undefined) return [];
    const importance = Math.min(character.importance, next.importance);
    const isBorder = character.word !== next.word;
    if (importance === FILLER_IMPORTANCE && !isLone(character) && !isLone(next))
      return [unspacedTerm(character.character + next.character, importance)];
    const share = isBorder ? BORDER_IMPORTANCE : 1 / Math.sqrt(pairCount(character.word));
    return [unspacedTerm(character.character + next.character, share)];
  });
}

interface QueryCharacter {
  character: string;
  word: QueryWord;
  importance: number;
}

function characterOf(word: QueryWord, character: string, at: number): QueryCharacter {
  const isParticle = at >= word.characters.length - word.particleLength;
  return { character, word, importance: word.isFiller || isParticle ? FILLER_IMPORTANCE : 1 };
}

/** A character that is a word by itself occurs in pairs with its neighbours only, be they fillers. */
const isLone = ({ word }: QueryCharacter): boolean => !word.isFiller && word.characters.length === 1;

/** The pairs of one word are one piece of evidence: more than one pair counts, but less than as many words. */
const pairCount = ({ characters, particleLength }: QueryWord): number =>
  Math.max(1, characters.length - particleLength - 1);

function wordTerm(run: WordRun, mayExpand: boolean, importance: number): QueryTerm {
  const whole = foldCase(run.text);
  const lexeme = run.prefix + whole + run.suffix;
  const isName = lexeme !== whole;
  const stem = run.correctedTo ?? (isName ? null : stemOf(whole));
  const parts = isName ? [] : partsOf(run.text).segments.flat();
  const subwords = isName ? [] : parts.flatMap(subwordsOf).map(foldCase);
  const apart = isName ? [] : lettersAndDigits(whole);
  return {
    tsquery: wordExpression(run, mayExpand),
    lexeme,
    stem,
    isPrefix: mayExpand && !isName && whole.length >= MIN_PREFIX_LENGTH,
    isWord: true,
    parts: parts.length > 1 ? parts.map(foldCase) : [],
    subwords: subwords.length > parts.length ? subwords : apart,
    simpleTsquery: any([quoteLexeme(lexeme), ...(stem === null ? [] : [quoteLexeme(stem)])]),
    truncatedTsquery: null,
    importance,
  };
}

/** A post in which the word has its mark is ranked above others. It is not required, because words are typed without marks as well. */
export const markedTerm = (lexeme: string): QueryTerm => ({ ...unspacedTerm(lexeme, 1), isWord: true });

function unspacedTerm(characters: string, importance: number): QueryTerm {
  const lexeme = inHiragana(characters);
  const tsquery = quoteLexeme(lexeme);
  return {
    tsquery,
    lexeme,
    stem: null,
    isPrefix: false,
    isWord: false,
    parts: [],
    subwords: [],
    simpleTsquery: tsquery,
    truncatedTsquery: null,
    importance,
  };
}

/** The expressions of the words with these lexemes. */
export const wordsAmong = (terms: readonly QueryTerm[], lexemes: readonly string[]): string[] =>
  terms.filter(({ isWord, lexeme }) => isWord && lexemes.includes(lexeme)).map(({ tsquery }) => tsquery);

/** Of equal terms the most important one. */
export function distinctTerms(terms: readonly QueryTerm[]): QueryTerm[] {
  const found = new Map<string, QueryTerm>();
  for (const term of terms) {
    const other = found.get(term.tsquery);
    const importance = Math.max(term.importance, other?.importance ?? 0);
    found.set(term.tsquery, {
      ...term,
      truncatedTsquery: term.truncatedTsquery ?? other?.truncatedTsquery ?? null,
      importance,
    });
  }
  return [...found.values()];
}

/** The characters of a run from its first to its last word that is no filler. */
export function contentOf(words: readonly QueryWord[]): readonly string[] {
  const isContent = words.map((word) => !word.isFiller);
  const [from, to] = [isContent.indexOf(true), isContent.lastIndexOf(true)];
  const content =
    from === -1 || (from === to && words[from]?.characters.length === 1) ? words : words.slice(from, to + 1);
  const characters = content.flatMap((word) => word.characters);
  return characters.slice(0, characters.length - (content.at(-1)?.particleLength ?? 0));
}
