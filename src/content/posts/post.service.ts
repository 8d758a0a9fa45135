// Creates and changes posts. Each function runs one transaction with the change, its revision, the redirect of a former slug, and the
// event.
import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { requireViewer } from "../../identity/access/require-viewer.js";
import type { Context } from "../../identity/context.js";
import type { Viewer } from "../../identity/viewer.js";
import { pipelined } from "../../platform/db/prepared/pipeline.js";
import { noScopes, recordContent } from "../cache-tags/content-event.js";
import { InputCheck } from "../input-check.js";
import { transactWithSlug } from "../terms/slug-conflict.js";
import { lockTerms } from "../terms/term-lock.js";
import { type PostText, type SiteOfPosts, siteOf, submittedText } from "./body/post-text.js";
import { postEvent } from "./post-event.js";
import type { CreatePostInput, UpdatePostInput } from "./post-mutation.inputs.js";
import { fieldsOf, lockPost } from "./writing/locked-post.js";
import { saveChange, storedText } from "./writing/post-change.js";
import { changedFields, checkedCreation } from "./writing/post-input.js";
import { savePosts } from "./writing/post-writer.js";

/** Creates a post and returns its id. */
export async function createPost(ctx: Context, input: CreatePostInput): Promise<string> {
  const viewer = requireViewer(ctx, "writePost");
  const id = randomUUID();
  const site = await siteOf(ctx);
  const text = await submittedText(ctx, input.body, site);
  await transactWithSlug(ctx, async (tx) => {
    await lockTerms(tx, "shared");
    await insertPost(tx, viewer, input, { id, text, site });
  });
  return id;
}

interface NewPost {
  id: string;
  text: PostText | null;
  site: SiteOfPosts;
  /** Whether the caller has found that no post has the external id. */
  isExternalIdFree?: boolean;
}

/** Creates a post with this id in the caller's transaction, which holds the lock on terms. */
export async function insertPost(
  tx: EntityManager,
  viewer: Viewer,
  input: CreatePostInput,
  { id, text, site, isExternalIdFree }: NewPost,
): Promise<void> {
  const { record, events } = await checkedCreation(tx, viewer, input, {
    ...{ id, text, isExternalIdFree },
    siteLocale: site.locale,
  });
  await savePosts(tx, [record], { facts: { editor: viewer.name, kind: "CREATED" }, indexing: "NOW", isNew: true });
  const absent = { id, version: 0, isVisible: false, before: noScopes() };
  await recordContent(tx, [...events, await postEvent(tx, "post.created", absent)]);
}

/** Changes a post and returns its id. */
export async function updatePost(ctx: Context, input: UpdatePostInput): Promise<string> {
  const viewer = requireViewer(ctx, "writePost");
  const id = new InputCheck().requiredId(input.id, "Post", "id");
  const site = input.body != null || input.locale === null ? await siteOf(ctx) : null;
  const text = site && (await submittedText(ctx, input.body, site));
  await transactWithSlug(ctx, async (tx) => {
    // A new title is indexed together with the unchanged text. Both statements are sent together, and the read runs after the lock.
    const needsText = text === null && input.title !== undefined;
    const [post, stored] = await pipelined([
      lockPost(tx, viewer, id, input.expectedVersion),
      needsText ? storedText(tx, id) : null,
    ]);
    const context = { before: fieldsOf(post), siteLocale: site?.locale ?? null, isNew: false };
    const { fields: after, events } = await changedFields(tx, viewer, input, context);
    await saveChange(tx, { post, after, text, stored, events, editor: viewer.name });
  });
  return id;
}
