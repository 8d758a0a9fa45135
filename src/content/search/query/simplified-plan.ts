// What a large site cannot afford to take literally: there queries are answered by the index alone, without reading the
// vectors of every post that holds a common word.
import { quoteLexeme } from "../index/text-search-literal.js";
import type { QueryPlan, Unit } from "./query-plan.js";

/** In how many posts something has to stand for that. */
const COMMON = 2_000;
/** A beginning that so many posts have narrows nothing down. */
const COMMON_SHARE = 0.1;

export interface KnownCounts {
  posts: number;
  counts: readonly number[];
  countOf(lexeme: string): number;
}

/** Common words are not grown, and parts that are common are not looked for in a row. */
export function simplifiedPlan(plan: QueryPlan, { posts, counts, countOf }: KnownCounts): QueryPlan {
  const plain = new Map<string, string>();
  let { piece, trimmed } = plan;
  const units = plan.units.map((unit, index): Unit => {
    const { tsquery, plain: simple, lexeme, parts, isPrefix } = unit;
    const isCommon = (counts[index] ?? 0) > posts * COMMON_SHARE || countOf(lexeme) > COMMON;
    const hasCommonParts = parts.length > 0 && Math.min(...parts.map(countOf)) > COMMON;
    if (!unit.isWord || !((isPrefix && isCommon) || hasCommonParts)) return unit;
    plain.set(tsquery, simple);
    const grown = `${quoteLexeme(lexeme)}:*`;
    piece = piece?.replaceAll(grown, quoteLexeme(lexeme)) ?? null;
    trimmed = trimmed?.replaceAll(grown, quoteLexeme(lexeme)) ?? null;
    return { ...unit, tsquery: simple, isPrefix: false, parts: [] };
  });
  if (plain.size === 0) return plan;
  const settle = (expressions: readonly string[]) => expressions.map((one) => plain.get(one) ?? one);
  return {
    ...plan,
    units,
    piece,
    trimmed,
    words: settle(plan.words),
    looseWords: settle(plan.looseWords),
    phrases: settle(plan.phrases),
    ends: plan.ends.map((end) => ({ ...end, phrase: plain.get(end.phrase) ?? end.phrase })),
  };
}
