// Saves whole pages in the caller's transaction, one or many at a time: the rows, the bodies, and a revision of each.
import type { EntityManager } from "typeorm";
import { bulkInsert } from "../../../platform/db/bulk-insert.js";
import { columnValues } from "../../../platform/db/column-values.js";
import { columnTypes, type EntityColumn, entityColumns } from "../../../platform/db/entity-columns.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { bodyRow } from "../../posts/body/body-row.js";
import type { PostText } from "../../posts/body/post-text.js";
import type { WriteFacts } from "../../posts/revisions/revision-writer.js";
import { PageBodyRow } from "../page-body.entity.js";
import { PageRevisionRow } from "../page-revision.entity.js";
import { type PageRecord, pageRow, SAVED_PAGE_COLUMNS } from "./page-record.js";

const BODY_COLUMNS = entityColumns(PageBodyRow);

/** Overwrites all columns of a row that exists but those that never change. */
const overwrite = (key: string, columns: readonly EntityColumn[], more = ""): string => {
  const names = columns.map(({ name }) => name).filter((name) => name !== key && name !== "created_at");
  return `on conflict (${key}) do update set ${names.map((name) => `${name} = excluded.${name}`).join(", ")}${more}`;
};

const PAGES = {
  name: "Page.save",
  table: "page",
  columns: columnTypes(SAVED_PAGE_COLUMNS),
  onConflict: overwrite("id", SAVED_PAGE_COLUMNS, ", version = page.version + 1"),
};
const BODIES = {
  name: "PageBody.save",
  table: "page_body",
  columns: columnTypes(BODY_COLUMNS),
  onConflict: overwrite("page_id", BODY_COLUMNS),
};

/** The columns of a revision that are copies of those of the body, by the same names. */
const OF_BODY: readonly string[] = ["source", "format", "assetPaths"];
/** Those that are copies of the columns of the page. */
const COPIES = entityColumns(PageRevisionRow)
  .filter(({ property }) => !["id", "pageId", "createdAt", "editor", "kind", ...OF_BODY].includes(property))
  .map(({ name }) => name);

const INSERT_REVISIONS = `/* PageRevision.insert */ insert into page_revision (page_id, source, format, asset_paths, editor, kind, ${COPIES.join(", ")})
  select p.id, b.source, b.format, b.asset_paths, $2, $3, ${COPIES.map((name) => `p.${name}`).join(", ")}
  from page p join page_body b on b.page_id = p.id where p.id = any($1::uuid[])`;

export interface SavedPage {
  fields: PageRecord;
  /** Null if the stored text is unchanged. */
  text: PostText | null;
}

/** Inserts new pages, parents before their children, and overwrites existing ones, whose version increases by one. */
export async function savePages(
  tx: EntityManager,
  pages: readonly SavedPage[],
  { editor, kind }: WriteFacts,
): Promise<void> {
  await bulkInsert(tx, {
    ...PAGES,
    rows: pages.map(({ fields }) => columnValues(SAVED_PAGE_COLUMNS, pageRow(fields))),
  });
  await bulkInsert(tx, { ...BODIES, rows: pages.flatMap(bodyValues) });
  await queryPrepared(tx, INSERT_REVISIONS, [pages.map(({ fields }) => fields.id), editor, kind]);
}

function bodyValues({ fields, text }: SavedPage): unknown[][] {
  if (text === null) return [];
  const { postId: pageId, ...parts } = bodyRow({ id: fields.id, ...text });
  return [columnValues(BODY_COLUMNS, { pageId, ...parts })];
}
