// Document frequencies of a query's terms: how many public posts hold each of them, and how many in their titles. Hidden posts are not counted, because a score must
// not reveal them. A small site counts, so that two sites with the same public posts score alike; a large one takes estimates from
// PostgreSQL's statistics of the public table, which autovacuum keeps current.
import { BoundedMap } from "../../../lib/bounded-map.js";
import type { SqlClient } from "../../../platform/db/database.js";
import { LexemeStatistics } from "./lexeme-statistics.js";
import { inTitle } from "./tsquery.js";
import { FILLER_IMPORTANCE, type QueryTerm } from "./words/query-terms.js";

export interface DocumentFrequencies {
  /** Public posts. */
  posts: number;
  /** Posts with each term, in the order of the terms. */
  counts: number[];
  /** Posts with each word in their titles, categories or tags; 0 for fillers and terms that are no words. */
  titleCounts: number[];
  /** The estimate for any lexeme on a large site; null if terms are counted. */
  countOf: ((lexeme: string) => number) | null;
}

/** The size of a site up to which terms are counted. */
export const COUNTED_POSTS = 5_000;
const MAX_CACHED_TERMS = 20_000;

/** The counts that hold as long as the database's snapshot is the same. */
interface CachedCounts {
  snapshot: string;
  posts: number;
  counts: BoundedMap<string, TermCounts>;
}

interface TermCounts {
  posts: number;
  titles: number;
}

const NO_COUNTS: TermCounts = { posts: 0, titles: 0 };

const cachedCounts = new WeakMap<object, CachedCounts>();
const statistics = new WeakMap<object, LexemeStatistics>();

export async function loadDocumentFrequencies(
  db: SqlClient,
  terms: readonly QueryTerm[],
): Promise<DocumentFrequencies> {
  const known = statistics.get(db.cacheScope);
  if (known?.isFresh === true) return known.frequenciesOf(terms);
  const exact = await countTerms(db, terms);
  if (exact !== null) return exact;
  const read = await LexemeStatistics.read(db);
  statistics.set(db.cacheScope, read);
  return read.frequenciesOf(terms);
}

interface CountRow {
  snapshot: string;
  isReader: boolean;
  posts: number | null;
  counts: (number | null)[];
  titleCounts: (number | null)[];
}

const mayBeTopic = ({ isWord, importance }: QueryTerm): boolean => isWord && importance > FILLER_IMPORTANCE;

const titleExpression = (term: QueryTerm): string | null => (mayBeTopic(term) ? inTitle(term.simpleTsquery) : null);

/**
 * Null if there are too many posts to count. Two statements with the same snapshot see the same rows, so counts made under a snapshot stay
 * valid until something is written. The statement counts only the terms whose count is not cached for the present snapshot.
 */
async function countTerms(db: SqlClient, terms: readonly QueryTerm[]): Promise<DocumentFrequencies | null> {
  const last = cachedCounts.get(db.cacheScope);
  const cached = terms.map(({ tsquery }) => last?.counts.get(tsquery));
  const [row] = await db.queryByIndex<CountRow>(
    `/* search.document frequencies */
     with now as materialized (select pg_current_snapshot()::text as snapshot),
     size as materialized (
       select case when (select snapshot from now) = $2 then null
         else (select count(*) from (select 1 from search_public limit ${COUNTED_POSTS + 1}) x) end as posts)
     select (select snapshot from now) as snapshot, pg_current_xact_id_if_assigned() is null as "isReader", size.posts,
       array(select case when size.posts is null and t.is_known or size.posts > ${COUNTED_POSTS} then null
               else (select count(*) from search_public s where s.doc @@ t.term)::integer end
             from unnest($1::text[]::tsquery[], $3::boolean[]) with ordinality t(term, is_known, n) order by t.n) as counts,
       array(select case when size.posts is null and t.is_known or size.posts > ${COUNTED_POSTS} or t.term is null then null
               else (select count(*) from search_public s where s.head @@ t.term)::integer end
             from unnest($4::text[]::tsquery[], $3::boolean[]) with ordinality t(term, is_known, n) order by t.n) as "titleCounts"
     from size`,
    [
      terms.map(({ tsquery }) => tsquery),
      last?.snapshot ?? "",
      cached.map((count) => count !== undefined),
      terms.map(titleExpression),
    ],
  );
  if (row === undefined)
    return { posts: 0, counts: terms.map(() => 0), titleCounts: terms.map(() => 0), countOf: null };
  const isSameSnapshot = row.posts === null && last !== undefined;
  const posts = row.posts ?? last?.posts ?? 0;
  if (posts > COUNTED_POSTS) return null;
  const counts = row.counts.map(
    (count, index): TermCounts =>
      count === null ? (cached[index] ?? NO_COUNTS) : { posts: count, titles: row.titleCounts[index] ?? 0 },
  );
  // The snapshot of a transaction that writes does not change with what it writes itself, so nothing is cached there.
  if (row.isReader) {
    const held = isSameSnapshot ? last.counts : new BoundedMap<string, TermCounts>(MAX_CACHED_TERMS);
    for (const [index, { tsquery }] of terms.entries()) held.set(tsquery, counts[index] ?? NO_COUNTS);
    cachedCounts.set(db.cacheScope, { snapshot: row.snapshot, posts, counts: held });
  }
  return {
    posts,
    counts: counts.map((count) => count.posts),
    titleCounts: counts.map((count) => count.titles),
    countOf: null,
  };
}

/** The weight of a term as in BM25: close to 0 for a term that every post holds. */
export function inverseDocumentFrequency(posts: number, count: number): number {
  const matching = Math.min(count, posts);
  return Math.log(1 + (posts - matching + 0.5) / (matching + 0.5));
}
