// Matches in the order of their publication, and their number. Both read the index row alone, never a post.
import type { SqlClient } from "../../../platform/db/database.js";
import { SqlParameters } from "../../../platform/db/sql-parameters.js";
import type { SearchPlace } from "./search-cursor.js";
import { newestRows, type ScopeSql, type SearchScope, scopeSql, whereSql } from "./search-scope.js";

/** Matches that are looked at; beyond this, totals are lower bounds. */
export const MAX_HITS = 20_000;
/** So many of the newest rows are read one after the other, before all matches are gathered and sorted. */
const NEWEST_READ = 1_200;

/** The posts of a search: those an expression matches, or a list. */
export interface MatchSql {
  expression: string | null;
  ids: readonly string[] | null;
}

export function matchingSql(scope: SearchScope, { expression, ids }: MatchSql, parameters: SqlParameters): ScopeSql {
  const sql = scopeSql(scope, parameters);
  const conditions = [...sql.where];
  if (expression !== null) conditions.unshift(`s.doc @@ ${parameters.bind(expression, "text")}::tsquery`);
  if (ids !== null) conditions.unshift(`s.post_id = any(${parameters.bind(ids, "uuid[]")})`);
  return { ...sql, where: conditions };
}

export interface NewestSql {
  name: string;
  limit: number;
  /** Whether matches are so many that the newest rows hold enough of them. */
  isDense: boolean;
  /** Only rows behind a place, and only where something holds; SQL, or empty. */
  behind?: string;
  only?: string;
}

/**
 * Table expressions, of which the one named `name` holds the newest matches. Where these are dense they are found by
 * reading rows in their order; where they turn out not to be, all are gathered and sorted. So the cost is bounded,
 * whatever the words have to do with each other.
 */
export function newestTables(
  { scope, rows, join, where }: ScopeSql,
  { name, limit, isDense, behind = "", only = "" }: NewestSql,
): string[] {
  const order = "order by s.visible_from desc, s.post_id desc";
  const guards = [behind, only].filter((one) => one !== "");
  const gathered = (more: readonly string[]) =>
    `select * from (select s.post_id, s.visible_from from ${rows}${join}${whereSql([...where, ...guards, ...more])} offset 0) s
     ${order} limit ${limit}`;
  if (!isDense) return [`${name} as materialized (${gathered([])})`];
  const isEnough = `(select count(*) from ${name}_read) >= ${limit}`;
  return [
    `${name}_read as materialized (
       select s.post_id, s.visible_from
       from ${newestRows(scope, guards, NEWEST_READ)}${join}${whereSql(where)}
       ${order} limit ${limit})`,
    `${name} as materialized (
       (select * from ${name}_read where ${isEnough}) union all (${gathered([`not (${isEnough})`])}))`,
  ];
}

export async function newestPage(
  db: SqlClient,
  scope: SearchScope,
  match: MatchSql,
  { place, limit, isDense }: { place: SearchPlace | null; limit: number; isDense: boolean },
): Promise<{ id: string; instant: string }[]> {
  const parameters = new SqlParameters();
  const sql = matchingSql(scope, match, parameters);
  const behind =
    place === null
      ? ""
      : `(s.visible_from, s.post_id) < (${parameters.bind(place.key, "timestamptz")}, ${parameters.bind(place.postId, "uuid")})`;
  const tables = newestTables(sql, { name: "page", limit, isDense, behind });
  return db.queryByIndex<{ id: string; instant: string }>(
    `with ${tables.join(", ")}
     select post_id as id, visible_from as instant from page order by visible_from desc, post_id desc`,
    parameters.values,
  );
}

export interface Total {
  count: number;
  /** False where `count` is as far as was counted. */
  isExact: boolean;
}

export const totalOf = (count: number): Total => ({ count: Math.min(count, MAX_HITS), isExact: count <= MAX_HITS });

export async function countMatches(db: SqlClient, scope: SearchScope, match: MatchSql): Promise<Total> {
  const parameters = new SqlParameters();
  const { rows, join, where } = matchingSql(scope, match, parameters);
  const [row] = await db.queryByIndex<{ count: number }>(
    `select count(*) as count from (select 1 from ${rows}${join}${whereSql(where)} limit ${MAX_HITS + 1}) x`,
    parameters.values,
  );
  return totalOf(row?.count ?? 0);
}
