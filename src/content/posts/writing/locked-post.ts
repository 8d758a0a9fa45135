// Locks a post for a change, and reads all its columns with the time of the transaction by the database's clock.
import type { EntityManager } from "typeorm";
import { mayTo } from "../../../identity/access/policy.js";
import type { Viewer } from "../../../identity/viewer.js";
import { computedColumn, selectColumns } from "../../../platform/db/entity-columns.js";
import { pipelined } from "../../../platform/db/prepared/pipeline.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { sql } from "../../../platform/db/sql-text.js";
import type { Instant } from "../../../platform/db/timestamp.js";
import { throwUserError } from "../../../platform/graphql/user-error.js";
import { type Scopes, scopesOf } from "../../cache-tags/content-event.js";
import { lockTerms } from "../../terms/term-lock.js";
import { requireVersion } from "../../version-conflict.js";
import { visibleSql } from "../../visibility.js";
import { authorIdsOf } from "../authors/author-ids.js";
import type { PostColumn } from "../post.columns.js";
import { Post } from "../post.entity.js";
import type { PostFields } from "./post-record.js";

export interface LockedPost extends Pick<Post, PostColumn> {
  isVisible: boolean;
  /** The lists and pages that show the post. */
  before: Scopes;
  /** The time of the transaction, to the millisecond. */
  now: Instant;
}

const NO_SUCH_POST = "No post with this id exists.";

const LOCK = sql`/* Post.lock */ select ${selectColumns(Post, "p")},
    ${computedColumn("isVisible", "boolean", visibleSql("p"))},
    ${computedColumn("now", "timestamptz", "date_trunc('milliseconds', now())")}
  from post p where p.id = $1 for update`;

/**
 * Locks the post for a change by this viewer. Rejects with NOT_FOUND if the viewer may not read the post, with FORBIDDEN if the viewer may
 * read but not change it, and with VERSION_CONFLICT if it has another version. `field` is the field of the input that has the id.
 */
export async function lockPost(
  tx: EntityManager,
  viewer: Viewer,
  postId: string,
  expectedVersion: number,
  field: "id" | "postId" = "id",
): Promise<LockedPost> {
  const post = await lockAnyPost(tx, postId);
  const path = ["input", field];
  if (post === null) throwUserError("NOT_FOUND", NO_SUCH_POST, path);
  if (!mayTo(viewer, "writePost", authorIdsOf(post))) {
    if (!post.isVisible) throwUserError("NOT_FOUND", NO_SUCH_POST, path);
    throwUserError("FORBIDDEN", "This post belongs to other authors.", path);
  }
  requireVersion("Post", post, expectedVersion);
  return post;
}

/** Locks the post without a check of the viewer's rights; null if it does not exist. */
export async function lockAnyPost(tx: EntityManager, postId: string): Promise<LockedPost | null> {
  // Sent together. Each statement runs after the ones before it, and so sees what was committed while they waited for their locks.
  const [, [post], before] = await pipelined([
    lockTerms(tx, "shared"),
    queryPrepared(tx, LOCK, [postId]),
    scopesOf(tx, [postId]),
  ]);
  return post === undefined ? null : { ...post, before };
}

/** The fields of the locked post as the base of a change, with the time of the transaction as the time of the last change. */
export const fieldsOf = (post: LockedPost): PostFields => ({
  ...post,
  updatedAt: post.now,
  writtenExcerpt: post.excerptSource === "WRITTEN" ? post.storedExcerpt : null,
});
