// Keyset pagination: a list is ordered by a row of columns that ends in a unique one, and a page begins after the
// values of a row. Row-wise comparison, because PostgreSQL walks an index for `(a, b) < ($1, $2)` and filters every
// earlier row for the OR form.
import type { SqlParameters } from "./sql-parameters.js";
import { isInstant } from "./timestamp.js";

export interface SortKey {
  /** A column, as written in the statement. Comes from code, never from a client. */
  column: string;
  type: "timestamptz" | "text" | "uuid" | "integer" | "double precision";
}

export interface Keyset {
  keys: readonly SortKey[];
  /** One direction for all keys: a row comparison has only one. */
  direction: "ASC" | "DESC";
}

export interface PageRequest {
  /** Rows asked for, 1 to 100. */
  size: number;
  /** True pages from the start (`first`), false from the end (`last`). */
  forward: boolean;
  after: readonly string[] | null;
  before: readonly string[] | null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const INTEGER = /^-?\d{1,10}$/;
/** What PostgreSQL writes for a number, and nothing else that JavaScript would read as one. */
const DECIMAL = /^-?\d{1,20}(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?$/;
const MAX_TEXT_VALUE = 2_000;

const valueTests: Record<SortKey["type"], (value: string) => boolean> = {
  timestamptz: isInstant,
  uuid: (value) => UUID.test(value),
  integer: (value) => INTEGER.test(value) && Math.abs(Number(value)) <= 0x7fffffff,
  "double precision": (value) => DECIMAL.test(value) && isDouble(Number(value), value),
  text: (value) => value.length <= MAX_TEXT_VALUE && value.isWellFormed() && !value.includes("\0"),
};

/** PostgreSQL refuses what is too great or too small for a double, where JavaScript gives infinity or zero. */
function isDouble(number: number, written: string): boolean {
  return Number.isFinite(number) && (number !== 0 || !/[1-9]/.test(written.replace(/e.*$/, "")));
}

/** Whether values, say of a forged cursor, can be compared with the keys without an error of the database. */
export function fitsKeyset(keyset: Keyset, values: readonly string[]): boolean {
  return values.length === keyset.keys.length && keyset.keys.every((key, i) => valueTests[key.type](values[i] ?? ""));
}

/** The key columns as `key0`, `key1`, ...: what a cursor is made of. */
export function keyColumnsSql(keyset: Keyset): string {
  return keyset.keys.map((key, i) => `${key.column} as key${i}`).join(", ");
}

/** The order of the page's rows as they are read: reversed for a page from the end. */
export function orderSql(keyset: Keyset, forward: boolean): string {
  const direction = (keyset.direction === "ASC") === forward ? "asc" : "desc";
  return keyset.keys.map((key) => `${key.column} ${direction}`).join(", ");
}

export type Side = "after" | "before" | "upTo" | "from";

/** Rows strictly after or before the values, or at and on that side of them, in the order of the list. */
export function sideSql(keyset: Keyset, side: Side, values: readonly string[], parameters: SqlParameters): string {
  const row = keyset.keys.map((key) => key.column).join(", ");
  const bound = keyset.keys.map((key, i) => parameters.bind(values[i], key.type)).join(", ");
  const greater = (keyset.direction === "ASC") === (side === "after" || side === "from");
  const operator = `${greater ? ">" : "<"}${side === "upTo" || side === "from" ? "=" : ""}`;
  return `(${row}) ${operator} (${bound})`;
}
