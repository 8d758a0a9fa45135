// What decides how the candidates of a search are selected: how many posts hold the words of the query, and what a strict match satisfies.
import type { SqlParameters } from "../../../platform/db/sql-parameters.js";
import type { EdgeWord, QueryPlan } from "./query-plan.js";
import { everyOf, someOf, withoutOrder } from "./tsquery.js";

/** How many terms, rarest first, rank the title vectors. */
export const RANKING_TERMS = 20;
/** How many matches are looked at. Above this, totals are lower bounds. */
export const MAX_HITS = 20_000;
/** If more posts than this hold every word, their order within words is ignored and not every match is ranked. */
export const COMMON_COUNT = 2_000;
/** The expected share of matches from which reading the newest rows in order finds enough of them. */
const DENSE_SHARE = 0.2;

/** Gathering so many matches from the index takes as long as reading a row and its vector in order; of those rows half are expected to be needed. */
const MATCHES_PER_ROW = 8;
/** So many times the rows that are expected to be needed are read if they hold too few matches. */
const MARGIN = 2;
const MAX_IN_ORDER = 1_500;
/** Above this, posts that hold every term are not looked for by themselves. */
const COMMON_TERMS = 5_000;

/** Fewer posts hold what is no word. On a large site, any word that is not common is estimated at this. */
const UNKNOWN_SHARE = 0.0005;

/** The weights of `ts_rank` for the labels D, C, B and A: unlabelled, body, heading, title or term. */
export const RANK_WEIGHTS = "'{0.05,0.15,0.5,1.0}'::real[]";

/** A plan with the document frequencies of its terms. */
export interface WeightedPlan extends QueryPlan {
  /** The plan before it was simplified for a large site, by which the few candidates are scored. */
  asTyped: QueryPlan;
  /** Public posts. */
  posts: number;
  /** Of each term: its inverse document frequency. */
  weights: number[];
  /** Of each term: the public posts that hold it. */
  counts: number[];
}

/** The counts of the terms that a strict match must hold: not of fillers, nor of pairs that span two words. */
function requiredCounts({ terms, counts, requiredWords }: WeightedPlan): number[] {
  const required = counts.filter((_, index) =>
    requiredWords.some((word) => word.includes(terms[index]?.tsquery ?? "")),
  );
  return required.length === 0 ? counts : required;
}
/** No more posts than this can hold all words. */
export const rarestCount = (plan: WeightedPlan): number => Math.min(...requiredCounts(plan));
/** The share of the posts that is expected to hold all words: as if they were independent, so that it is rather more. */
const expectedShare = (plan: WeightedPlan): number =>
  requiredCounts(plan).reduce((share, count) => (share * count) / plan.posts, 1);

export const isDense = (plan: WeightedPlan): boolean =>
  rarestCount(plan) > COMMON_COUNT && expectedShare(plan) > DENSE_SHARE;

/**
 * How many of the newest rows are to be read in order until so many matches are found; null if gathering all matches and sorting them is
 * expected to take less.
 */
export function rowsInOrder(plan: WeightedPlan, limit: number): number | null {
  const share = expectedShare(plan);
  const rows = Math.ceil((limit / share) * MARGIN);
  return rarestCount(plan) <= COMMON_COUNT || rows > MAX_IN_ORDER || rows * MATCHES_PER_ROW > share * plan.posts
    ? null
    : rows;
}

/** Whether few enough posts hold the term to make a difference; to look for one of the others takes long. */
export const isTelling = ({ counts }: WeightedPlan, index: number): boolean => (counts[index] ?? 0) <= MAX_HITS;

/** Whether so many posts are expected to hold every telling term that some of them say nothing. */
export const isEveryTermCommon = (plan: WeightedPlan): boolean =>
  plan.counts.reduce((share, count, index) => (isTelling(plan, index) ? (share * count) / plan.posts : share), 1) *
    plan.posts >
  COMMON_TERMS;

/**
 * Whether the query is a quoted phrase of words that so many posts hold that their vectors cannot all be read. Then it is looked for in some
 * hundred titles and in the newest posts that hold its words.
 */
export const isCommonPhrase = (plan: WeightedPlan): boolean =>
  plan.isFullyQuoted && rarestCount(plan) > COMMON_COUNT && plan.phrases.some((phrase) => phrase.includes("<"));

/** What a strict match satisfies: all words, or the query as a phrase that may be truncated at its ends. */
export const strictExpression = (plan: WeightedPlan): string => wholeExpression(strictParts(plan));

/** Expressions that a post satisfies all of, and the exclusions of the query. */
export interface MatchParts {
  parts: readonly string[];
  exclusions: readonly string[];
  /** Implies the first part, and few posts satisfy it, though many may hold the words of the first part; null if there is no such expression. */
  narrow: string | null;
}

