// Reads a query against the public posts: decides what its text leaves open, and weighs its terms by how many posts hold them.
import type { SqlClient } from "../../../platform/db/database.js";
import type { WeightedPlan } from "../query/candidates.js";
import { inverseDocumentFrequency, loadDocumentFrequencies } from "../query/document-frequencies.js";
import { planQuery, type QueryPlan } from "../query/query-plan.js";
import { rounded } from "../query/search-cursor.js";
import { rowsOf } from "../query/search-scope.js";
import { simplifiedPlan } from "../query/simplified-plan.js";
import { AS_TYPED, type QueryReading } from "./query-reading.js";

export interface ReadQuery {
  plan: WeightedPlan;
  reading: QueryReading;
}

/** For a first page. */
export async function readQuery(db: SqlClient, query: string, typed: QueryPlan): Promise<ReadQuery> {
  const hyphensAreText = await holdsOption(db, typed.possibleOptions);
  const reading = hyphensAreText ? { ...AS_TYPED, hyphensAreText } : AS_TYPED;
  const plan = reading === AS_TYPED ? typed : planQuery(query, reading);
  return { plan: await weighPlan(db, plan), reading };
}

/** @param known The weights of the first page; null for a first page. */
export async function weighPlan(
  db: SqlClient,
  plan: QueryPlan,
  known: readonly number[] | null = null,
): Promise<WeightedPlan> {
  const frequencies = await loadDocumentFrequencies(db, plan.terms);
  const { posts, countOf } = frequencies;
  const simplified = countOf === null ? plan : simplifiedPlan(plan, { ...frequencies, countOf });
  const { counts } = simplified === plan ? frequencies : await loadDocumentFrequencies(db, simplified.terms);
  const weights =
    known ??
    counts.map((count, index) =>
      rounded(inverseDocumentFrequency(posts, count) * (simplified.terms[index]?.importance ?? 1)),
    );
  return { ...simplified, posts, counts, weights: [...weights] };
}

/** Whether a public post holds one of the words behind a hyphen as an option behind the same word. */
async function holdsOption(db: SqlClient, expressions: readonly string[]): Promise<boolean> {
  if (expressions.length === 0) return false;
  const [row] = await db.queryByIndex<{ found: boolean }>(
    `/* search.options */ select exists (
       select from unnest($1::text[]::tsquery[]) option(expression)
       cross join lateral (select from ${rowsOf({ conditions: null })} where s.doc @@ option.expression limit 1) x) as found`,
    [expressions],
  );
  return row?.found === true;
}
