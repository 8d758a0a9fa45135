// Reads a query against the public posts: decides what its text leaves open, and weighs its terms by how many posts hold them.
import type { SqlClient } from "../../../platform/db/database.js";
import type { WeightedPlan } from "../query/candidates.js";
import {
  type DocumentFrequencies,
  inverseDocumentFrequency,
  loadDocumentFrequencies,
} from "../query/document-frequencies.js";
import { planQuery, type QueryPlan } from "../query/query-plan.js";
import { rounded } from "../query/search-cursor.js";
import { rowsOf } from "../query/search-scope.js";
import { simplifiedPlan } from "../query/simplified-plan.js";
import { isPiece } from "../query/titles/content-terms.js";
import { findCorrections } from "./corrections.js";
import { AS_TYPED, isOfLetters, type QueryReading } from "./query-reading.js";

export interface ReadQuery {
  plan: WeightedPlan;
  reading: QueryReading;
}

/** A word that the query's word is put right with counts this much of what it would count if it had been typed. */
const CORRECTED_WEIGHT = 0.7;

/** For a first page. */
export async function readQuery(db: SqlClient, query: string, typed: QueryPlan): Promise<ReadQuery> {
  const hyphensAreText = await holdsOption(db, typed.possibleOptions);
  let reading: QueryReading = { ...AS_TYPED, hyphensAreText };
  const plan = hyphensAreText ? planQuery(query, reading) : typed;
  const frequencies = await loadDocumentFrequencies(db, plan.terms);
  const corrections = await findCorrections(db, plan, frequencies);
  reading = { ...reading, corrections, topics: topicsOf(plan, frequencies) };
  const read = planQuery(query, reading);
  const readFrequencies = corrections.length === 0 ? frequencies : await loadDocumentFrequencies(db, read.terms);
  return { plan: await weighed(db, read, readFrequencies, reading), reading };
}

/** A topic is in so many titles, or in this share of them if that is more. */
const [TOPIC_TITLES, TOPIC_SHARE] = [5, 0.01];
const MAX_TOPICS = 8;

function topicsOf(plan: QueryPlan, { posts, titleCounts }: DocumentFrequencies): string[] {
  const least = Math.max(TOPIC_TITLES, posts * TOPIC_SHARE);
  const topics = plan.terms.flatMap((term, index) =>
    (titleCounts[index] ?? 0) >= least && !isPiece(plan, term) ? [term.lexeme] : [],
  );
  return [...new Set(topics)].slice(0, MAX_TOPICS);
}

/** For a later page, with the weights of the first one. */
export async function readAgain(db: SqlClient, plan: QueryPlan, weights: readonly number[]): Promise<WeightedPlan> {
  return { ...(await weighed(db, plan, await loadDocumentFrequencies(db, plan.terms))), weights: [...weights] };
}

async function weighed(
  db: SqlClient,
  plan: QueryPlan,
  frequencies: DocumentFrequencies,
  { corrections }: QueryReading = AS_TYPED,
): Promise<WeightedPlan> {
  const { posts, countOf } = frequencies;
  const simplified = countOf === null ? plan : simplifiedPlan(plan, { ...frequencies, countOf });
  const { counts } = simplified === plan ? frequencies : await loadDocumentFrequencies(db, simplified.terms);
  const corrected = new Set(corrections.filter(isOfLetters).map(({ typed }) => typed));
  const weights = simplified.terms.map(({ lexeme, importance }, index) => {
    const share = importance * (corrected.has(lexeme) ? CORRECTED_WEIGHT : 1);
    return rounded(inverseDocumentFrequency(posts, counts[index] ?? 0) * share);
  });
  return { ...simplified, asTyped: plan, posts, counts, weights };
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
