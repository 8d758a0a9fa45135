// Collects the bound values of one statement while its text is put together, so that a value can reach SQL in no other
// way. Casts are explicit because PostgreSQL cannot infer the type of a parameter inside a row comparison.

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
  | "double precision";

export class SqlParameters {
  readonly values: unknown[] = [];

  /** The placeholder that stands for the value, such as `$3::uuid`. */
  bind(value: unknown, type: SqlType): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }
}
