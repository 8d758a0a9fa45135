// Describes a list of rows as data: the SQL fragments that its statements are composed of (list-statements.ts). Fragments come
// from code alone; every value that a client sends is bound.
import type { Keyset } from "../keyset.js";
import { SqlParameters } from "../sql-parameters.js";

export interface ListSource {
  /** The schema coordinate, such as `Category.posts`. It names the list's statements. */
  readonly name: string;
  /** The table that drives the list, with its alias, such as `post_tag l`. */
  readonly table: string;
  /** The column of that table that holds the parent's id; null for a list of the whole site. */
  readonly parent: string | null;
  /** The join that `columns` needs, such as `join post p on p.id = l.post_id`; empty if the table has all columns. */
  readonly join: string;
  /** Whether `conditions` or `keyset` need the join as well. If not, counts and ids are read without it. */
  readonly conditionsNeedJoin: boolean;
  /** The select list; a function of the row's bits (`rowField`) if queries can read fewer columns, with 0 for `id` alone. */
  readonly columns: string | ((row: number) => string);
  readonly keyset: Keyset;
  /** All conditions except the parent's, visibility included. Placeholders are those of `listParameters`. */
  readonly conditions: readonly string[];
  /** The values of the placeholders in `conditions`. */
  readonly values: readonly unknown[];
  /** An expression for the number of rows of the list of `PARENT_ID`, if it is known without counting; else null. */
  readonly total: string | null;
  /** Whether a client chose the conditions: then the number of rows that meet them is unknown, and plans depend on the values. */
  readonly isFiltered: boolean;
}

/** The parent's id in a list's statements. */
export const PARENT_ID = "parent.id";

/** Collects the values of a list's conditions. In a list with parents, `$1` is the list of their ids. */
export function listParameters(parent: string | null): SqlParameters {
  return new SqlParameters(parent === null ? 0 : 1);
}

/** A list of the rows of one table that meet the conditions. */
export function tableList(
  list: Pick<ListSource, "name" | "table" | "columns" | "keyset"> &
    Partial<Pick<ListSource, "parent" | "conditions" | "values">>,
): ListSource {
  return {
    parent: null,
    join: "",
    conditionsNeedJoin: false,
    conditions: [],
    values: [],
    total: null,
    isFiltered: false,
    ...list,
  };
}
