// How rare the units of a query are, among public posts alone: what nobody may read must not show in a score. On a small
// site they are counted, so that two sites with the same public posts score alike; on a large one they come from
// PostgreSQL's statistics of the public table, which its autovacuum keeps fresh.
import type { SqlClient } from "../../../platform/db/database.js";
import { LexemeStatistics } from "./lexeme-statistics.js";
import type { Unit } from "./query-plan.js";

export interface Frequencies {
  /** Public posts. */
  posts: number;
  /** Posts with each unit, in the order of the units. */
  counts: number[];
  /** Of a large site, what its statistics say of any lexeme; null where units are counted. */
  countOf: ((lexeme: string) => number) | null;
}

export const COUNTED_POSTS = 5_000;
const MAX_REMEMBERED = 20_000;

/** What was counted while the database was as its snapshot tells. */
interface Counted {
  snapshot: string;
  posts: number;
  counts: Map<string, number>;
}

const counted = new WeakMap<object, Counted>();
const statistics = new WeakMap<object, LexemeStatistics>();

export async function loadFrequencies(db: SqlClient, units: readonly Unit[]): Promise<Frequencies> {
  const known = statistics.get(db.home);
  if (known?.isFresh === true) return known.frequenciesOf(units);
  const exact = await countUnits(db, units);
  if (exact !== null) return exact;
  const read = await LexemeStatistics.read(db);
  statistics.set(db.home, read);
  return read.frequenciesOf(units);
}

interface CountRow {
  snapshot: string;
  isReader: boolean;
  posts: number | null;
  counts: (number | null)[];
}

/**
 * Null where there are too many posts to count. Two statements with the same snapshot see the same rows, so what was
 * counted under a snapshot holds for as long as nobody has written anything.
 */
async function countUnits(db: SqlClient, units: readonly Unit[]): Promise<Frequencies | null> {
  const last = counted.get(db.home);
  const remembered = units.map(({ tsquery }) => last?.counts.get(tsquery));
  const [row] = await db.queryByIndex<CountRow>(
    `with now as materialized (select pg_current_snapshot()::text as snapshot),
     size as materialized (
       select case when (select snapshot from now) = $2 then null
         else (select count(*) from (select 1 from search_public limit ${COUNTED_POSTS + 1}) x) end as posts)
     select (select snapshot from now) as snapshot, pg_current_xact_id_if_assigned() is null as "isReader", size.posts,
       array(select case when size.posts is null and u.is_known or size.posts > ${COUNTED_POSTS} then null
               else (select count(*) from search_public s where s.doc @@ u.unit)::integer end
             from unnest($1::text[]::tsquery[], $3::boolean[]) with ordinality u(unit, is_known, n) order by u.n) as counts
     from size`,
    [units.map(({ tsquery }) => tsquery), last?.snapshot ?? "", remembered.map((count) => count !== undefined)],
  );
  if (row === undefined) return { posts: 0, counts: units.map(() => 0), countOf: null };
  const isSame = row.posts === null && last !== undefined;
  const posts = row.posts ?? last?.posts ?? 0;
  if (posts > COUNTED_POSTS) return null;
  const counts = row.counts.map((count, index) => count ?? remembered[index] ?? 0);
  // Inside a transaction that writes, its snapshot does not tell what it has written itself.
  if (row.isReader) {
    const kept = isSame && last.counts.size < MAX_REMEMBERED ? last.counts : new Map<string, number>();
    for (const [index, { tsquery }] of units.entries()) kept.set(tsquery, counts[index] ?? 0);
    counted.set(db.home, { snapshot: row.snapshot, posts, counts: kept });
  }
  return { posts, counts, countOf: null };
}

/** As BM25 weighs them: close to nothing for what stands everywhere. */
export function rarity(posts: number, count: number): number {
  const matching = Math.min(count, posts);
  return Math.log(1 + (posts - matching + 0.5) / (matching + 0.5));
}
