// Keyset pagination: a list is ordered by columns of which the last is unique, and a page begins after the values of a row. Rows
// are compared as `(a, b) < ($1, $2)`, for which PostgreSQL walks an index; the equivalent with OR filters every earlier row.
import { isUuid } from "../../lib/uuid.js";
import type { SqlParameters } from "./sql-parameters.js";
import { isInstant } from "./timestamp.js";

export interface SortKey {
  /** The column as it stands in the statement. It comes from code, never from a client. */
  column: string;
  type: "timestamptz" | "text" | "uuid" | "integer" | "double precision";
}

export interface Keyset {
  keys: readonly SortKey[];
  /** The same for all keys, because a row comparison has only one direction. */
  direction: "ASC" | "DESC";
}

export interface PageRequest {
  /** The requested number of rows, 1 to 100. */
  size: number;
  /** True for a page from the start (`first`), false for one from the end (`last`). */
  forward: boolean;
  after: readonly string[] | null;
  before: readonly string[] | null;
}

const INTEGER = /^-?\d{1,10}$/;
/** The decimal form that PostgreSQL writes. JavaScript would parse other forms as well. */
const DECIMAL = /^-?\d{1,20}(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?$/;
const MAX_TEXT_VALUE = 2_000;

const valueTests: Record<SortKey["type"], (value: string) => boolean> = {
  timestamptz: isInstant,
  uuid: isUuid,
  integer: (value) => INTEGER.test(value) && Math.abs(Number(value)) <= 0x7fffffff,
  "double precision": (value) => DECIMAL.test(value) && isDouble(Number(value), value),
  text: (value) => value.length <= MAX_TEXT_VALUE && value.isWellFormed() && !value.includes("\0"),
};

/** PostgreSQL rejects a number that is too large or too small for a double, while JavaScript gives infinity or zero. */
function isDouble(number: number, text: string): boolean {
  return Number.isFinite(number) && (number !== 0 || !/[1-9]/.test(text.replace(/e.*$/, "")));
}

/** Whether values, for example of a forged cursor, can be compared with the keys without a database error. */
export function fitsKeyset(keyset: Keyset, values: readonly string[]): boolean {
  return values.length === keyset.keys.length && keyset.keys.every((key, i) => valueTests[key.type](values[i] ?? ""));
}

/** The key columns as `key0`, `key1`, ...; cursors are made of their values. */
export function keyColumnsSql(keyset: Keyset): string {
  return keyset.keys.map((key, i) => `${key.column} as key${i}`).join(", ");
}

/** The order in which the page's rows are read; reversed for a page from the end. */
export function orderSql(keyset: Keyset, forward: boolean): string {
  const direction = (keyset.direction === "ASC") === forward ? "asc" : "desc";
  return keyset.keys.map((key) => `${key.column} ${direction}`).join(", ");
}

export type Side = "after" | "before" | "upTo" | "from";

/** The condition for rows after or before the values in the order of the list; `from` and `upTo` include the row itself. */
export function sideSql(keyset: Keyset, side: Side, values: readonly string[], parameters: SqlParameters): string {
  const row = keyset.keys.map((key) => key.column).join(", ");
  const bound = keyset.keys.map((key, i) => parameters.bind(values[i], key.type)).join(", ");
  const greater = (keyset.direction === "ASC") === (side === "after" || side === "from");
  const operator = `${greater ? ">" : "<"}${side === "upTo" || side === "from" ? "=" : ""}`;
  return `(${row}) ${operator} (${bound})`;
}
