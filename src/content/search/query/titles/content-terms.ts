// The terms of a query that are evidence in a title by themselves.
import { RANKING_TERMS, rarestFirst, type WeightedPlan } from "../candidates.js";
import type { QueryPlan } from "../query-plan.js";
import { FILLER_IMPORTANCE, type QueryTerm } from "../words/query-terms.js";

/** A word of an end of the query that is this short is more often a piece of a longer word than what is looked for. */
const PIECE_LENGTH = 2;

export interface ContentTerm {
  tsquery: string;
  weight: number;
  /** Public posts that hold it. */
  count: number;
}

/** Whether a word of the query may be a piece of a longer one. */
export const isPiece = ({ innerPhrase }: QueryPlan, { truncatedTsquery, lexeme }: QueryTerm): boolean =>
  innerPhrase !== null && truncatedTsquery !== null && lexeme.length <= PIECE_LENGTH;

/** Rarest first, without fillers and pieces of words. */
export const contentTerms = (plan: WeightedPlan): ContentTerm[] =>
  rarestFirst(plan)
    .flatMap((index): ContentTerm[] => {
      const term = plan.terms[index];
      if (term === undefined || term.importance <= FILLER_IMPORTANCE) return [];
      return isPiece(plan, term)
        ? []
        : [{ tsquery: term.tsquery, weight: plan.weights[index] ?? 0, count: plan.counts[index] ?? 0 }];
    })
    .slice(0, RANKING_TERMS);

export const weightOfTerms = (terms: readonly ContentTerm[]): number =>
  terms.reduce((sum, { weight }) => sum + weight, 0);
