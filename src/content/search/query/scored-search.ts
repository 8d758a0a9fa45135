// Runs the statement of a search: it selects candidates and scores them. There is one for a strict search, in which all words must match,
// and one for a relaxed search.
import type { SqlClient } from "../../../platform/db/database.js";
import { SqlParameters } from "../../../platform/db/sql-parameters.js";
import { quoteLexeme } from "../index/text-search-literal.js";
import { refined } from "../signals/refined-score.js";
import type { WeightedPlan } from "./candidates.js";
import type { QueryPlan } from "./query-plan.js";
import { MIN_SHARE_OF_BEST, rareTermGroups, relaxedTable } from "./relaxed-candidates.js";
import { type ScoreSql, scoreSql } from "./score-formula.js";
import { NEWEST_INSTANT, type SearchScope } from "./search-scope.js";
import { allowingSpaces, spacedTable } from "./spaced/spaced-candidates.js";
import type { CandidateTables } from "./strict/strict-sql.js";
import { strictTables } from "./strict/strict-tables.js";
import { titleTable } from "./titles/title-candidates.js";
import { any } from "./tsquery.js";

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
  /** Those of the posts that lack a word, and were found by their titles. */
  partialIds: string[];
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
  const strict = strictTables(parameters, scope, plan, window);
  // PostgreSQL rejects a parameter that no part of the statement uses, so that the titles are bound only where they are read.
  const titles = strict.counts === "SOME" ? null : titleTable(parameters, scope, plan);
  const { tables, candidates, isPartial, count, counts } = titles === null ? strict : withTitles(strict, titles);
  const more = `${count} as count, ${isPartial} as "isPartial", ${NEWEST_INSTANT} as "newestInstant"`;
  const rows = await db.queryByIndex<ScoredPost & StrictFigures>(
    `/* search.strict matches */
     with ${tables.join(",\n")}
     ${rankedSql(parameters, plan, { scope, asOf, candidates, more }, ["count", '"isPartial"', '"newestInstant"'])}`,
    parameters.values,
  );
  const { count: found = 0, newestInstant = null } = rows[0] ?? {};
  const partialIds = rows.filter((row) => row.isPartial).map(({ id }) => id);
  const countsAll = counts === "ALL" || (counts === "WINDOW" && found < window);
  return { posts: rows.map(toScoredPost), partialIds, count: found, countsAll, newestInstant };
}

interface StrictFigures {
  count: number;
  isPartial: boolean;
  newestInstant: string | null;
}

/** Where all strict matches are ranked, titles that hold most of the query are candidates too. */
function withTitles(strict: CandidateTables, titles: string): CandidateTables {
  return {
    ...strict,
    tables: [...strict.tables, titles],
    candidates: `${strict.candidates} union select post_id from titles`,
  };
}

/** The candidates by their scores, to which the best of them get what their texts add. */
function rankedSql(parameters: SqlParameters, plan: WeightedPlan, score: ScoreSql, more: readonly string[]): string {
  const scored = { ...plan, ...plan.asTyped };
  return refined(parameters, { sql: scoreSql(parameters, scored, score), more }, plan, score.scope);
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
  const plan = allowingSpaces(allowingTruncation(search.plan, relaxed.ids.length === 0));
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
  const spaced = spacedTable(parameters, scope, plan);
  const found = spaced === null ? "" : " union select post_id from spaced";
  const candidates = `select post_id from relaxed union select unnest(${parameters.bind(ids, "uuid[]")})${found}`;
  const more = `(select max(best_weight) from relaxed) as "bestWeight", ${NEWEST_INSTANT} as "newestInstant"`;
  const rows = await db.queryByIndex<ScoredPost & { bestWeight: number | null; newestInstant: string | null }>(
    `/* search.relaxed matches */
     with ${[table, ...(spaced === null ? [] : [spaced])].join(",\n")}
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

/** A word at an end of the query may be a truncated word of a title. If nothing was found, the words of a name may stand anywhere. */
function allowingTruncation(plan: WeightedPlan, isLast: boolean): WeightedPlan {
  const loosened = (typed: QueryPlan) => withLooseTerms(typed, isLast);
  return { ...plan, ...loosened(plan), asTyped: { ...plan.asTyped, ...loosened(plan.asTyped) } };
}

function withLooseTerms(plan: QueryPlan, isLast: boolean): Pick<QueryPlan, "terms" | "fullPhrase"> {
  const terms = plan.terms.map((term) => {
    const { tsquery, truncatedTsquery, subwords } = term;
    const apart = isLast && subwords.length > 1 ? `(${subwords.map(quoteLexeme).join(" & ")})` : null;
    const others = [truncatedTsquery, apart].filter((other) => other !== null);
    return others.length === 0 ? term : { ...term, tsquery: any([tsquery, ...others]) };
  });
  const [only] = terms;
  const fullPhrase = terms.length === 1 && only !== undefined ? only.truncatedTsquery : plan.fullPhrase;
  return { terms, fullPhrase };
}
