// Saves and discards working copies. A save writes one row and nothing else: no version of the post, no revision, no event.
import type { EntityManager } from "typeorm";
import { mayTo } from "../../../identity/access/policy.js";
import { requireViewer } from "../../../identity/access/require-viewer.js";
import type { Context } from "../../../identity/context.js";
import type { Viewer } from "../../../identity/viewer.js";
import { columnValues } from "../../../platform/db/column-values.js";
import { computedColumn, entityColumns, nullableColumn, selectColumns } from "../../../platform/db/entity-columns.js";
import { pipelined } from "../../../platform/db/prepared/pipeline.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { sql } from "../../../platform/db/sql-text.js";
import { throwUserError } from "../../../platform/graphql/user-error.js";
import { InputCheck } from "../../input-check.js";
import { visibleSql } from "../../visibility.js";
import { authorIdsOf, type PostAuthors } from "../authors/author-ids.js";
import { Post } from "../post.entity.js";
import { checkedEdits, type EditedColumns } from "./checked-save.js";
import { copyStatements, type SavedCopy } from "./copy-statements.js";
import { WorkingCopyRow } from "./working-copy.entity.js";
import type { DiscardWorkingCopyInput, SaveWorkingCopyInput } from "./working-copy.inputs.js";
import { copyOfPost } from "./working-copy.resolver.js";
import { throwCopyConflict } from "./working-copy-conflict.js";

/** What a column of a new working copy is if it is not edited. */
const FROM_POST: Record<keyof EditedColumns, string> = {
  title: "p.title",
  slug: "p.slug",
  source: "b.source",
  format: "b.format",
  assetPaths: "b.asset_paths",
  excerpt: "case when p.excerpt_source = 'WRITTEN' then p.excerpt end",
  locale: "p.locale",
  authorIds: "p.author_id || p.co_author_ids",
  categoryIds: "p.category_ids",
  tagIds: "p.tag_ids",
  tagNames: "'{}'::text[]",
  cover: "p.cover",
  seoTitle: "p.seo_title",
  seoDescription: "p.seo_description",
  seoImage: "p.seo_image",
  canonicalUrl: "p.canonical_url",
  noIndex: "p.no_index",
};
const COLUMNS = entityColumns(WorkingCopyRow, Object.keys(FROM_POST) as (keyof EditedColumns)[]);
const STATEMENTS = copyStatements("post", COLUMNS, FROM_POST, selectColumns(Post, "p", ["authorId", "coAuthorIds"]));

const EDITED_POST = sql`/* WorkingCopy.post */ select ${selectColumns(Post, "p", ["version", "authorId", "coAuthorIds"])},
    ${computedColumn("isVisible", "boolean", visibleSql("p"))}, ${nullableColumn("copyVersion", "integer", "w.version")}
  from post p left join working_copy w on w.post_id = p.id where p.id = $1`;
const NO_SUCH_POST = "No post with this id exists.";
const POST_PATH = ["input", "postId"];

/** Saves in one statement, which is rolled back if it turns out not to be allowed. */
export async function saveWorkingCopy(ctx: Context, input: SaveWorkingCopyInput): Promise<SavedCopy> {
  const viewer = requireViewer(ctx, "writePost");
  const postId = new InputCheck().requiredId(input.postId, "Post", "postId");
  const edits = checkedEdits(input);
  const { baseVersion, expectedWorkingCopyVersion: expected = null } = input;
  const names = COLUMNS.filter(({ property }) => Object.hasOwn(edits, property)).map(({ name }) => name);
  const values = columnValues(COLUMNS, edits as EditedColumns);
  return ctx.transact(async (tx) => {
    const statement = expected === null ? STATEMENTS.insert : STATEMENTS.update;
    const written = await queryPrepared(tx, statement, [postId, expected, baseVersion, viewer.name, names, ...values]);
    const post = permitted(viewer, written[0]);
    requireKnownVersion("post", baseVersion, post.version);
    const { savedVersion: version, savedAt } = post;
    if (version === null || savedAt === null) throwCopyConflict(copyOfPost(postId), expected, post.copyVersion);
    const isBehind = post.version !== baseVersion;
    return { ownerId: postId, version, baseVersion, isBehind, savedAt, savedBy: viewer.name };
  });
}

/** Refuses a version that the post or page has not had. */
export function requireKnownVersion(noun: "post" | "page", baseVersion: number, version: number): void {
  if (baseVersion >= 1 && baseVersion <= version) return;
  const message = `Expected a version of the ${noun}, from 1 to ${version}, got ${baseVersion}.`;
  throwUserError("INVALID", message, ["input", "baseVersion"]);
}

/** Returns the id of the post. */
export async function discardWorkingCopy(ctx: Context, input: DiscardWorkingCopyInput): Promise<string> {
  const viewer = requireViewer(ctx, "writePost");
  const postId = new InputCheck().requiredId(input.postId, "Post", "postId");
  const expected = input.expectedWorkingCopyVersion;
  await ctx.transact(async (tx) => {
    const [post, ended] = await pipelined([readEditedPost(tx, viewer, postId), endWorkingCopy(tx, postId, expected)]);
    if (!ended) throwCopyConflict(copyOfPost(postId), expected, post.copyVersion);
  });
  return postId;
}

/** Deletes the working copy if it is at this version, and returns whether it did. */
export async function endWorkingCopy(tx: EntityManager, postId: string, version: number): Promise<boolean> {
  return (await queryPrepared(tx, STATEMENTS.end, [postId, version])).length > 0;
}

async function readEditedPost(tx: EntityManager, viewer: Viewer, postId: string) {
  const [post] = await queryPrepared(tx, EDITED_POST, [postId]);
  return permitted(viewer, post);
}

/** The post, if the viewer may edit it. Throws NOT_FOUND or FORBIDDEN otherwise. */
function permitted<Row extends PostAuthors & { isVisible: boolean }>(viewer: Viewer, post: Row | undefined): Row {
  const isMine = post !== undefined && mayTo(viewer, "writePost", authorIdsOf(post));
  if (post === undefined || !(isMine || post.isVisible)) throwUserError("NOT_FOUND", NO_SUCH_POST, POST_PATH);
  if (!isMine) throwUserError("FORBIDDEN", "This post belongs to other authors.", POST_PATH);
  return post;
}
