// The statements that write working copies, of posts and of pages: their tables differ in the columns that can be edited.
import { computedColumn, type EntityColumn } from "../../../platform/db/entity-columns.js";
import { type SqlText, sql } from "../../../platform/db/sql-text.js";

/** Each has the id of the owner as `$1` and an expected version as `$2`, and returns the version that it wrote or ended; no row if it is another. */
export interface CopyStatements {
  update: SqlText<{ version: number }>;
  insert: SqlText<{ version: number }>;
  end: SqlText<{ version: number }>;
}

const TABLES = {
  post: { copy: "working_copy", ended: "ended_working_copy" },
  page: { copy: "page_working_copy", ended: "ended_page_working_copy" },
} as const;
const SAVED_AT = "date_trunc('milliseconds', now())";

/** `$5` has the names of the edited columns, and their values follow. One text serves all saves, so that it stays prepared. */
const edited = ({ name, type }: EntityColumn, place: number, otherwise: string): string =>
  `case when '${name}' = any($5::text[]) then $${place + 6}::${type} else ${otherwise} end`;

/** `fromOwner` has the expression of each column in a new working copy, if it is not edited: `p` is the owner, `b` its body. */
export function copyStatements<Column extends string>(
  owner: keyof typeof TABLES,
  columns: readonly EntityColumn<Column>[],
  fromOwner: Readonly<Record<Column, string>>,
): CopyStatements {
  const { copy, ended } = TABLES[owner];
  const id = `${owner}_id`;
  const returned = (alias: string) => computedColumn("version", "integer", `${alias}.version`);
  return {
    update: sql`/* WorkingCopy.update ${owner} */ update ${copy} w set
        ${columns.map((column, place) => `${column.name} = ${edited(column, place, `w.${column.name}`)}`).join(", ")},
        version = w.version + 1, base_version = $3, saved_by = $4, saved_at = ${SAVED_AT}
      where w.${id} = $1 and w.version = $2 returning ${returned("w")}`,
    insert: sql`/* WorkingCopy.insert ${owner} */ insert into ${copy} as w
        (${id}, version, base_version, saved_by, saved_at, ${columns.map(({ name }) => name).join(", ")})
      select p.id, 1 + coalesce((select e.version from ${ended} e where e.${id} = p.id), 0), $3, $4, ${SAVED_AT},
        ${columns.map((column, place) => edited(column, place, fromOwner[column.property])).join(", ")}
      from ${owner} p join ${owner}_body b on b.${id} = p.id where p.id = $1 and $2::integer is null
      on conflict (${id}) do nothing returning ${returned("w")}`,
    end: sql`/* WorkingCopy.end ${owner} */ with gone as (
        delete from ${copy} w where w.${id} = $1 and w.version = $2 returning w.${id}, w.version)
      insert into ${ended} as e (${id}, version) select ${id}, version from gone
      on conflict (${id}) do update set version = excluded.version returning ${returned("e")}`,
  };
}
