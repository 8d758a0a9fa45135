// Writing tags. Each function is one transaction with its event.
import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { requireViewer } from "../../identity/access/require-viewer.js";
import type { Context } from "../../identity/context.js";
import { throwUserError } from "../../platform/graphql/user-error.js";
import { adoptFormerPaths, forgetFormerPaths, recordFormerPath } from "../aliases/former-path.js";
import { recordContent } from "../cache-tags/content-event.js";
import { InputCheck, LIMITS } from "../input-check.js";
import { refreshIndex } from "../search/index/index-writer.js";
import { PATH_PREFIXES } from "../site-path.js";
import { postsWithTerm, removeTerm, replaceTerm } from "../terms/post-terms.js";
import { lockTerms } from "../terms/term-lock.js";
import { termSlug, writeSlugged } from "../terms/term-slug.js";
import type { CreateTagInput, DeleteTagInput, MergeTagsInput, UpdateTagInput } from "./tag.inputs.js";

const NAME = { max: LIMITS.name, isRequired: true };
const tagPath = (slug: string): string => PATH_PREFIXES.tag + slug;

export async function createTag(ctx: Context, input: CreateTagInput): Promise<string> {
  requireViewer(ctx, "writeTerm");
  const id = randomUUID();
  const check = new InputCheck();
  const name = check.text(input.name, NAME, "name");
  await writeSlugged(ctx, async (tx) => {
    const slug = await termSlug(tx, check, "tag", { slug: input.slug, name, ownId: null });
    check.finish();
    await tx.query("insert into tag (id, slug, name) values ($1, $2, $3)", [id, slug, name]);
    await recordContent(tx, [{ type: "tag.created", payload: { tagId: id } }]);
  });
  return id;
}

export async function updateTag(ctx: Context, input: UpdateTagInput): Promise<string> {
  requireViewer(ctx, "writeTerm");
  const id = new InputCheck().requiredId(input.id, "Tag", "id");
  await writeSlugged(ctx, async (tx) => {
    const check = new InputCheck();
    const tag = await lockTag(tx, id, "id");
    const name = input.name === undefined ? tag.name : check.text(input.name ?? "", NAME, "name");
    const slug =
      input.slug === undefined ? tag.slug : await termSlug(tx, check, "tag", { slug: input.slug, name, ownId: id });
    check.finish();
    await tx.query("update tag set slug = $2, name = $3 where id = $1", [id, slug, name]);
    if (slug !== tag.slug) await recordFormerPath(tx, "tag", id, { from: tagPath(tag.slug), to: tagPath(slug) });
    if (name !== tag.name) await refreshIndex(tx, "select post_id from post_tag where tag_id = $1", [id]);
    await recordContent(tx, [{ type: "tag.updated", payload: { tagId: id } }]);
  });
  return id;
}

/** The id of the tag that remains. */
export async function mergeTags(ctx: Context, input: MergeTagsInput): Promise<string> {
  requireViewer(ctx, "writeTerm");
  const check = new InputCheck();
  const sourceId = check.requiredId(input.sourceId, "Tag", "sourceId");
  const targetId = check.requiredId(input.targetId, "Tag", "targetId");
  if (sourceId === targetId) throwUserError("INVALID", "A tag cannot be merged into itself.", ["input", "targetId"]);
  await writeSlugged(ctx, async (tx) => {
    // Rows are copied with the visibility of their posts, none of which may change meanwhile.
    await lockTerms(tx, "exclusive");
    const source = await lockTag(tx, sourceId, "sourceId");
    const target = await lockTag(tx, targetId, "targetId");
    await replaceTerm(tx, "tag", { from: sourceId, to: targetId });
    await adoptFormerPaths(tx, "tag", sourceId, targetId);
    await recordFormerPath(tx, "tag", targetId, { from: tagPath(source.slug), to: tagPath(target.slug) });
    await tx.query("delete from tag where id = $1", [sourceId]);
    await refreshIndex(tx, "select post_id from post_tag where tag_id = $1", [targetId]);
    await recordContent(tx, [{ type: "tag.merged", payload: { sourceId, targetId } }]);
  });
  return targetId;
}

export async function deleteTag(ctx: Context, input: DeleteTagInput): Promise<string> {
  requireViewer(ctx, "writeTerm");
  const id = new InputCheck().requiredId(input.id, "Tag", "id");
  await writeSlugged(ctx, async (tx) => {
    // The rows of its posts change as well, none of which may be in the hands of a writer that waits for the tag.
    await lockTerms(tx, "exclusive");
    await lockTag(tx, id, "id");
    const carriers = await postsWithTerm(tx, "tag", id);
    await removeTerm(tx, "tag", id, carriers);
    await refreshIndex(tx, "select unnest($1::uuid[])", [carriers]);
    await forgetFormerPaths(tx, "tag", id);
    await tx.query("delete from tag where id = $1", [id]);
    await recordContent(tx, [{ type: "tag.deleted", payload: { tagId: id } }]);
  });
  return id;
}

async function lockTag(tx: EntityManager, id: string, field: string): Promise<{ slug: string; name: string }> {
  const [tag]: { slug: string; name: string }[] = await tx.query(
    "select slug, name from tag where id = $1 for update",
    [id],
  );
  return tag ?? throwUserError("NOT_FOUND", "No tag with this id exists.", ["input", field]);
}
