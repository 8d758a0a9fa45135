// Simplifies a plan for a large site, so that PostgreSQL executes it from the index alone, without reading the vector of every post that
// holds a common word.
import { quoteLexeme } from "../index/text-search-literal.js";
import type { QueryPlan } from "./query-plan.js";
import { FILLER_IMPORTANCE, type QueryTerm } from "./words/query-terms.js";

/** Reading a vector takes about 8 µs, so a phrase over more posts than this takes over 16 ms. */
const COMMON_COUNT = 2_000;
/** A prefix that a larger share of the posts holds narrows nothing down. */
const COMMON_SHARE = 0.1;

export interface KnownFrequencies {
  posts: number;
  counts: readonly number[];
  countOf(lexeme: string): number;
}

/**
 * Common words lose their prefix expansion, unless another word of the query is rare and so narrows the search down. Words with common parts
 * are looked for by those parts in any order, and not as a phrase of them.
 */
export function simplifiedPlan(plan: QueryPlan, { posts, counts, countOf }: KnownFrequencies): QueryPlan {
  const simplifiedBy = new Map<string, string>();
  let { fullPhrase, innerPhrase } = plan;
  const terms = plan.terms.map((term, index): QueryTerm => {
    const { tsquery, simpleTsquery, lexeme, isPrefix } = term;
    const isCommon = (counts[index] ?? 0) > posts * COMMON_SHARE || countOf(lexeme) > COMMON_COUNT;
    const parts = term.parts.length > 0 ? term.parts : term.subwords;
    const hasCommonParts = parts.length > 0 && Math.min(...parts.map(countOf)) > COMMON_COUNT;
    const isAlone = !plan.terms.some((other, at) => other.lexeme !== lexeme && isRare(other, counts[at] ?? 0));
    if (!term.isWord || !((isPrefix && isCommon && isAlone) || hasCommonParts)) return term;
    simplifiedBy.set(tsquery, simpleTsquery);
    const expanded = `${quoteLexeme(lexeme)}:*`;
    fullPhrase = fullPhrase?.replaceAll(expanded, quoteLexeme(lexeme)) ?? null;
    innerPhrase = innerPhrase?.replaceAll(expanded, quoteLexeme(lexeme)) ?? null;
    if (!hasCommonParts) return { ...term, tsquery: simpleTsquery, isPrefix: false, parts: [], subwords: [] };
    const [rarest = lexeme] = [...parts].sort((one, other) => countOf(one) - countOf(other));
    simplifiedBy.set(tsquery, inAnyOrder(simpleTsquery, parts));
    // Of the count and that of the stem the larger one is the term's.
    const simplified = { tsquery: inAnyOrder(simpleTsquery, parts), stem: rarest, truncatedTsquery: null };
    return { ...term, ...simplified, isPrefix: false, parts: [], subwords: [] };
  });
  if (simplifiedBy.size === 0) return plan;
  const simplify = (expression: string) => simplifiedBy.get(expression) ?? expression;
  return {
    ...plan,
    terms,
    fullPhrase,
    innerPhrase,
    requiredWords: plan.requiredWords.map(simplify),
    unorderedWords: plan.unorderedWords.map(simplify),
    phrases: plan.phrases.map(simplify),
    edgeWords: plan.edgeWords.map((edge) => ({ ...edge, expression: simplify(edge.expression) })),
  };
}

const inAnyOrder = (whole: string, parts: readonly string[]): string =>
  `(${whole} | (${parts.map(quoteLexeme).join(" & ")}))`;

const isRare = ({ importance }: QueryTerm, count: number): boolean =>
  importance > FILLER_IMPORTANCE && count <= COMMON_COUNT;
