// The index rows that a search may look at: those that everybody may see or, with a status filter, those that the viewer may edit as
// well; and the conditions of the client's filter. Every statement of the search is written over them.
import type { SqlParameters } from "../../../platform/db/sql-parameters.js";
import { conditionsSql, type PostConditions, shownSql } from "../../posts/lists/post-filter.js";
import type { ContentReader } from "../../visibility.js";

export interface SearchScope {
  reader: ContentReader;
  conditions: PostConditions | null;
  /** Posts published later are left out; null for a first page, which finds out when the newest post was published. */
  publishedUntil: string | null;
}

/** `s` is the index row; `p` is the post, which is joined only for conditions. */
export interface ScopeSql {
  scope: SearchScope;
  /** Index rows without conditions, as a table named s. */
  rows: string;
  /** The joins that the conditions need. */
  join: string;
  where: string[];
}

/** Rows in search_pending that have become due and were not moved yet are read where they are. Normally there are none. */
const VISIBLE_ROWS = `(select * from search_public union all select * from search_pending where visible_from <= now()) s`;
const ALL_ROWS = `(select * from search_public union all select * from search_pending) s`;

/** When the newest visible post was published. The expression reads the ends of two indexes. */
export const NEWEST_INSTANT = `greatest((select max(visible_from) from search_public),
  (select max(visible_from) from search_pending where visible_from <= now()))`;

/**
 * The newest rows of a scope that satisfy conditions on index rows alone, as a table named s. Each table is read by itself, because
 * PostgreSQL does not read a union of the two in index order.
 */
export function newestRows(scope: SearchScope, conditions: readonly string[], limit: number): string {
  const seesAll = scope.conditions !== null && scope.conditions.statuses !== null;
  const order = "order by s.visible_from desc, s.post_id desc";
  const due = seesAll ? conditions : [...conditions, "s.visible_from <= now()"];
  return `(select * from (
      (select * from search_public s${whereSql(conditions)} ${order} limit ${limit}) union all
      (select * from search_pending s${whereSql(due)} ${order} limit ${limit})) s ${order} limit ${limit}) s`;
}

/** The index rows of a scope without conditions, as a table named s. */
export const rowsOf = ({ conditions }: Pick<SearchScope, "conditions">): string =>
  conditions === null || conditions.statuses === null ? VISIBLE_ROWS : ALL_ROWS;

export function scopeSql(scope: SearchScope, parameters: SqlParameters): ScopeSql {
  const { reader, conditions, publishedUntil } = scope;
  const rows = rowsOf(scope);
  // Rows that are not visible yet have no publication to compare.
  const until =
    publishedUntil === null
      ? []
      : [`(s.visible_from <= ${parameters.bind(publishedUntil, "timestamptz")} or s.visible_from > now())`];
  if (conditions === null) return { scope, rows, join: "", where: until };
  return {
    scope,
    rows,
    join: " join post p on p.id = s.post_id",
    where: [...until, shownSql(reader, conditions, "p", parameters), ...conditionsSql(conditions, parameters)],
  };
}

export const whereSql = (conditions: readonly string[]): string =>
  conditions.length === 0 ? "" : ` where ${conditions.join(" and ")}`;
