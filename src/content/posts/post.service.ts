// Writing the content of posts. Each function is one transaction: the change, its revision, the redirect of a former
// slug, the event.
import { randomUUID } from "node:crypto";
import { requireViewer } from "../../identity/access/require-viewer.js";
import type { Context } from "../../identity/context.js";
import { throwUserError } from "../../platform/graphql/user-error.js";
import { nowhere, recordContent } from "../cache-tags/content-event.js";
import { InputCheck } from "../input-check.js";
import { transactWithSlug } from "../terms/slug-conflict.js";
import { lockTerms } from "../terms/term-lock.js";
import { renderedText, siteOf, submittedText } from "./body/post-text.js";
import { postEvent } from "./post-event.js";
import type { CreatePostInput, RestoreRevisionInput, UpdatePostInput } from "./post-mutation.inputs.js";
import { fieldsOf, lockPost } from "./writing/locked-post.js";
import { saveChange, storedText } from "./writing/post-change.js";
import { changedFields, checkedCreation } from "./writing/post-input.js";
import type { PostRecord } from "./writing/post-record.js";
import { savePosts } from "./writing/post-writer.js";

/** The id of the new post, a draft. */
export async function createPost(ctx: Context, input: CreatePostInput): Promise<string> {
  const viewer = requireViewer(ctx, "writePost");
  const id = randomUUID();
  const site = await siteOf(ctx);
  const text = await submittedText(ctx, input.body, site);
  await transactWithSlug(ctx, async (tx) => {
    await lockTerms(tx, "shared");
    const record = await checkedCreation(tx, viewer, input, { id, text, ...site });
    await savePosts(tx, [record], viewer.name);
    const nothing = { id, version: 0, isVisible: false, before: nowhere() };
    await recordContent(tx, [await postEvent(tx, "post.created", nothing)]);
  });
  return id;
}

/** The id of the changed post. */
export async function updatePost(ctx: Context, input: UpdatePostInput): Promise<string> {
  const viewer = requireViewer(ctx, "writePost");
  const id = new InputCheck().requiredId(input.id, "Post", "id");
  const site = input.body != null || input.locale === null ? await siteOf(ctx) : null;
  const text = site && (await submittedText(ctx, input.body, site));
  await transactWithSlug(ctx, async (tx) => {
    // A new title is indexed together with the text that stays: asked for in one go with the lock, behind which it is read.
    const isTitled = text === null && input.title !== undefined;
    const [post, stored] = await Promise.all([
      lockPost(tx, viewer, id, input.expectedVersion),
      isTitled ? storedText(tx, id) : null,
    ]);
    const context = { before: fieldsOf(post), siteLocale: site?.siteLocale ?? null, isNew: false };
    const after = await changedFields(tx, viewer, input, context);
    await saveChange(tx, { post, after, text, stored, editor: viewer.name });
  });
  return id;
}

/** Title and text of the revision become a new version; everything else stays. */
export async function restoreRevision(ctx: Context, input: RestoreRevisionInput): Promise<string> {
  const viewer = requireViewer(ctx, "writePost");
  const check = new InputCheck();
  const id = check.requiredId(input.id, "Post", "id");
  const revisionId = check.requiredId(input.revisionId, "Revision", "revisionId");
  const path = ["input", "revisionId"];
  const { siteUrl } = await siteOf(ctx);
  // A revision never changes.
  const [revision] = await ctx.db.query<Pick<PostRecord, "title" | "source" | "format">>(
    "select title, source, format from revision where id = $1 and post_id = $2",
    [revisionId, id],
  );
  const text = revision && (await renderedText(ctx, revision, siteUrl, path));
  await transactWithSlug(ctx, async (tx) => {
    const post = await lockPost(tx, viewer, id, input.expectedVersion);
    if (revision === undefined) throwUserError("NOT_FOUND", "The post has no such revision.", path);
    const after = { ...fieldsOf(post), title: revision.title };
    await saveChange(tx, { post, after, text: text ?? null, stored: null, editor: viewer.name });
  });
  return id;
}
