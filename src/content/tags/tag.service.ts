// Writes of tags. Each function is one transaction that also records its event.
import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { requireViewer } from "../../identity/access/require-viewer.js";
import type { Context } from "../../identity/context.js";
import { selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { deleteRow, insertRow, updateRow } from "../../platform/db/single-row-writes.js";
import { sql } from "../../platform/db/sql-text.js";
import { throwUserError } from "../../platform/graphql/user-error.js";
import { adoptFormerPaths, deleteFormerPaths } from "../aliases/former-path.js";
import { recordContent } from "../cache-tags/content-event.js";
import { InputCheck, LIMITS } from "../input-check.js";
import { refreshIndex } from "../search/index/index-writer.js";
import { postsWithTerm, removeTerm, replaceTerm } from "../terms/post-terms.js";
import { transactWithSlug } from "../terms/slug-conflict.js";
import { chooseSlug, recordFormerSlug } from "../terms/slugged-node.js";
import { lockTerms } from "../terms/term-lock.js";
import { isUnchanged } from "../terms/unchanged.js";
import { requireVersion } from "../version-conflict.js";
import { Tag } from "./tag.entity.js";
import type { CreateTagInput, DeleteTagInput, MergeTagsInput, UpdateTagInput } from "./tag.inputs.js";

const NAME = { max: LIMITS.name, isRequired: true };

const LOCK = sql`/* Tag.lock */ select ${selectColumns(Tag, "t", ["id", "slug", "name", "version"])} from tag t
  where t.id = $1 for update`;

/** The posts of a tag, for the search index: a post is found by the names of its tags. */
const POSTS = "select post_id from post_tag where tag_id = $1";

export async function createTag(ctx: Context, input: CreateTagInput): Promise<string> {
  requireViewer(ctx, "writeTerm");
  const id = randomUUID();
  await transactWithSlug(ctx, async (tx) => {
    const check = new InputCheck();
    const name = check.text(input.name, NAME, "name");
    const slug = await chooseSlug(tx, check, "tag", { slug: input.slug, name, ownId: null });
    check.finish();
    await insertRow(tx, Tag, { id, slug, name });
    await recordContent(tx, [{ type: "tag.created", payload: { tagId: id } }]);
  });
  return id;
}

export async function updateTag(ctx: Context, input: UpdateTagInput): Promise<string> {
  requireViewer(ctx, "writeTerm");
  const id = new InputCheck().requiredId(input.id, "Tag", "id");
  await transactWithSlug(ctx, async (tx) => {
    const check = new InputCheck();
    const before = await lockTag(tx, id, "id");
    requireVersion("Tag", before, input.expectedVersion);
    const name = input.name === undefined ? before.name : check.text(input.name ?? "", NAME, "name");
    const slug =
      input.slug === undefined
        ? before.slug
        : await chooseSlug(tx, check, "tag", { slug: input.slug, name, ownId: id });
    check.finish();
    if (isUnchanged(before, { slug, name })) return;
    await updateRow(tx, Tag, id, { slug, name, version: before.version + 1 });
    await recordFormerSlug(tx, "tag", id, { from: before.slug, to: slug });
    if (name !== before.name) await refreshIndex(tx, POSTS, [id]);
    await recordContent(tx, [{ type: "tag.updated", payload: { tagId: id } }]);
  });
  return id;
}

/** Returns the id of the remaining tag. */
export async function mergeTags(ctx: Context, input: MergeTagsInput): Promise<string> {
  requireViewer(ctx, "writeTerm");
  const check = new InputCheck();
  const sourceId = check.requiredId(input.sourceId, "Tag", "sourceId");
  const targetId = check.requiredId(input.targetId, "Tag", "targetId");
  if (sourceId === targetId) throwUserError("INVALID", "A tag cannot be merged into itself.", ["input", "targetId"]);
  await transactWithSlug(ctx, async (tx) => {
    // Join rows are copied with the visibility of their posts, which must not change meanwhile.
    await lockTerms(tx, "exclusive");
    const source = await lockTag(tx, sourceId, "sourceId");
    const target = await lockTag(tx, targetId, "targetId");
    await replaceTerm(tx, "tag", { from: sourceId, to: targetId });
    await adoptFormerPaths(tx, "tag", sourceId, targetId);
    await recordFormerSlug(tx, "tag", targetId, { from: source.slug, to: target.slug });
    await deleteRow(tx, Tag, sourceId);
    await updateRow(tx, Tag, targetId, { version: target.version + 1 });
    await refreshIndex(tx, POSTS, [targetId]);
    await recordContent(tx, [{ type: "tag.merged", payload: { sourceId, targetId } }]);
  });
  return targetId;
}

export async function deleteTag(ctx: Context, input: DeleteTagInput): Promise<string> {
  requireViewer(ctx, "writeTerm");
  const id = new InputCheck().requiredId(input.id, "Tag", "id");
  await transactWithSlug(ctx, async (tx) => {
    // The rows of its posts change too. A writer that holds a lock on one of them could be waiting for the lock on the tag.
    await lockTerms(tx, "exclusive");
    await lockTag(tx, id, "id");
    const postIds = await postsWithTerm(tx, "tag", id);
    await removeTerm(tx, "tag", id, postIds);
    await refreshIndex(tx, "select unnest($1::uuid[])", [postIds]);
    await deleteFormerPaths(tx, "tag", id);
    await deleteRow(tx, Tag, id);
    await recordContent(tx, [{ type: "tag.deleted", payload: { tagId: id } }]);
  });
  return id;
}

async function lockTag(
  tx: EntityManager,
  id: string,
  field: string,
): Promise<Pick<Tag, "id" | "slug" | "name" | "version">> {
  const [tag] = await queryPrepared(tx, LOCK, [id]);
  return tag ?? throwUserError("NOT_FOUND", "No tag with this id exists.", ["input", field]);
}
