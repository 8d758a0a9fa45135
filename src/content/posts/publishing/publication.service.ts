// The state machine of posts. Each transition is one transaction with its revision and its event.
//
//   DRAFT -publish-> PUBLISHED or SCHEDULED -unpublish-> DRAFT      SCHEDULED -publish-> PUBLISHED or SCHEDULED again
//   DRAFT, SCHEDULED, PUBLISHED -trash-> TRASHED -restore-> DRAFT   TRASHED -delete-> deleted
//
// A hidden post keeps the date under which it was public, and publishing without a date gives it back.
import type { EntityManager } from "typeorm";
import { requireViewer } from "../../../identity/access/require-viewer.js";
import type { Context } from "../../../identity/context.js";
import { throwUserError } from "../../../platform/graphql/user-error.js";
import { deleteFormerPaths } from "../../aliases/former-path.js";
import { noScopes, recordContent } from "../../cache-tags/content-event.js";
import { InputCheck } from "../../input-check.js";
import { postEvent } from "../post-event.js";
import type { PublishPostInput } from "../post-mutation.inputs.js";
import { kindOf } from "../revisions/revision-kind.js";
import { saveRevisions } from "../revisions/revision-writer.js";
import { type LockedPost, lockPost } from "../writing/locked-post.js";
import { visibleFromOf } from "../writing/post-record.js";
import { repeatVisibility } from "../writing/visibility-copies.js";
import { hasPublication, hiddenAs, type Publication, publishedFrom, type Transition } from "./publication.js";

interface VersionedInput {
  id: string;
  expectedVersion: number;
}

export function publishPost(ctx: Context, input: PublishPostInput): Promise<string> {
  return changeState(ctx, input, (post) => {
    requireNotTrashed(post);
    if (post.isVisible) throwUserError("ALREADY_PUBLISHED", "The post is already public.", ["input", "id"]);
    return publishedFrom(post, input.at ?? null);
  });
}

export function unpublishPost(ctx: Context, input: VersionedInput): Promise<string> {
  return changeState(ctx, input, (post) => {
    requireNotTrashed(post);
    if (post.state !== "PUBLISHED") {
      throwUserError("NOT_PUBLISHED", "The post is neither public nor scheduled.", ["input", "id"]);
    }
    return hiddenAs(post, "DRAFT", "post.unpublished");
  });
}

export function trashPost(ctx: Context, input: VersionedInput): Promise<string> {
  return changeState(ctx, input, (post) => {
    requireNotTrashed(post);
    return hiddenAs(post, "TRASHED", "post.trashed");
  });
}

export function restorePost(ctx: Context, input: VersionedInput): Promise<string> {
  return changeState(ctx, input, (post) => {
    requireTrashed(post);
    return hiddenAs(post, "DRAFT", "post.restored");
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
    const { event, ...publication } = decide(post);
    if (hasPublication(post, publication)) return;
    await setPublication(tx, id, publication);
    await saveRevisions(tx, [id], { editor: viewer.name, kind: kindOf(event) });
    await recordContent(tx, [await postEvent(tx, event, post)]);
  });
  return id;
}

/** Sets the state in the row of the post, and the visibility in all rows that repeat it. */
async function setPublication(
  tx: EntityManager,
  id: string,
  { state, publishedAt, formerPublishedAt }: Publication,
): Promise<void> {
  const visibleFrom = visibleFromOf({ state, publishedAt });
  await tx.query(
    `/* Post.state update */ update post set state = $2, published_at = $3, former_published_at = $4, visible_from = $5,
       version = version + 1, updated_at = date_trunc('milliseconds', now()) where id = $1`,
    [id, state, publishedAt, formerPublishedAt, visibleFrom],
  );
  await repeatVisibility(tx, id, visibleFrom);
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
