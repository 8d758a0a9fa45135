// Matches of an expression, those with the best title vectors first. The index has no positions, and to read the vector of every post that holds
// the words of a phrase would take most of the time of a search: the posts are ranked by their titles first, and from the best one on their vectors are
// read until there are enough.
import type { SqlParameters } from "../../../../platform/db/sql-parameters.js";
import { bindTsquery, type MatchParts, unorderedExpression, wholeExpression } from "../candidates.js";
import { withoutOrder } from "../tsquery.js";
import { BEST_FIRST, type HitLimits, hitSql, rankedByTitle, type StrictSql } from "./strict-sql.js";

/** If not all matches are to be looked at: how many posts that hold the words of a phrase are ranked. */
const UNORDERED_ROWS = 4_000;

/** Whether the index alone knows which posts satisfy the expression. */
export const isIndexed = (match: MatchParts): boolean => unorderedExpression(match) === wholeExpression(match);

/** A query with the columns post_id, visible_from and rank. */
export function bestMatches(
  parameters: SqlParameters,
  sql: StrictSql,
  match: MatchParts,
  { limit, ...limits }: HitLimits & { limit: number },
): string {
  const expression = bindTsquery(parameters, wholeExpression(match));
  if (isIndexed(match)) return rankedByTitle(sql, `s.doc @@ ${expression}`, limit, limits);
  const rows = limits.rows === undefined ? {} : { rows: UNORDERED_ROWS };
  // Sorting moves no vectors, which are stored out of line.
  const hits = indexedExpressions(match).map(
    (words) => `(${hitSql(sql, `s.doc @@ ${bindTsquery(parameters, words)}`, { ...limits, ...rows }, ["s.doc"])})`,
  );
  return `select h.post_id, h.visible_from, h.rank from (select * from (${hits.join(" union all ")}) x ${BEST_FIRST} offset 0) h
    where h.doc @@ ${expression} limit ${limit}`;
}

/** What is looked for in the index, each for itself, so that the number of posts that is looked at is never used up by those with words in another order. */
function indexedExpressions(match: MatchParts): string[] {
  const words = unorderedExpression(match);
  const { narrow, parts, exclusions } = match;
  if (narrow === null) return [words];
  const narrowed = unorderedExpression({ parts: [narrow, ...parts.slice(1)], exclusions });
  return [narrowed, `${words} & !${withoutOrder(narrow)}`];
}
