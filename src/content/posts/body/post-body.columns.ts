// The columns of a body, derived from its entity, for inserts and changes; reads have their own expressions in post-body.loaders.ts.
import { entityColumns } from "../../../platform/db/entity-columns.js";
import type { BodyRowColumn } from "./body-row.js";
import { PostBodyRow } from "./post-body.entity.js";

/** A part of a body: all columns but the key and what only an import sets. */
export type BodyColumn = Exclude<BodyRowColumn, "postId" | "hasFormulas">;

export const BODY_ROW_COLUMNS = entityColumns(PostBodyRow);
export const BODY_COLUMNS = BODY_ROW_COLUMNS.filter(
  (column): column is typeof column & { property: BodyColumn } =>
    column.property !== "postId" && column.property !== "hasFormulas",
);
