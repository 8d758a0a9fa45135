// The statements that write working copies, of posts and of pages: their tables differ in the columns that can be edited.
import { computedColumn, type EntityColumn, nullableColumn } from "../../../platform/db/entity-columns.js";
import { type SqlText, sql } from "../../../platform/db/sql-text.js";
import { visibleSql } from "../../visibility.js";

/** What a save finds and does: the owner and the version of its working copy before, and what was saved, null if nothing was. */
interface SavedRow {
  version: number;
  isVisible: boolean;
  copyVersion: number | null;
  savedVersion: number | null;
  savedAt: string | null;
}

/**
 * Each has the id of the owner as `$1` and an expected version as `$2`. A save returns a row for each owner, and so none if there is no such
 * owner; `end` returns the version that it ended, and no row if it is another.
 */
export interface CopyStatements<Facts> {
  update: SqlText<SavedRow & Facts>;
  insert: SqlText<SavedRow & Facts>;
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

/**
 * `fromOwner` has the expression of each column in a new working copy, if it is not edited: `p` is the owner, `b` its body. `facts` is a select
 * list of the owner `p`.
 */
export function copyStatements<Column extends string, Facts>(
  owner: keyof typeof TABLES,
  columns: readonly EntityColumn<Column>[],
  fromOwner: Readonly<Record<Column, string>>,
  facts: SqlText<Facts>,
): CopyStatements<Facts> {
  const { copy, ended } = TABLES[owner];
  const id = `${owner}_id`;
  const saving = (name: string, write: string): SqlText<SavedRow & Facts> => {
    const row = sql`${computedColumn("version", "integer", "p.version")}, ${computedColumn("isVisible", "boolean", visibleSql("p"))},
      ${nullableColumn("copyVersion", "integer", "c.version")}, ${nullableColumn("savedVersion", "integer", "s.version")},
      ${nullableColumn("savedAt", "timestamptz", "s.saved_at")}`;
    return sql`/* WorkingCopy.${name} ${owner} */ with s as (${write} returning w.version, w.saved_at)
      select ${facts}, ${row} from ${owner} p left join ${copy} c on c.${id} = p.id left join s on true where p.id = $1`;
  };
  return {
    update: saving(
      "update",
      `update ${copy} w set ${columns.map((column, place) => `${column.name} = ${edited(column, place, `w.${column.name}`)}`).join(", ")},
        version = w.version + 1, base_version = $3, saved_by = $4, saved_at = ${SAVED_AT}
      where w.${id} = $1 and w.version = $2`,
    ),
    insert: saving(
      "insert",
      `insert into ${copy} as w
        (${id}, version, base_version, saved_by, saved_at, ${columns.map(({ name }) => name).join(", ")})
      select p.id, 1 + coalesce((select e.version from ${ended} e where e.${id} = p.id), 0), $3, $4, ${SAVED_AT},
        ${columns.map((column, place) => edited(column, place, fromOwner[column.property])).join(", ")}
      from ${owner} p join ${owner}_body b on b.${id} = p.id where p.id = $1 and $2::integer is null
      on conflict (${id}) do nothing`,
    ),
    end: sql`/* WorkingCopy.end ${owner} */ with gone as (
        delete from ${copy} w where w.${id} = $1 and w.version = $2 returning w.${id}, w.version)
      insert into ${ended} as e (${id}, version) select ${id}, version from gone
      on conflict (${id}) do update set version = excluded.version returning ${computedColumn("version", "integer", "e.version")}`,
  };
}

/** A save as its payload shows it without reading the row again. */
export interface SavedCopy {
  ownerId: string;
  version: number;
  baseVersion: number;
  isBehind: boolean;
  savedAt: string;
  savedBy: string;
}
