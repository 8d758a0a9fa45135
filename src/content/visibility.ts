// Who sees a post: one predicate, in SQL, on every path. `visible_from` is "infinity" for whatever is not published, and
// a scheduled post passes at its instant by the database's clock, without any job. Those who may edit see more, and only
// where they name the thing itself or ask for its status; lists show everybody the same.

import type { Viewer } from "../identity/viewer.js";
import type { SqlParameters } from "../platform/db/sql-parameters.js";

/** On whose behalf rows are read. */
export interface ContentReader {
  viewer: Viewer | null;
  /** The one post that a preview token opens, whatever its state. */
  previewPostId: string | null;
}

/** The condition under which a reader may be given a post by its id, slug or path. */
export function readableSql(reader: ContentReader, alias: string, parameters: SqlParameters): string {
  const { viewer, previewPostId } = reader;
  if (viewer !== null && viewer.role !== "AUTHOR") return "true";
  const conditions = [visibleSql(alias)];
  if (viewer?.authorId != null) conditions.push(`${alias}.author_id = ${parameters.bind(viewer.authorId, "uuid")}`);
  if (previewPostId !== null) conditions.push(`${alias}.id = ${parameters.bind(previewPostId, "uuid")}`);
  return conditions.length === 1 ? visibleSql(alias) : `(${conditions.join(" or ")})`;
}

/** Terms that only hidden posts use do not exist for readers; those who may write need all of them. */
export function existsForReader(reader: ContentReader, conditionForReaders: string): string {
  return reader.viewer === null ? conditionForReaders : "true";
}

/** The condition for a row with a `visible_from` of its own or copied from its post. */
export function visibleSql(alias: string): string {
  return `${alias}.visible_from <= now()`;
}

/** A tag, author or series exists for readers through a visible post alone. */
export const tagVisibleSql = (tag: string): string =>
  `exists (select 1 from post_tag vt where vt.tag_id = ${tag}.id and ${visibleSql("vt")})`;

export const authorVisibleSql = (author: string): string =>
  `exists (select 1 from post vp where vp.author_id = ${author}.id and ${visibleSql("vp")})`;

export const seriesVisibleSql = (series: string): string =>
  `exists (select 1 from series_entry ve join post vp on vp.id = ve.post_id where ve.series_id = ${series}.id and ${visibleSql("vp")})`;
