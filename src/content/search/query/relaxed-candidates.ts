// Selects the candidates of a relaxed search: posts that hold the rarest terms of a query, for queries of which too few posts hold all
// words. A post's matched weight is the sum of the weights of the rare terms that it holds.
import type { SqlParameters } from "../../../platform/db/sql-parameters.js";
import { bindTsquery, exclusionsOf, rarestFirst, type WeightedPlan } from "./candidates.js";
import { type SearchScope, scopeSql, whereSql } from "./search-scope.js";
import { everyOf } from "./tsquery.js";

const MAX_RELAXED = 100;
/** Rows that the terms of one group may bring in. */
const MAX_ROWS = 5_000;
/** Each group may cost a statement. */
const MAX_GROUPS = 3;
/**
 * The part of the best post's matched weight that another post must reach. Without it everything matches a long question; a share of the
 * whole query's weight instead lost a third of the right results of Chinese questions.
 */
export const MIN_SHARE_OF_BEST = 0.5;

export interface RelaxedSelection {
  /** Indices of the terms that are looked for. */
  terms: readonly number[];
  /** The least matched weight, as the first page found it; null for the first page. */
  minWeight: number | null;
}

/** The table expression `relaxed` with the columns post_id, matched_weight and best_weight. */
export function relaxedTable(
  parameters: SqlParameters,
  scope: SearchScope,
  plan: WeightedPlan,
  { terms, minWeight }: RelaxedSelection,
): string {
  const tsqueries = parameters.bind(
    terms.map((index) => plan.terms[index]?.tsquery),
    "text[]",
  );
  const weights = parameters.bind(
    terms.map((index) => String(plan.weights[index])),
    "text[]",
  );
  const { rows, join, where } = scopeSql(scope, parameters);
  const exclusions = everyOf(exclusionsOf(plan));
  const notExcluded = exclusions === null ? [] : [`s.doc @@ ${bindTsquery(parameters, exclusions)}`];
  const least =
    minWeight === null ? `${MIN_SHARE_OF_BEST} * best_weight` : parameters.bind(minWeight, "double precision");
  return `relaxed as materialized (
    select post_id, matched_weight, best_weight from (
      select s.post_id, sum(t.weight order by t.n) as matched_weight, max(sum(t.weight order by t.n)) over () as best_weight
      from unnest(${tsqueries}::tsquery[], ${weights}::double precision[]) with ordinality t(term, weight, n)
      cross join lateral (
        select s.post_id from ${rows}${join}${whereSql(["s.doc @@ t.term", ...notExcluded, ...where])} limit ${MAX_ROWS}) s
      group by s.post_id) x
    where matched_weight >= ${least} order by matched_weight desc, post_id desc limit ${MAX_RELAXED})`;
}

/** The terms, rarest first, in groups that bring in few rows each. The next group is used if no post holds a term of the one before. */
export function rareTermGroups(plan: WeightedPlan): number[][] {
  const groups: number[][] = [[]];
  let rows = 0;
  for (const index of rarestFirst(plan)) {
    rows += plan.counts[index] ?? 0;
    if ((groups.at(-1)?.length ?? 0) > 0 && rows > MAX_ROWS) {
      groups.push([]);
      rows = plan.counts[index] ?? 0;
    }
    groups.at(-1)?.push(index);
  }
  return groups.slice(0, MAX_GROUPS);
}
