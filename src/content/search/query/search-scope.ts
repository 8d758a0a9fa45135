// The rows a search may look at: what everybody sees, or by a status filter what the viewer may edit as well; and within
// them the posts that a filter leaves. Every statement of the search is written over this.
import type { SqlParameters } from "../../../platform/db/sql-parameters.js";
import { conditionsSql, type PostConditions, shownSql } from "../../posts/lists/post-filter.js";
import type { ContentReader } from "../../visibility.js";

export interface SearchScope {
  reader: ContentReader;
  conditions: PostConditions | null;
  /** Nothing that was published later; null for a first page, which finds out what the newest is. */
  until: string | null;
}

/** `s` is the index row; `p` the post, where conditions ask for it. */
export interface ScopeSql {
  scope: SearchScope;
  /** Index rows before any condition, as a table named s. */
  rows: string;
  /** What has to be joined for the conditions. */
  join: string;
  where: string[];
}

/** Due rows that nobody has moved yet are read from where they lie; normally there are none. */
const VISIBLE_ROWS = `(select * from search_public union all select * from search_pending where visible_from <= now()) s`;
const ALL_ROWS = `(select * from search_public union all select * from search_pending) s`;

/** When the newest post that everybody sees was published; an expression that reads the ends of two indexes. */
export const NEWEST_INSTANT = `greatest((select max(visible_from) from search_public),
  (select max(visible_from) from search_pending where visible_from <= now()))`;

/**
 * The newest rows of a scope before any condition, as a table named s. Each table gives its own, because PostgreSQL reads no
 * union of these two in the order of an index.
 */
export function newestRows(scope: SearchScope, conditions: readonly string[], limit: number): string {
  const seesAll = scope.conditions !== null && scope.conditions.status !== null;
  const order = "order by s.visible_from desc, s.post_id desc";
  const due = seesAll ? conditions : [...conditions, "s.visible_from <= now()"];
  return `(select * from (
      (select * from search_public s${whereSql(conditions)} ${order} limit ${limit}) union all
      (select * from search_pending s${whereSql(due)} ${order} limit ${limit})) s ${order} limit ${limit}) s`;
}

/** The index rows of a scope before any condition, as a table named s. */
export const rowsOf = ({ conditions }: Pick<SearchScope, "conditions">): string =>
  conditions === null || conditions.status === null ? VISIBLE_ROWS : ALL_ROWS;

export function scopeSql(scope: SearchScope, parameters: SqlParameters): ScopeSql {
  const { reader, conditions, until } = scope;
  const rows = rowsOf(scope);
  // What nobody sees yet was not published after it.
  const isOld =
    until === null ? [] : [`(s.visible_from <= ${parameters.bind(until, "timestamptz")} or s.visible_from > now())`];
  if (conditions === null) return { scope, rows, join: "", where: isOld };
  return {
    scope,
    rows,
    join: " join post p on p.id = s.post_id",
    where: [...isOld, shownSql(reader, conditions, "p", parameters), ...conditionsSql(conditions, parameters)],
  };
}

export const whereSql = (conditions: readonly string[]): string =>
  conditions.length === 0 ? "" : ` where ${conditions.join(" and ")}`;
