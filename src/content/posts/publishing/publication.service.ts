// The state machine of posts. Each transition is one transaction with its revision and its event.
//
//   DRAFT -publish-> PUBLISHED or SCHEDULED -unpublish-> DRAFT      SCHEDULED -publish-> PUBLISHED or SCHEDULED again
//   DRAFT, SCHEDULED, PUBLISHED -trash-> TRASHED -restore-> DRAFT   TRASHED -delete-> deleted
import type { EntityManager } from "typeorm";
import { requireViewer } from "../../../identity/access/require-viewer.js";
import type { Context } from "../../../identity/context.js";
import { NEVER } from "../../../platform/db/timestamp.js";
import { throwUserError } from "../../../platform/graphql/user-error.js";
import { deleteFormerPaths } from "../../aliases/former-path.js";
import { noScopes, type PostEventType, recordContent } from "../../cache-tags/content-event.js";
import { InputCheck } from "../../input-check.js";
import { moveIndexRows } from "../../search/index/index-writer.js";
import type { PostState } from "../post.entity.js";
import { postEvent } from "../post-event.js";
import type { PublishPostInput } from "../post-mutation.inputs.js";
import { type LockedPost, lockPost } from "../writing/locked-post.js";
import { saveRevisions } from "./revision-writer.js";

interface VersionedInput {
  id: string;
  expectedVersion: number;
}

interface Transition {
  state: PostState;
  /** RFC 3339; null in a state without a date. */
  publishedAt: string | null;
  event: PostEventType;
}

export function publishPost(ctx: Context, input: PublishPostInput): Promise<string> {
  return changeState(ctx, input, (post) => {
    requireNotTrashed(post);
    if (post.isVisible) throwUserError("ALREADY_PUBLISHED", "The post is already public.", ["input", "id"]);
    const publishedAt = input.at ?? post.now;
    const isLater = Date.parse(publishedAt) > Date.parse(post.now);
    return { state: "PUBLISHED", publishedAt, event: isLater ? "post.scheduled" : "post.published" };
  });
}

export function unpublishPost(ctx: Context, input: VersionedInput): Promise<string> {
  return changeState(ctx, input, (post) => {
    requireNotTrashed(post);
    if (post.state !== "PUBLISHED") {
      throwUserError("NOT_PUBLISHED", "The post is neither public nor scheduled.", ["input", "id"]);
    }
    return { state: "DRAFT", publishedAt: null, event: "post.unpublished" };
  });
}

export function trashPost(ctx: Context, input: VersionedInput): Promise<string> {
  return changeState(ctx, input, (post) => {
    requireNotTrashed(post);
    return { state: "TRASHED", publishedAt: null, event: "post.trashed" };
  });
}

export function restorePost(ctx: Context, input: VersionedInput): Promise<string> {
  return changeState(ctx, input, (post) => {
    requireTrashed(post);
    return { state: "DRAFT", publishedAt: null, event: "post.restored" };
  });
}

/** Deletes a post and returns its id. */
export async function deletePost(ctx: Context, input: VersionedInput): Promise<string> {
  const viewer = requireViewer(ctx, "writePost");
  const id = new InputCheck().requiredId(input.id, "Post", "id");
  await ctx.transact(async (tx) => {
    const post = await lockPost(tx, viewer, id, input.expectedVersion);
    requireTrashed(post);
    await deleteFormerPaths(tx, "post", id);
    await tx.query("/* Post.delete */ delete from post where id = $1", [id]);
    const payload = { postId: id, version: post.version, wasVisible: false, before: noScopes(), after: noScopes() };
    await recordContent(tx, [{ type: "post.deleted", payload }]);
  });
  return id;
}

async function changeState(
  ctx: Context,
  input: VersionedInput,
  decide: (post: LockedPost) => Transition,
): Promise<string> {
  const viewer = requireViewer(ctx, "writePost");
  const id = new InputCheck().requiredId(input.id, "Post", "id");
  await ctx.transact(async (tx) => {
    const post = await lockPost(tx, viewer, id, input.expectedVersion);
    const { state, publishedAt, event } = decide(post);
    await setPublication(tx, id, { state, publishedAt });
    await saveRevisions(tx, [id], viewer.name);
    await recordContent(tx, [await postEvent(tx, event, post)]);
  });
  return id;
}

/** Sets the state in the row of the post, and the visibility in all rows that repeat it. */
async function setPublication(
  tx: EntityManager,
  id: string,
  { state, publishedAt }: { state: PostState; publishedAt: string | null },
): Promise<void> {
  const visibleFrom = state === "PUBLISHED" ? publishedAt : NEVER;
  await tx.query(
    `/* Post.state update */ update post set state = $2, published_at = $3, visible_from = $4, version = version + 1,
       updated_at = date_trunc('milliseconds', now()) where id = $1`,
    [id, state, publishedAt, visibleFrom],
  );
  for (const table of ["post_author", "post_category", "category_listing", "post_tag"] as const) {
    await tx.query(`/* ${table}.visibility update */ update ${table} set visible_from = $2 where post_id = $1`, [
      id,
      visibleFrom,
    ]);
  }
  await moveIndexRows(tx, [id]);
}

function requireNotTrashed(post: LockedPost): void {
  if (post.state === "TRASHED")
    throwUserError("TRASHED", "The post is in the trash; restore it first.", ["input", "id"]);
}

function requireTrashed(post: LockedPost): void {
  if (post.state !== "TRASHED") {
    throwUserError("NOT_TRASHED", "Only a post in the trash can be restored or permanently deleted.", ["input", "id"]);
  }
}
