// Makes preview tokens for those who may write the post.
import { mayTo } from "../../../identity/access/policy.js";
import { requireViewer } from "../../../identity/access/require-viewer.js";
import type { Context } from "../../../identity/context.js";
import { throwUserError } from "../../../platform/graphql/user-error.js";
import { InputCheck } from "../../input-check.js";
import type { CreatePreviewTokenInput } from "./preview.mutations.js";

const DEFAULT_LIFE = "24 hours";
const LONGEST_DAYS = 30;

interface PreviewedPost {
  authorId: string;
  isVisible: boolean;
  expiresAt: string;
  isExpiryAllowed: boolean;
}

export interface PreviewToken {
  token: string;
  expiresAt: string;
}

export async function createPreviewToken(ctx: Context, input: CreatePreviewTokenInput): Promise<PreviewToken> {
  const viewer = requireViewer(ctx, "writePost");
  const postId = new InputCheck().requiredId(input.postId, "Post", "postId");
  const [post] = await ctx.db.query<PreviewedPost>(
    `select p.author_id as "authorId", p.visible_from <= now() as "isVisible", e.at as "expiresAt",
       e.at > now() and e.at <= now() + make_interval(days => ${LONGEST_DAYS}) as "isExpiryAllowed"
     from post p
     cross join (select date_trunc('milliseconds', coalesce($2::timestamptz, now() + interval '${DEFAULT_LIFE}')) as at) e
     where p.id = $1::uuid`,
    [postId, input.expiresAt ?? null],
  );
  const path = ["input", "postId"];
  const isMine = post !== undefined && mayTo(viewer, "writePost", post.authorId);
  if (post === undefined || !(isMine || post.isVisible))
    throwUserError("NOT_FOUND", "No post with this id exists.", path);
  if (!isMine) throwUserError("FORBIDDEN", "This post belongs to another author.", path);
  if (!post.isExpiryAllowed) {
    const message = `A preview ends in the future, within ${LONGEST_DAYS} days, but ${post.expiresAt} is not.`;
    throwUserError("INVALID", message, ["input", "expiresAt"]);
  }
  return { token: await ctx.signPreview(postId, post.expiresAt), expiresAt: post.expiresAt };
}
