// Runs the statement of a search: it selects candidates and scores them. There is one for a strict search, in which all words must match,
// and one for a relaxed search.
import type { SqlClient } from "../../../platform/db/database.js";
import { SqlParameters } from "../../../platform/db/sql-parameters.js";
import { withLiterals } from "../code/literal-score.js";
import { strictTables, type WeightedPlan } from "./candidates.js";
import { MIN_SHARE_OF_BEST, rareTermGroups, relaxedTable } from "./relaxed-candidates.js";
import { type ScoreSql, scoreSql } from "./score-formula.js";
import { NEWEST_INSTANT, type SearchScope } from "./search-scope.js";

export interface ScoredPost {
  id: string;
  /** In thousandths. */
  score: number;
  /** When it was published. */
  instant: string;
}

export interface StrictResult {
  /** Best first. Equal scores are ordered by publication, oldest first, so that a series begins with its first part; then by id. */
  posts: ScoredPost[];
  /** The strict matches that were looked at. */
  count: number;
  /** Whether `count` is the number of all strict matches. */
  countsAll: boolean;
  /** When the newest visible post was published; null if nothing was found. */
  newestInstant: string | null;
}

export interface ScoredSearch {
  db: SqlClient;
  scope: SearchScope;
  plan: WeightedPlan;
  /** The day that ages are counted from, the same for all pages. */
  asOf: string;
}

export async function searchStrictly({ db, scope, plan, asOf }: ScoredSearch, window: number): Promise<StrictResult> {
  const parameters = new SqlParameters();
  const { tables, candidates, count, countsAll } = strictTables(parameters, scope, plan, window);
  const more = `${count} as count, ${NEWEST_INSTANT} as "newestInstant"`;
  const rows = await db.queryByIndex<ScoredPost & { count: number; newestInstant: string | null }>(
    `/* search.strict matches */
     with ${tables.join(",\n")}
     ${rankedSql(parameters, plan, { scope, asOf, candidates, more }, ["count", '"newestInstant"'])}`,
    parameters.values,
  );
  const { count: found = 0, newestInstant = null } = rows[0] ?? {};
  return { posts: rows.map(toScoredPost), count: found, countsAll, newestInstant };
}

/** The candidates by their scores, to which the best of them get what their texts add. */
function rankedSql(parameters: SqlParameters, plan: WeightedPlan, score: ScoreSql, more: readonly string[]): string {
  const totalWeight = plan.weights.reduce((sum, weight) => sum + weight, 0);
  return withLiterals(parameters, { sql: scoreSql(parameters, plan, score), more, totalWeight }, plan.literals);
}

const toScoredPost = ({ id, score, instant }: ScoredPost): ScoredPost => ({ id, score, instant });

export interface RelaxedSearch {
  /** Posts that stay in the result whatever their matched weight. */
  ids: readonly string[];
  /** The least matched weight, as the first page found it; null for the first page. */
  minWeight: number | null;
}

export interface RelaxedResult {
  posts: ScoredPost[];
  minWeight: number;
  newestInstant: string | null;
}

/** A word that no post holds finds nothing. Then the search goes on with the words beside it, rarest first. */
export async function searchRelaxed(search: ScoredSearch, relaxed: RelaxedSearch): Promise<RelaxedResult> {
  const plan = allowingTruncation(search.plan);
  let found: RelaxedResult = { posts: [], minWeight: 0, newestInstant: null };
  for (const terms of rareTermGroups(plan)) {
    found = await searchByTerms({ ...search, plan }, relaxed, terms);
    if (found.posts.length > relaxed.ids.length || relaxed.ids.length > 0) break;
  }
  return found;
}

async function searchByTerms(
  { db, scope, plan, asOf }: ScoredSearch,
  { ids, minWeight }: RelaxedSearch,
  terms: readonly number[],
): Promise<RelaxedResult> {
  const parameters = new SqlParameters();
  const table = relaxedTable(parameters, scope, plan, { terms, minWeight });
  const candidates = `select post_id from relaxed union select unnest(${parameters.bind(ids, "uuid[]")})`;
  const more = `(select max(best_weight) from relaxed) as "bestWeight", ${NEWEST_INSTANT} as "newestInstant"`;
  const rows = await db.queryByIndex<ScoredPost & { bestWeight: number | null; newestInstant: string | null }>(
    `/* search.relaxed matches */
     with ${table}
     ${rankedSql(parameters, plan, { scope, asOf, candidates, more }, ['"bestWeight"', '"newestInstant"'])}`,
    parameters.values,
  );
  const { bestWeight = 0, newestInstant = null } = rows[0] ?? {};
  return {
    posts: rows.map(toScoredPost),
    minWeight: minWeight ?? (bestWeight ?? 0) * MIN_SHARE_OF_BEST,
    newestInstant,
  };
}

/** A word at an end of the query may be a truncated word of a title. */
function allowingTruncation(plan: WeightedPlan): WeightedPlan {
  const terms = plan.terms.map((term) =>
    term.truncatedTsquery === null ? term : { ...term, tsquery: `(${term.tsquery} | ${term.truncatedTsquery})` },
  );
  const [only] = terms;
  const fullPhrase = terms.length === 1 && only !== undefined ? only.truncatedTsquery : plan.fullPhrase;
  return { ...plan, terms, fullPhrase };
}
