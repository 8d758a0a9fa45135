// Matches in the order of their publication. Only index rows are read, never posts.
import type { SqlClient } from "../../../platform/db/database.js";
import { SqlParameters } from "../../../platform/db/sql-parameters.js";
import { MAX_HITS } from "./candidates.js";
import type { SearchPosition } from "./search-cursor.js";
import { newestRows, type ScopeSql, type SearchScope, scopeSql, whereSql } from "./search-scope.js";

/** The posts of a search: those that an expression matches, a list, or both. */
export interface MatchSql {
  expression: string | null;
  ids: readonly string[] | null;
}

export function matchingSql(scope: SearchScope, { expression, ids }: MatchSql, parameters: SqlParameters): ScopeSql {
  const sql = scopeSql(scope, parameters);
  const conditions = [...sql.where];
  const alternatives: string[] = [];
  if (expression !== null) alternatives.push(`s.doc @@ ${parameters.bind(expression, "tsquery")}`);
  if (ids !== null) alternatives.push(`s.post_id = any(${parameters.bind(ids, "uuid[]")})`);
  if (alternatives.length > 0) conditions.unshift(`(${alternatives.join(" or ")})`);
  return { ...sql, where: conditions };
}

export interface NewestSql {
  name: string;
  limit: number;
  /** How many of the newest rows are read in order before all matches are gathered and sorted instead; null if they are at once. */
  inOrder: number | null;
  /** A condition on rows that continues a list after a position; empty for none. */
  after?: string;
  /** A condition that does not depend on rows; nothing is read if it is false. Empty for none. */
  onlyIf?: string;
}

/**
 * Table expressions, of which the one called `name` holds the newest matches. Dense matches are found by reading rows in their order; if
 * these turn out to hold too few, all matches are gathered and sorted. So the cost is bounded even if the words are not independent.
 */
export function newestTables(
  { scope, rows, join, where }: ScopeSql,
  { name, limit, inOrder, after = "", onlyIf = "" }: NewestSql,
): string[] {
  const order = "order by s.visible_from desc, s.post_id desc";
  const conditions = [after, onlyIf].filter((condition) => condition !== "");
  const gathered = (more: readonly string[]) =>
    `select * from (select s.post_id, s.visible_from from ${rows}${join}${whereSql([...where, ...conditions, ...more])} offset 0) s
     ${order} limit ${limit}`;
  if (inOrder === null) return [`${name} as materialized (${gathered([])})`];
  const isEnough = `(select count(*) from ${name}_read) >= ${limit}`;
  return [
    `${name}_read as materialized (
       select s.post_id, s.visible_from
       from ${newestRows(scope, conditions, inOrder)}${join}${whereSql(where)}
       ${order} limit ${limit})`,
    `${name} as materialized (
       (select * from ${name}_read where ${isEnough}) union all (${gathered([`not (${isEnough})`])}))`,
  ];
}

export async function newestPage(
  db: SqlClient,
  scope: SearchScope,
  match: MatchSql,
  { position, limit, inOrder }: { position: SearchPosition | null; limit: number; inOrder: number | null },
): Promise<{ id: string; instant: string }[]> {
  const parameters = new SqlParameters();
  const sql = matchingSql(scope, match, parameters);
  const after =
    position === null
      ? ""
      : `(s.visible_from, s.post_id) < (${parameters.bind(position.key, "timestamptz")}, ${parameters.bind(position.postId, "uuid")})`;
  const tables = newestTables(sql, { name: "page", limit, inOrder, after });
  return db.queryByIndex<{ id: string; instant: string }>(
    `/* search.newest matches */
     with ${tables.join(", ")}
     select post_id as id, visible_from as instant from page order by visible_from desc, post_id desc`,
    parameters.values,
  );
}

export interface Total {
  count: number;
  /** False if `count` is a lower bound. */
  isExact: boolean;
}

export const totalOf = (count: number): Total => ({ count: Math.min(count, MAX_HITS), isExact: count <= MAX_HITS });
