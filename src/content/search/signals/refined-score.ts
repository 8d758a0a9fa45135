// Adds to the scores of the best posts what costs too much to read for every candidate, within the statement that scores them: whether their
// texts hold the query as it was typed, and how many posts link to them.
import type { SqlParameters } from "../../../platform/db/sql-parameters.js";
import { literalBonus } from "../code/literal-score.js";
import type { WeightedPlan } from "../query/candidates.js";
import type { SearchScope } from "../query/search-scope.js";
import { linkBonus } from "./link-score.js";

/** How many of the best posts are read. */
const REFINED_POSTS = 30;

export interface ScoredSql {
  /** A query with the columns id, score and instant, and `more`, best first. */
  sql: string;
  /** Names of its further columns. */
  more: readonly string[];
}

/** The same rows with the bonuses added to their scores, best first. */
export function refined(
  parameters: SqlParameters,
  { sql, more }: ScoredSql,
  plan: WeightedPlan,
  scope: SearchScope,
): string {
  const totalWeight = plan.weights.reduce((sum, weight) => sum + weight, 0);
  const weight = parameters.bind(totalWeight, "double precision");
  const bonuses = [linkBonus(parameters, "r.id", scope), literalBonus(parameters, "r.id", plan.literals)];
  const sum = bonuses.filter((bonus) => bonus !== null).join(" + ");
  return `select r.id, r.score + case when r.place <= ${REFINED_POSTS}
        then round((1000 * ${weight} * (${sum}))::numeric)::bigint else 0 end as score,
      r.instant${more.map((name) => `, r.${name}`).join("")}
    from (select y.*, row_number() over (order by y.score desc, y.instant, y.id desc) as place from (${sql}) y) r
    order by score desc, instant, id desc`;
}
