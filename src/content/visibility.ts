// Decides which posts a reader sees, by predicates in SQL that every statement contains. `visible_from` is "infinity" for a post that is
// not published, and a scheduled post becomes visible at its instant by the clock of the database, without a job.
//
// | predicate         | it is true for                                                                              |
// | ----------------- | ------------------------------------------------------------------------------------------- |
// | `visibleSql`      | a post that every reader may read                                                           |
// | `readableSql`     | a post that this reader may read by id, slug or path: visible, their own, or previewed      |
// | `shownSql`        | a post that a list shows: visible, or readable and of a status that the filter requests     |
// | `readablePageSql` | a page that this reader may read: visible, or any for those who may write pages                 |
// | `readableAssetSql` | an asset that this reader may see: one with a visible use, or any if authenticated            |
// | `readableUseSql`  | a use of an asset that this reader may see                                                 |
// | `readableCommentSql` | a comment that this reader may read by id: shown with a readable post, or any for editors      |
// | `shownCommentSql` | a comment that a thread shows to this reader: shown with a readable post                    |
// | `existsForReader` | a term or series that this reader may see: one with a visible post, or any if authenticated |
import type { Viewer } from "../identity/viewer.js";
import type { SqlParameters } from "../platform/db/sql-parameters.js";

/** The reader on whose behalf rows are read. */
export interface ContentReader {
  viewer: Viewer | null;
  /** The post that a preview token makes readable in any state. */
  previewPostId: string | null;
}

/** The condition under which a reader may read a post by its id, slug or path. */
export function readableSql(reader: ContentReader, alias: string, parameters: SqlParameters): string {
  const { viewer, previewPostId } = reader;
  if (viewer !== null && viewer.role !== "AUTHOR") return "true";
  const conditions = [visibleSql(alias)];
  if (viewer?.authorId != null) {
    const own = parameters.bind(viewer.authorId, "uuid");
    conditions.push(`${alias}.author_id = ${own}`, `${own} = any(${alias}.co_author_ids)`);
  }
  if (previewPostId !== null) conditions.push(`${alias}.id = ${parameters.bind(previewPostId, "uuid")}`);
  return conditions.length === 1 ? visibleSql(alias) : `(${conditions.join(" or ")})`;
}

/** The condition under which a reader may read a page. Authors write posts and no pages, so that they see the visible ones. */
export function readablePageSql({ viewer }: Pick<ContentReader, "viewer">, alias: string): string {
  return viewer !== null && viewer.role !== "AUTHOR" ? "true" : visibleSql(alias);
}

/** The condition that the reader may read the post of a row. `readable` is that of `readableSql` for the alias `p`. */
export const hasPostSql = (alias: string, readable: string): string =>
  `exists (select 1 from post p where p.id = ${alias}.post_id and ${readable})`;

/** The condition under which a thread shows a comment: its status and those above it, and the post. The same for every role. */
export const shownCommentSql = (alias: string, readable: string): string =>
  `${alias}.is_shown and ${hasPostSql(alias, readable)}`;

/** The condition under which a reader may read a comment by its id. Editors moderate, and so see all. */
export function readableCommentSql(reader: ContentReader, alias: string, parameters: SqlParameters): string {
  const { viewer } = reader;
  if (viewer !== null && viewer.role !== "AUTHOR") return "true";
  return shownCommentSql(alias, readableSql(reader, "p", parameters));
}

/** The condition under which a reader may see an asset. Whoever may write something may use any. */
export function readableAssetSql(reader: ContentReader, alias: string, parameters: SqlParameters): string {
  if (reader.viewer !== null) return "true";
  const { previewPostId } = reader;
  if (previewPostId === null) return isPublicAssetSql(alias);
  const previewed = parameters.bind(previewPostId, "uuid");
  return `exists (select 1 from asset_use u where u.asset_id = ${alias}.id
    and (${visibleSql("u")} or (u.owner_kind = 'post' and u.owner_id = ${previewed} and u.place <> 'REVISION')))`;
}

/**
 * The condition under which a reader may see that an object uses an asset. Working copies and revisions are for those who may edit the object,
 * and a preview token shows neither.
 */
export function readableUseSql(reader: ContentReader, alias: string, parameters: SqlParameters): string {
  const { viewer, previewPostId } = reader;
  if (viewer !== null && viewer.role !== "AUTHOR") return "true";
  const conditions = [visibleSql(alias)];
  if (viewer?.authorId != null) {
    const own = parameters.bind(viewer.authorId, "uuid");
    conditions.push(
      `(${alias}.owner_kind = 'post' and exists (
         select 1 from post p where p.id = ${alias}.owner_id and (p.author_id = ${own} or ${own} = any(p.co_author_ids))))`,
    );
  }
  if (viewer === null && previewPostId !== null) {
    const isShown = `${alias}.place not in ('WORKING_COPY', 'REVISION')`;
    conditions.push(
      `(${alias}.owner_kind = 'post' and ${alias}.owner_id = ${parameters.bind(previewPostId, "uuid")} and ${isShown})`,
    );
  }
  return conditions.length === 1 ? visibleSql(alias) : `(${conditions.join(" or ")})`;
}

/** The condition that something which every reader may see uses the asset. Then its bytes are public. */
export const isPublicAssetSql = (alias: string): string =>
  `exists (select 1 from asset_use u where u.asset_id = ${alias}.id and ${visibleSql("u")})`;

/** Terms of hidden posts only do not exist for anonymous readers. Viewers who may write need all of them. */
export function existsForReader(reader: ContentReader, conditionForReaders: string): string {
  return reader.viewer === null ? conditionForReaders : "true";
}

/**
 * The condition for a row with a `visible_from`: its own, a copy of that of its post or, of a tag, author or series, that of its earliest
 * post.
 */
export function visibleSql(alias: string): string {
  return `${alias}.visible_from <= now()`;
}

const MEMBERS = { tag: "post_tag", author: "post_author", series: "series_entry" } as const;

/**
 * The condition that the tag, author or series with this id has a visible post. It reads one index entry of the relation and no row of the
 * term, so that it takes the same work for a hidden term as for one that does not exist.
 */
export function hasVisiblePostSql(kind: keyof typeof MEMBERS, id: string): string {
  return `(select 1 from ${MEMBERS[kind]} vm where vm.${kind}_id = ${id} and ${visibleSql("vm")}
    order by vm.visible_from limit 1) is not null`;
}
