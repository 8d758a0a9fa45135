// Makes a working copy the next version of its post: one ordinary write, in one transaction with the end of the copy and, if requested, with the
// publication.
import { isDeepStrictEqual } from "node:util";
import type { EntityManager } from "typeorm";
import { mayTo } from "../../../identity/access/policy.js";
import { requireViewer } from "../../../identity/access/require-viewer.js";
import type { Context } from "../../../identity/context.js";
import type { Viewer } from "../../../identity/viewer.js";
import { selectColumns } from "../../../platform/db/entity-columns.js";
import { sql } from "../../../platform/db/sql-text.js";
import { throwUserError } from "../../../platform/graphql/user-error.js";
import { InputCheck } from "../../input-check.js";
import { transactWithSlug } from "../../terms/slug-conflict.js";
import { authorIdsOf } from "../authors/author-ids.js";
import { type PostText, renderedText, siteOf } from "../body/post-text.js";
import { Post } from "../post.entity.js";
import { publishedFrom, type Transition } from "../publishing/publication.js";
import { fieldsOf, type LockedPost, lockPost } from "../writing/locked-post.js";
import { saveChange } from "../writing/post-change.js";
import { type ContentInput, changedFields } from "../writing/post-input.js";
import type { PostFields } from "../writing/post-record.js";
import { inputOfContent } from "../writing/stored-content.js";
import { WorkingCopyRow } from "./working-copy.entity.js";
import type { ApplyWorkingCopyInput } from "./working-copy.inputs.js";
import { copyOfPost } from "./working-copy.resolver.js";
import { endWorkingCopy } from "./working-copy.service.js";
import { requireBase, throwCopyConflict } from "./working-copy-conflict.js";

type Copy = Omit<WorkingCopyRow, "post">;

const COPY = sql`/* WorkingCopy.toApply */ select ${selectColumns(WorkingCopyRow, "w")}, ${selectColumns(Post, "p", ["authorId", "coAuthorIds"])}
  from working_copy w join post p on p.id = w.post_id where w.post_id = $1`;
const CURRENT_VERSION = sql`/* WorkingCopy.lock */ select ${selectColumns(WorkingCopyRow, "w", ["version"])}
  from working_copy w where w.post_id = $1 for update`;

/** Returns the id of the post. */
export async function applyWorkingCopy(ctx: Context, input: ApplyWorkingCopyInput): Promise<string> {
  const viewer = requireViewer(ctx, "writePost");
  const postId = new InputCheck().requiredId(input.postId, "Post", "postId");
  const site = await siteOf(ctx);
  const expected = input.expectedWorkingCopyVersion;
  // Read and rendered before the transaction: a version of a working copy never changes.
  const [found] = await ctx.db.query(COPY, [postId]);
  const isExpected = found?.version === expected && mayTo(viewer, "writePost", authorIdsOf(found));
  const copy = isExpected ? found : null;
  const text = copy && (await renderedText(ctx, copy, site, ["input", "postId"]));
  await transactWithSlug(ctx, async (tx) => {
    const post = await lockPost(tx, viewer, postId, input.expectedVersion, "postId");
    const [current] = (await tx.query(CURRENT_VERSION, [postId])) as { version: number }[];
    if (current?.version !== expected || copy === null)
      throwCopyConflict(copyOfPost(postId), expected, current?.version ?? null);
    requireBase("Post", post, copy.baseVersion);
    await apply(tx, viewer, { post, copy, text, siteLocale: site.locale, publishAt: input.publishAt ?? null });
    await endWorkingCopy(tx, postId, expected);
  });
  return postId;
}

interface Application {
  post: LockedPost;
  copy: Copy;
  text: PostText | null;
  siteLocale: string;
  publishAt: string | null;
}

async function apply(
  tx: EntityManager,
  viewer: Viewer,
  { post, copy, text, siteLocale, publishAt }: Application,
): Promise<void> {
  const before = fieldsOf(post);
  const context = { before, siteLocale, isNew: false };
  const { fields, events } = await changedFields(tx, viewer, editsOf(copy, before), context);
  const { event, ...state } = publishAt === null ? { event: "post.updated" as const } : published(post, publishAt);
  await saveChange(tx, {
    post,
    after: { ...fields, ...state },
    text,
    stored: null,
    event,
    events,
    editor: viewer.name,
  });
}

/** The input that makes the post what the copy is. Values that are those of the post are left out: an import may have stored what no input may have. */
function editsOf(copy: Copy, before: PostFields): ContentInput {
  const { excerpt: writtenExcerpt, tagNames } = copy;
  const edited = inputOfContent({ ...copy, writtenExcerpt });
  const stored: Record<string, unknown> = inputOfContent({ ...before, authorIds: authorIdsOf(before) });
  const differing = Object.entries(edited).filter(([field, value]) => !isDeepStrictEqual(value, stored[field]));
  const tags = tagNames.length === 0 ? {} : { tagIds: edited.tagIds, tagNames: [...tagNames] };
  return { ...(Object.fromEntries(differing) as ContentInput), ...tags };
}

function published(post: LockedPost, publishAt: string): Transition {
  const path = ["input", "publishAt"];
  if (post.state === "TRASHED") throwUserError("TRASHED", "The post is in the trash; restore it first.", path);
  if (post.isVisible) throwUserError("ALREADY_PUBLISHED", "The post is already public.", path);
  return publishedFrom(post, publishAt);
}
