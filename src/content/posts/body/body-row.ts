// The row of a body. Separate from its columns, because worker threads load it, and do not load the entity.
import type { ColumnOf } from "../../../platform/db/entity-columns.js";
import { NOT_ENRICHED } from "../../../platform/markup/rich/rich-version.js";
import type { PostRecord } from "../writing/post-record.js";
import type { PostBodyRow } from "./post-body.entity.js";

export type BodyOfPost = Pick<PostRecord, "id" | "source" | "format" | "rendered" | "hasFormulas">;
export type BodyRowColumn = ColumnOf<PostBodyRow>;

/** The values of all columns. Markdown is stored once: its source is its Markdown. */
export function bodyRow({
  id,
  source,
  format,
  rendered,
  hasFormulas = false,
}: BodyOfPost): Pick<PostBodyRow, BodyRowColumn> {
  const markdown = format === "MARKDOWN" ? null : rendered.markdown;
  const richVersion = hasFormulas ? NOT_ENRICHED : rendered.richVersion;
  return { ...rendered, postId: id, source, format, markdown, richVersion, hasFormulas };
}
