// Collects the bound values of a statement while its text is composed, so that a value cannot reach SQL in any other way.
// Casts are explicit because PostgreSQL cannot infer the type of a parameter inside a row comparison.

export type SqlType =
  | "uuid"
  | "uuid[]"
  | "text"
  | "text[]"
  | "timestamptz"
  | "integer"
  | "integer[]"
  | "smallint"
  | "boolean"
  | "jsonb"
  | "tsquery"
  | "double precision";

export class SqlParameters {
  readonly values: unknown[] = [];
  readonly #offset: number;

  /** `offset` is the number of placeholders that precede these in the statement. */
  constructor(offset = 0) {
    this.#offset = offset;
  }

  /** Returns the placeholder of the value, such as `$3::uuid`. */
  bind(value: unknown, type: SqlType): string {
    return `$${this.#offset + this.values.push(value)}::${type}`;
  }
}
