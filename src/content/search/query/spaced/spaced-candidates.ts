// Candidates of a relaxed search that write a Korean word of the query with spaces.
import type { SqlParameters } from "../../../../platform/db/sql-parameters.js";
import { bindTsquery, exclusionsOf, type WeightedPlan } from "../candidates.js";
import type { QueryPlan } from "../query-plan.js";
import { type SearchScope, scopeSql, whereSql } from "../search-scope.js";
import { everyOf } from "../tsquery.js";

const MAX_SPACED = 50;
/** On a larger site only titles are looked at: the characters of a word stand at the ends of other words in most texts. */
const MAX_POSTS = 20_000;

/** The same plan, in which Korean words match with spaces too. */
export function allowingSpaces(plan: WeightedPlan): WeightedPlan {
  if (plan.spacedForms.size === 0) return plan;
  return { ...plan, ...withSpaces(plan), asTyped: { ...plan.asTyped, ...withSpaces(plan.asTyped) } };
}

function withSpaces(plan: QueryPlan): Partial<QueryPlan> {
  const spaced = (expression: string): string => plan.spacedForms.get(expression) ?? expression;
  return {
    requiredWords: plan.requiredWords.map(spaced),
    exactWords: plan.exactWords.map(spaced),
    phrases: plan.phrases.map(spaced),
    fullPhrase: plan.fullPhrase === null ? null : spaced(plan.fullPhrase),
  };
}

/** The table expression `spaced` with the column post_id, of a plan that allows spaces; null for a query without such words. */
export function spacedTable(parameters: SqlParameters, scope: SearchScope, plan: WeightedPlan): string | null {
  if (plan.spacedForms.size === 0) return null;
  const { rows, join, where } = scopeSql(scope, parameters);
  const words = bindTsquery(parameters, everyOf([...plan.requiredWords, ...exclusionsOf(plan)]) ?? "");
  const vectors = plan.posts > MAX_POSTS ? ["head"] : ["head", "doc"];
  const parts = vectors.map(
    (
      vector,
      place,
    ) => `(select s.post_id, ${place} as place from ${rows}${join}${whereSql([`s.${vector} @@ ${words}`, ...where])}
      order by s.visible_from desc, s.post_id desc limit ${MAX_SPACED})`,
  );
  return `spaced as materialized (
    select post_id from (${parts.join(" union all ")}) x order by place limit ${MAX_SPACED})`;
}