export const wholeExpression = ({ parts, exclusions }: Pick<MatchParts, "parts" | "exclusions">): string =>
  everyOf([...parts, ...exclusions]) ?? "";

/**
 * The expression as far as the index knows it, which has no positions: the words of phrases in any order. A post without an excluded phrase may
 * hold its words, so that such exclusions are left out.
 */
export const unorderedExpression = ({ parts, exclusions }: Pick<MatchParts, "parts" | "exclusions">): string =>
  wholeExpression({
    parts: parts.map(withoutOrder),
    exclusions: exclusions.filter((exclusion) => exclusion === withoutOrder(exclusion)),
  });

export function strictParts(plan: WeightedPlan): MatchParts {
  const exclusions = exclusionsOf(plan);
  const isCommon = rarestCount(plan) > COMMON_COUNT;
  const words = isCommonPhrase(plan)
    ? plan.requiredWords.map(withoutOrder)
    : isCommon
      ? plan.unorderedWords
      : plan.requiredWords;
  const phrases = isCommon
    ? []
    : [
        plan.mayBeTruncated ? plan.fullPhrase : null,
        selectiveInnerPhrase(plan),
        middleExpression(plan, (edge) => edge.isShort),
      ].filter((phrase) => phrase !== null);
  if (phrases.length === 0) return { parts: words, exclusions, narrow: null };
  const narrow = `(${everyOf(words)})`;
  const either = `(${someOf([narrow, ...phrases.map((phrase) => `(${phrase})`)])})`;
  return { parts: [either], exclusions, narrow };
}

/**
 * Where many posts hold every word, the query as a phrase is looked for apart from the words: in one expression with them, PostgreSQL reads the
 * vectors of thousands of posts. Only titles hold the ends of words; a text is searched if a part of the phrase is rare.
 */
export function separatePhrases(plan: WeightedPlan): { inTitle: string | null; anywhere: string | null } {
  if (rarestCount(plan) <= COMMON_COUNT || plan.isFullyQuoted) return { inTitle: null, anywhere: null };
  const isRare = (phrase: string) =>
    plan.terms.some(({ tsquery }, index) => phrase.includes(tsquery) && (plan.counts[index] ?? 0) <= COMMON_COUNT);
  const middle = middleExpression(plan, (edge) => edge.isShort);
  const texts = [selectiveInnerPhrase(plan), middle !== null && isRare(middle) ? middle : null];
  return {
    inTitle: plan.mayBeTruncated ? plan.fullPhrase : null,
    anywhere: someOf(texts.filter((phrase) => phrase !== null).map((phrase) => `(${phrase})`)),
  };
}

/** The query without its truncated words, if these are short and the rest is rare enough to be looked for. */
function selectiveInnerPhrase(plan: WeightedPlan): string | null {
  const isLikely =
    plan.mayBeTruncated && plan.edgeWords.some((edge) => edge.isShort && edge.expression === plan.requiredWords[0]);
  return isLikely && Math.min(...plan.counts.slice(1)) <= COMMON_COUNT ? plan.innerPhrase : null;
}

/** The phrases of the query without optional edge words; null if there are none or if too little would be left. */
export function middleExpression(plan: QueryPlan, isOptional: (edge: EdgeWord) => boolean): string | null {
  const optional = plan.edgeWords.filter(isOptional).map(({ expression }) => expression);
  if (optional.length === 0 || !plan.hasLongMiddle) return null;
  return everyOf(plan.phrases.filter((phrase) => !optional.includes(phrase)));
}

/** Whether the word is more likely a part of a word: it is short, or hardly a post holds it. */
export function isLikelyTruncated(plan: WeightedPlan, { lexeme, isShort }: EdgeWord): boolean {
  const index = plan.terms.findIndex((term) => term.isWord && term.lexeme === lexeme);
  return isShort || index === -1 || (plan.counts[index] ?? 0) <= Math.max(1, plan.posts * UNKNOWN_SHARE);
}

export const exclusionsOf = (plan: QueryPlan): string[] => plan.excludedPhrases.map((phrase) => `!${phrase}`);

/** Indices of the terms, rarest first. */
export function rarestFirst(plan: WeightedPlan): number[] {
  return plan.terms.map((_, index) => index).sort((a, b) => (plan.weights[b] ?? 0) - (plan.weights[a] ?? 0));
}

/** A parameter of this type is parsed once; text that the statement casts would be parsed again for every row that it is compared with. */
export const bindTsquery = (parameters: SqlParameters, expression: string): string =>
  parameters.bind(expression, "tsquery");
