// Selects candidates by their titles alone: posts whose title holds most of what is looked for, though the post may lack a word of the
// query. They are added to a strict search, whose other candidates hold all words.
import type { SqlParameters } from "../../../../platform/db/sql-parameters.js";
import { bindTsquery, exclusionsOf, type WeightedPlan } from "../candidates.js";
import { type SearchScope, scopeSql, whereSql } from "../search-scope.js";
import { everyOf, inTitle } from "../tsquery.js";
import { contentTerms, weightOfTerms } from "./content-terms.js";

const MAX_TITLES = 30;
/** The share of the query's weight that a title must hold. */
const MIN_SHARE = 0.5;
/** A term that more posts hold tells too little apart. Below, the rows that a term brings in are never cut off. */
const MAX_COUNT = 5_000;

/** The table expression `titles` with the column post_id; null if no part of the query can be evidence by itself. */
export function titleTable(parameters: SqlParameters, scope: SearchScope, plan: WeightedPlan): string | null {
  const terms = contentTerms(plan);
  const selective = terms.filter(({ count }) => count <= MAX_COUNT);
  if (plan.isFullyQuoted || plan.requiredWords.length < 2 || selective.length === 0) return null;
  const tsqueries = parameters.bind(
    selective.map(({ tsquery }) => inTitle(tsquery)),
    "text[]",
  );
  const weights = parameters.bind(
    selective.map(({ weight }) => String(weight)),
    "text[]",
  );
  const least = parameters.bind(weightOfTerms(terms) * MIN_SHARE, "double precision");
  const { rows, join, where } = scopeSql(scope, parameters);
  const exclusions = everyOf(exclusionsOf(plan));
  const notExcluded = exclusions === null ? [] : [`s.doc @@ ${bindTsquery(parameters, exclusions)}`];
  return `titles as materialized (
    select post_id from (
      select s.post_id, sum(t.weight order by t.n) as weight
      from unnest(${tsqueries}::tsquery[], ${weights}::double precision[]) with ordinality t(term, weight, n)
      cross join lateral (
        select s.post_id from ${rows}${join}${whereSql(["s.head @@ t.term", ...notExcluded, ...where])} offset 0) s
      group by s.post_id) x
    where weight >= ${least} order by weight desc, post_id desc limit ${MAX_TITLES})`;
}
