// The columns of a body, derived from its entity, for inserts and changes; reads have their own expressions in post-body.loaders.ts.
import { type ColumnOf, entityColumns } from "../../../platform/db/entity-columns.js";
import type { PostRecord } from "../writing/post-record.js";
import { PostBodyRow } from "./post-body.entity.js";

type BodyRowColumn = ColumnOf<PostBodyRow>;
/** A part of a body: all columns but the key. */
export type BodyColumn = Exclude<BodyRowColumn, "postId">;

export const BODY_ROW_COLUMNS = entityColumns(PostBodyRow);
export const BODY_COLUMNS = BODY_ROW_COLUMNS.filter(
  (column): column is typeof column & { property: BodyColumn } => column.property !== "postId",
);

/** The values of all columns. Markdown is stored once: its source is its Markdown. */
export function bodyRow({ id, source, format, rendered }: BodyOfPost): Pick<PostBodyRow, BodyRowColumn> {
  return { ...rendered, postId: id, source, format, markdown: format === "MARKDOWN" ? null : rendered.markdown };
}

type BodyOfPost = Pick<PostRecord, "id" | "source" | "format" | "rendered">;
