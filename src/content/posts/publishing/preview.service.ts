// Creates preview tokens for viewers who may write the post.
import { mayTo } from "../../../identity/access/policy.js";
import { requireViewer } from "../../../identity/access/require-viewer.js";
import type { Context } from "../../../identity/context.js";
import { computedColumn, selectColumns } from "../../../platform/db/entity-columns.js";
import { sql } from "../../../platform/db/sql-text.js";
import { throwUserError } from "../../../platform/graphql/user-error.js";
import { InputCheck } from "../../input-check.js";
import { visibleSql } from "../../visibility.js";
import { authorIdsOf } from "../authors/author-ids.js";
import { Post } from "../post.entity.js";
import type { CreatePreviewTokenInput } from "./preview.mutations.js";

const DEFAULT_LIFETIME = "24 hours";
const LONGEST_DAYS = 30;

export interface PreviewToken {
  token: string;
  expiresAt: string;
}

const PREVIEWED = sql`/* Mutation.createPreviewToken */ select ${selectColumns(Post, "p", ["authorId", "coAuthorIds"])},
    ${computedColumn("isVisible", "boolean", visibleSql("p"))}, ${computedColumn("expiresAt", "timestamptz", "e.at")},
    ${computedColumn("isExpiryAllowed", "boolean", `e.at > now() and e.at <= now() + make_interval(days => ${LONGEST_DAYS})`)}
  from post p
  cross join (select date_trunc('milliseconds', coalesce($2::timestamptz, now() + interval '${DEFAULT_LIFETIME}')) as at) e
  where p.id = $1::uuid`;

export async function createPreviewToken(ctx: Context, input: CreatePreviewTokenInput): Promise<PreviewToken> {
  const viewer = requireViewer(ctx, "writePost");
  const postId = new InputCheck().requiredId(input.postId, "Post", "postId");
  const [post] = await ctx.db.query(PREVIEWED, [postId, input.expiresAt ?? null]);
  const path = ["input", "postId"];
  const isMine = post !== undefined && mayTo(viewer, "writePost", authorIdsOf(post));
  if (post === undefined || !(isMine || post.isVisible))
    throwUserError("NOT_FOUND", "No post with this id exists.", path);
  if (!isMine) throwUserError("FORBIDDEN", "This post belongs to other authors.", path);
  if (!post.isExpiryAllowed) {
    const message = `Expected an expiry in the future and within ${LONGEST_DAYS} days, got ${post.expiresAt}.`;
    throwUserError("INVALID", message, ["input", "expiresAt"]);
  }
  const preview = { postId, showsWorkingCopy: input.showsWorkingCopy ?? false };
  return { token: await ctx.signPreview(preview, post.expiresAt), expiresAt: post.expiresAt };
}
