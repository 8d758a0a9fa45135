// The parts that the strategies of a strict search have in common: what a strategy gives, and matches ranked by their titles.
import { MAX_HITS, RANK_WEIGHTS } from "../candidates.js";
import { type ScopeSql, whereSql } from "../search-scope.js";

export interface CandidateTables {
  tables: string[];
  /** A query of their post_id. */
  candidates: string;
  /** A condition on a candidate x: it lacks a word of the query. */
  isPartial: string;
  /** An expression: the number of strict matches that were looked at. MAX_HITS + 1 means that there are more than MAX_HITS. */
  count: string;
  /** Of which matches `count` is the number: of all, of those up to the size of the window, or of some. */
  counts: "ALL" | "WINDOW" | "SOME";
}

export const BEST_FIRST = "order by rank desc, visible_from desc, post_id desc";

export interface StrictSql {
  scope: ScopeSql;
  rank: string;
  strict: string;
}

export interface HitLimits {
  /** A condition without which nothing is read. */
  onlyIf?: string;
  /** So many matches are looked at. */
  rows?: number;
}

export function hitSql(
  { scope, rank }: StrictSql,
  match: string,
  { onlyIf, rows = MAX_HITS + 1 }: HitLimits = {},
  more: readonly string[] = [],
): string {
  const conditions = [match, ...scope.where, ...(onlyIf === undefined ? [] : [onlyIf])];
  return `select s.post_id, s.visible_from, ts_rank(${RANK_WEIGHTS}, s.head, ${rank}) as rank${more.map((column) => `, ${column}`).join("")}
    from ${scope.rows}${scope.join}${whereSql(conditions)} limit ${rows}`;
}

export function rankedByTitle(sql: StrictSql, match: string, limit: number, limits: HitLimits = {}): string {
  return `select post_id, visible_from, rank from (${hitSql(sql, match, limits)}) x ${BEST_FIRST} limit ${limit}`;
}
