// All reads of comments. A thread has the comments that are shown, which are the same for every role; editors read the others by id and in the list of
// the whole site.
import type { Context } from "../../identity/context.js";
import { selectColumns } from "../../platform/db/entity-columns.js";
import { type ListSource, listParameters, PARENT_ID, tableList } from "../../platform/db/lists/list-source.js";
import { SqlParameters } from "../../platform/db/sql-parameters.js";
import { sql } from "../../platform/db/sql-text.js";
import { defineLoader, inKeyOrder } from "../../platform/graphql/loader.js";
import { COMMENTS, COMMENTS_OF, OBJECT, PLACES } from "../cache-tags/cache-tags.js";
import { type ContentReader, hasPostSql, readableCommentSql, readableSql, shownCommentSql } from "../visibility.js";
import type { CommentStatus } from "./comment.entity.js";
import { Comment } from "./comment.entity.js";
import { CommentCountRow } from "./comment-count.entity.js";

const COLUMNS = selectColumns(Comment, "c", [
  ...([
    "id",
    "postId",
    "parentId",
    "authorName",
    "authorUrl",
    "authorKey",
    "html",
    "text",
    "writtenAt",
    "status",
  ] as const),
]);

/** The order of threads: oldest first. */
const BY_TIME = [
  { column: "c.written_at", type: "timestamptz" },
  { column: "c.id", type: "uuid" },
] as const;
const OLDEST_FIRST = { keys: BY_TIME, direction: "ASC" } as const;

export const commentById = defineLoader<Context, string, Comment | null>("commentById", async (ctx, ids) => {
  const parameters = new SqlParameters();
  const rows = await ctx.db.query(
    sql`/* Comment.byId */ select ${COLUMNS} from comment c
     where c.id = any(${parameters.bind(ids, "uuid[]")}) and ${readableCommentSql(ctx, "c", parameters)}`,
    parameters.values,
  );
  const postIds = rows.map(({ postId }) => postId);
  ctx.cacheTags.addIds(COMMENTS_OF, postIds);
  ctx.cacheTags.addIds(OBJECT.post, postIds);
  // Which post a missing comment may belong to is not known.
  if (rows.length < ids.length) ctx.cacheTags.add(COMMENTS, PLACES);
  return inKeyOrder(
    ids,
    rows.map((row) => Object.assign(new Comment(), row)),
    (comment) => comment.id,
  );
});

/** The number of comments in the thread of a post. */
export const commentCountByPost = defineLoader<Context, string, number>("commentCountByPost", async (ctx, ids) => {
  const parameters = new SqlParameters();
  const rows = await ctx.db.query(
    sql`/* Post.commentCount */ select ${selectColumns(CommentCountRow, "n", ["postId", "total"])} from comment_count n
     where n.post_id = any(${parameters.bind(ids, "uuid[]")}) and ${hasPostSql("n", readableSql(ctx, "p", parameters))}`,
    parameters.values,
  );
  ctx.cacheTags.addIds(COMMENTS_OF, ids);
  return inKeyOrder(ids, rows, (row) => row.postId).map((row) => row?.total ?? 0);
});

/** The roots of the thread of a post. */
export function rootsSource(reader: ContentReader): ListSource {
  const parameters = listParameters("c.post_id");
  // Bound once, since a statement with the total may have no page, and the reverse.
  const readable = readableSql(reader, "p", parameters);
  const total = `(select coalesce((select n.roots from comment_count n
    where n.post_id = ${PARENT_ID} and ${hasPostSql("n", readable)}), 0)::bigint)`;
  return {
    ...tableList({
      name: "Post.comments",
      table: "comment c",
      parent: "c.post_id",
      columns: COLUMNS,
      keyset: OLDEST_FIRST,
      conditions: ["c.parent_id is null", shownCommentSql("c", readable)],
    }),
    values: parameters.values,
    total,
  };
}

/** The replies to a comment. */
export function repliesSource(reader: ContentReader): ListSource {
  const parameters = listParameters("c.parent_id");
  const conditions = [shownCommentSql("c", readableSql(reader, "p", parameters))];
  return tableList({
    name: "Comment.replies",
    table: "comment c",
    parent: "c.parent_id",
    columns: COLUMNS,
    keyset: OLDEST_FIRST,
    conditions,
    values: parameters.values,
  });
}

/** All comments of the site, newest first, for editors. Null statuses are all of them. */
export function commentsSource(statuses: readonly CommentStatus[] | null): ListSource {
  const parameters = listParameters(null);
  const conditions = statuses === null ? [] : [statusSql(statuses, parameters)];
  return {
    ...tableList({
      name: "Query.comments",
      table: "comment c",
      columns: COLUMNS,
      keyset: { keys: BY_TIME, direction: "DESC" },
      conditions,
      values: parameters.values,
    }),
    isFiltered: statuses !== null,
  };
}

/** The index by status has the order of the list within one status only. */
function statusSql(statuses: readonly CommentStatus[], parameters: SqlParameters): string {
  const [only, ...others] = statuses;
  if (only !== undefined && others.length === 0) return `c.status = ${parameters.bind(only, "text")}`;
  return `c.status = any(${parameters.bind(statuses, "text[]")})`;
}
