// Writes of comments. Each function is one transaction that also records its event and what readers could notice.
import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { requireViewer } from "../../identity/access/require-viewer.js";
import type { Context } from "../../identity/context.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { insertRow } from "../../platform/db/single-row-writes.js";
import { MAX_IDS } from "../../platform/graphql/node.js";
import { throwUserError } from "../../platform/graphql/user-error.js";
import { commentFromMarkdown } from "../../platform/markup/comments/comment-markup.js";
import { type CommentEventType, recordContent } from "../cache-tags/content-event.js";
import type { ChangedComment } from "../change-feed/changed-node.js";
import { InputCheck, LIMITS } from "../input-check.js";
import { Comment } from "./comment.entity.js";
import {
  type AddCommentInput,
  type EraseCommentAuthorInput,
  MAX_COMMENT_TEXT,
  type ModerateCommentsInput,
} from "./comment.inputs.js";
import { authorKeysIn, isAuthorKey } from "./comment-author-key.js";
import {
  type ChangedRow,
  ERASE,
  type LockedCommentPost,
  lockPostsOfComments,
  placeBelow,
  postsOfComments,
  readParents,
  setStatus,
} from "./comment-rows.js";

const MAX_EMAIL = 320;
const EMAIL = /^[^\s@]+@[^\s@]+$/;
/** Clocks of forms may be ahead of ours. */
const AHEAD_MS = 60_000;

/** Returns the id of the new comment. */
export async function addComment(ctx: Context, input: AddCommentInput): Promise<string> {
  requireViewer(ctx, "moderateComment");
  const postId = new InputCheck().requiredId(input.postId, "Post", "postId");
  const id = randomUUID();
  await ctx.transact(async (tx) => {
    const posts = await lockPostsOfComments(tx, [postId]);
    if (posts.length === 0) throwUserError("NOT_FOUND", "No post with this id exists.", ["input", "postId"]);
    const check = new InputCheck();
    const { email, ...fields } = checkedFields(check, input);
    const place = await checkedPlace(tx, check, postId, input.parentId ?? null);
    check.finish();
    const status = input.status ?? "PENDING";
    const isShown = place.isShown && status === "VISIBLE";
    const authorKey = email === null ? null : (await authorKeysIn(tx))(email);
    await insertRow(tx, Comment, { id, postId, ...place, ...fields, authorKey, status, isShown });
    await record(tx, "comment.added", posts, isShown ? [{ id, postId, kind: "APPEARED" }] : []);
  });
  return id;
}

function checkedFields(check: InputCheck, input: AddCommentInput) {
  const text = check.text(input.text, { max: MAX_COMMENT_TEXT, isRequired: true }, "text");
  const markup = commentFromMarkdown(text);
  if (text !== "" && markup.text === "") check.invalid("Expected a text that shows something.", "text");
  const email = check.optionalText(input.authorEmail, { max: MAX_EMAIL }, "authorEmail");
  if (email !== null && !EMAIL.test(email)) check.invalid("Expected an e-mail address.", "authorEmail");
  const writtenAt = input.writtenAt ?? new Date().toISOString();
  if (Date.parse(writtenAt) > Date.now() + AHEAD_MS)
    check.invalid("Expected an instant that is not in the future.", "writtenAt");
  return {
    authorName: check.text(input.authorName, { max: LIMITS.name, isRequired: true }, "authorName"),
    authorUrl: input.authorUrl == null ? null : check.url(input.authorUrl, false, "authorUrl"),
    email,
    ...markup,
    writtenAt,
  };
}

async function checkedPlace(tx: EntityManager, check: InputCheck, postId: string, parentId: string | null) {
  const id = parentId === null ? null : check.id(parentId, "Comment", "parentId");
  if (id === null) return placeBelow(null);
  const [parent] = await readParents(tx, [id]);
  if (parent?.postId === postId) return placeBelow(parent);
  if (parent !== undefined) check.invalid("The comment belongs to another post.", "parentId");
  else throwUserError("NOT_FOUND", "No comment with this id exists.", ["input", "parentId"]);
  return placeBelow(null);
}

/** Returns the ids of the comments. */
export async function moderateComments(ctx: Context, input: ModerateCommentsInput): Promise<string[]> {
  requireViewer(ctx, "moderateComment");
  const check = new InputCheck();
  const ids = check.ids(input.ids, "Comment", MAX_IDS, "ids");
  check.finish();
  await ctx.transact(async (tx) => {
    const posts = await lockPostsOfComments(tx, await postsOfComments(tx, { ids }));
    const found = await readParents(tx, ids);
    const existing = new Set(found.map((comment) => comment.id));
    const absent = new InputCheck();
    absent.absentIds(input.ids, { ids, existing, noun: "comment" }, "ids");
    absent.finish();
    const changed = await setStatus(tx, ids, input.status);
    await record(
      tx,
      "comments.moderated",
      posts,
      changed.map((row) => toChange(row, row.isShown ? "APPEARED" : "DISAPPEARED")),
    );
  });
  return ids;
}

/** Returns the number of comments. Without a text, a name and a key they stay in their threads. */
export async function eraseCommentAuthor(ctx: Context, { authorKey }: EraseCommentAuthorInput): Promise<number> {
  requireViewer(ctx, "moderateComment");
  const check = new InputCheck();
  if (!isAuthorKey(authorKey)) check.invalid("Expected the value of the field authorKey of a comment.", "authorKey");
  check.finish();
  return ctx.transact(async (tx) => {
    await lockPostsOfComments(tx, await postsOfComments(tx, { authorKey }));
    const erased = await queryPrepared(tx, ERASE, [authorKey]);
    if (erased.length === 0) return 0;
    // A comment may have been added meanwhile to a post that had none of this author.
    const posts = await lockPostsOfComments(tx, [...new Set(erased.map(({ postId }) => postId))]);
    const shown = erased.filter(({ isShown }) => isShown);
    await record(
      tx,
      "comments.erased",
      posts,
      shown.map((row) => toChange(row, "CHANGED")),
    );
    return erased.length;
  });
}

const toChange = ({ id, postId }: ChangedRow, kind: ChangedComment["kind"]): ChangedComment => ({ id, postId, kind });

/** Last in a write: the event of the posts whose readers notice something, and the changes of the comments. */
async function record(
  tx: EntityManager,
  type: CommentEventType,
  posts: readonly LockedCommentPost[],
  comments: readonly ChangedComment[],
): Promise<void> {
  const changed = new Set(comments.map(({ postId }) => postId));
  const postIds = posts.filter(({ id, isDated }) => isDated && changed.has(id)).map(({ id }) => id);
  await recordContent(tx, [{ type, payload: { postIds } }], { comments });
}
