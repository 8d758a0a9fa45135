// SQL text that carries the type of its rows. The tag `sql` joins a statement, and the select lists inside it (`selectColumns` in
// entity-columns.ts) decide what `query` returns, so that columns and row types cannot differ. At run time it is a plain string.

declare const ROW: unique symbol;

/** A statement, or a part of one, whose rows have the type `Row`. A string literal is one of any type, which its reader must name. */
export type SqlText<Row> = string & { readonly [ROW]?: Row };

/** The columns of all select lists among the parts; `unknown` where there are none. */
type RowOf<Parts extends readonly string[]> = Parts extends readonly [
  infer First,
  ...infer Rest extends readonly string[],
]
  ? (First extends { readonly [ROW]?: infer Row } ? Exclude<Row, undefined> : unknown) & RowOf<Rest>
  : unknown;

/** The intersection written out as one object type, which error messages can show. */
type Flat<Row> = { [Column in keyof Row]: Row[Column] };

type Joined<Row> = unknown extends Row ? string : SqlText<Flat<Row>>;

/**
 * Joins the parts of a statement: `` sql`select ${selectColumns(Author, "a", ["id", "name"])} from author a` `` has the type
 * `SqlText<{ id: string; name: string }>`. Parts are SQL that stands in code; values are bound (`SqlParameters`).
 */
export function sql<Parts extends readonly string[]>(
  strings: TemplateStringsArray,
  ...parts: Parts
): Joined<RowOf<Parts>> {
  return String.raw({ raw: strings }, ...parts) as Joined<RowOf<Parts>>;
}
