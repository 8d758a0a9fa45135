// Statements of the writes of comments. Each write first locks the posts of its comments, so that whether a comment is shown is determined by the
// comments above it as they will be committed.
import type { EntityManager } from "typeorm";
import { computedColumn, selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { sql } from "../../platform/db/sql-text.js";
import { Post } from "../posts/post.entity.js";
import { Comment, MAX_COMMENT_DEPTH } from "./comment.entity.js";

export interface LockedCommentPost {
  id: string;
  /** Whether it is visible or scheduled. */
  isDated: boolean;
}

const LOCK = sql`/* Comment.lockPosts */ select ${selectColumns(Post, "p", ["id"])},
  ${computedColumn("isDated", "boolean", "p.visible_from < 'infinity'")}
  from post p where p.id = any($1::uuid[]) order by p.id for no key update`;

/** Those of the posts that exist. */
export function lockPostsOfComments(tx: EntityManager, postIds: readonly string[]): Promise<LockedCommentPost[]> {
  return queryPrepared(tx, LOCK, [postIds]);
}

/** What a reply must know of the comment that it replies to. */
export type ParentComment = Pick<Comment, "id" | "postId" | "parentId" | "depth" | "isShown"> & {
  /** Of the comment above it; true for a root. */
  isShownAbove: boolean;
};

export const PARENT_COLUMNS = sql`${selectColumns(Comment, "c", ["id", "postId", "parentId", "depth", "isShown"])},
  ${computedColumn("isShownAbove", "boolean", "coalesce((select a.is_shown from comment a where a.id = c.parent_id), true)")}`;

const PARENT = sql`/* Comment.parentOf */ select ${PARENT_COLUMNS} from comment c where c.id = any($1::uuid[])`;

export function readParents(tx: EntityManager, ids: readonly string[]): Promise<ParentComment[]> {
  return queryPrepared(tx, PARENT, [ids]);
}

const IMPORTED = sql`/* Comment.imported */ select ${computedColumn("key", "text", "c.source_key")}, ${PARENT_COLUMNS}
  from comment c where c.source_key = any($1::text[])`;

/** Those of the imported comments that are here, by their keys. */
export async function readImported(tx: EntityManager, keys: readonly string[]): Promise<Map<string, ParentComment>> {
  const rows = await queryPrepared(tx, IMPORTED, [keys]);
  return new Map(rows.map(({ key, ...comment }) => [key, comment]));
}

/** The place of a reply in its thread. `isShown` tells whether everything above it is. */
export interface CommentPlace {
  parentId: string | null;
  depth: number;
  isShown: boolean;
}

/** A reply to a comment of the last level stands beside it. */
export function placeBelow(parent: Omit<ParentComment, "postId"> | null): CommentPlace {
  if (parent === null) return { parentId: null, depth: 1, isShown: true };
  const { id, parentId, depth, isShown, isShownAbove } = parent;
  return depth < MAX_COMMENT_DEPTH
    ? { parentId: id, depth: depth + 1, isShown }
    : { parentId, depth, isShown: isShownAbove };
}

/** Rows of comments that were changed. */
export type ChangedRow = Pick<Comment, "id" | "postId" | "isShown">;

const POSTS_OF = sql`/* Comment.posts */ select distinct ${selectColumns(Comment, "c", ["postId"])}
  from comment c where c.id = any($1::uuid[]) or c.author_key = $2`;

/** The posts of these comments, and of those of an author. */
export async function postsOfComments(
  tx: EntityManager,
  { ids = [], authorKey = null }: { ids?: readonly string[]; authorKey?: string | null },
): Promise<string[]> {
  const rows = await queryPrepared(tx, POSTS_OF, [ids, authorKey]);
  return rows.map(({ postId }) => postId);
}

const SET_STATUS = sql`/* Comment.moderate */ update comment c set status = $2, is_shown = c.is_shown and $2 = 'VISIBLE'
  where c.id = any($1::uuid[]) and c.status <> $2 returning ${selectColumns(Comment, "c", ["id"])}`;

/**
 * Below the given comments, level by level. A comment that is given and also below another one is reached more than once; from the topmost one the
 * way is the longest, and what is above that has not changed.
 */
const SHOW = sql`/* Comment.show */ with recursive below as (
    select c.id, 1 as level, c.status = 'VISIBLE' and coalesce(p.is_shown, true) as is_shown
    from comment c left join comment p on p.id = c.parent_id where c.id = any($1::uuid[])
    union all
    select c.id, b.level + 1, c.status = 'VISIBLE' and b.is_shown from below b join comment c on c.parent_id = b.id),
  present as (select distinct on (b.id) b.id, b.is_shown from below b order by b.id, b.level desc)
  update comment c set is_shown = n.is_shown from present n where c.id = n.id and c.is_shown <> n.is_shown
  returning ${selectColumns(Comment, "c", ["id", "postId", "isShown"])}`;

const SHOWN = sql`/* Comment.shownBefore */ select ${selectColumns(Comment, "c", ["id", "postId", "isShown"])} from comment c
  where c.id = any($1::uuid[]) and c.is_shown and c.status <> $2`;

/** Returns the comments that are shown now and were not, or the reverse. */
export async function setStatus(tx: EntityManager, ids: readonly string[], status: string): Promise<ChangedRow[]> {
  const before = await queryPrepared(tx, SHOWN, [ids, status]);
  const changed = await queryPrepared(tx, SET_STATUS, [ids, status]);
  const below = await queryPrepared(tx, SHOW, [changed.map(({ id }) => id)]);
  return [...before.map((row) => ({ ...row, isShown: false })), ...below];
}

export const ERASE = sql`/* Comment.erase */ update comment c
  set author_name = '', author_url = null, author_key = null, html = '', text = ''
  where c.author_key = $1 returning ${selectColumns(Comment, "c", ["id", "postId", "isShown"])}`;
