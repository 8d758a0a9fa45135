// SQL text that carries its row type. The tag `sql` joins a statement, and the select lists in it (`selectColumns` in
// entity-columns.ts) determine the row type of `query`, so that columns and types cannot differ. At run time it is a plain string.

declare const ROW: unique symbol;

/** A statement, or a part of one, whose rows have the type `Row`. A string literal fits any `Row`, so its caller must state the type. */
export type SqlText<Row> = string & { readonly [ROW]?: Row };

/** The columns of all select lists among the parts; `unknown` if there are none. */
type RowOf<Parts extends readonly string[]> = Parts extends readonly [
  infer First,
  ...infer Rest extends readonly string[],
]
  ? (First extends { readonly [ROW]?: infer Row } ? Exclude<Row, undefined> : unknown) & RowOf<Rest>
  : unknown;

/** Flattens the intersection into one object type, which is readable in error messages. */
type Flat<Row> = { [Column in keyof Row]: Row[Column] };

type Joined<Row> = unknown extends Row ? string : SqlText<Flat<Row>>;

/**
 * Joins the parts of a statement: `` sql`select ${selectColumns(Author, "a", ["id", "name"])} from author a` `` has the type
 * `SqlText<{ id: string; name: string }>`. Parts are constant SQL from code; values must be bound (`SqlParameters`).
 */
export function sql<Parts extends readonly string[]>(
  strings: TemplateStringsArray,
  ...parts: Parts
): Joined<RowOf<Parts>> {
  return String.raw({ raw: strings }, ...parts) as Joined<RowOf<Parts>>;
}
