// Writing categories. Whatever changes the shape of the tree holds its lock alone, so that two changes are always one
// after the other: the second sees the tree of the first.
import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { requireViewer } from "../../identity/access/require-viewer.js";
import type { Context } from "../../identity/context.js";
import { throwUserError } from "../../platform/graphql/user-error.js";
import { slugFrom } from "../../platform/markup/slug.js";
import { adoptFormerPaths, forgetFormerPaths, recordFormerPath } from "../aliases/former-path.js";
import { recordContent } from "../cache-tags/content-event.js";
import { InputCheck, LIMITS } from "../input-check.js";
import { refreshIndex } from "../search/index/index-writer.js";
import { MAX_PATH_BYTES, PATH_PREFIXES } from "../site-path.js";
import { replaceTerm } from "../terms/post-terms.js";
import { lockTerms } from "../terms/term-lock.js";
import { slugTaken, writeSlugged } from "../terms/term-slug.js";
import type {
  CreateCategoryInput,
  DeleteCategoryInput,
  MergeCategoriesInput,
  MoveCategoryInput,
  UpdateCategoryInput,
} from "./category.inputs.js";
import {
  ancestorsAt,
  extentBelow,
  moveSubtree,
  type Place,
  pathAt,
  reachOf,
  readCategory,
  relistSubtree,
  type TreeCategory,
} from "./category-subtree.js";

/** Levels of the tree at most. */
const MAX_DEPTH = 16;
const NAME = { max: LIMITS.name, isRequired: true };
const DESCRIPTION = { max: LIMITS.description };

/** Posts put into a category: its name is among the words they are found by. */
const MEMBERS = "select post_id from post_category where category_id = $1";

export async function createCategory(ctx: Context, input: CreateCategoryInput): Promise<string> {
  requireViewer(ctx, "writeTerm");
  const id = randomUUID();
  const check = new InputCheck();
  const name = check.text(input.name, NAME, "name");
  const description = check.optionalText(input.description, DESCRIPTION, "description");
  const slug = input.slug == null ? slugFrom(name) : check.slug(input.slug, "slug");
  const parentId = input.parentId == null ? null : check.id(input.parentId, "Category", "parentId");
  check.finish();
  await writeTree(ctx, async (tx) => {
    const parent = parentId === null ? null : await existing(tx, parentId, "parentId");
    const place = { parent, slug };
    await requireRoom(tx, place, { category: null, blame: { slug: "slug", place: "parentId" } });
    await tx.query(
      "insert into category (id, parent_id, slug, path, ancestor_ids, name, description) values ($1, $2, $3, $4, $5, $6, $7)",
      [id, parentId, slug, pathAt(place), ancestorsAt(place), name, description],
    );
    const categoryIds = await reachOf(tx, id);
    await recordContent(tx, [{ type: "category.created", payload: { categoryId: id, categoryIds } }]);
  });
  return id;
}

export async function updateCategory(ctx: Context, input: UpdateCategoryInput): Promise<string> {
  requireViewer(ctx, "writeTerm");
  const id = new InputCheck().requiredId(input.id, "Category", "id");
  await writeTree(ctx, async (tx) => {
    const check = new InputCheck();
    const before = await existing(tx, id, "id");
    const categoryIds = await reachOf(tx, id);
    const name = input.name === undefined ? before.name : check.text(input.name ?? "", NAME, "name");
    const description =
      input.description === undefined
        ? before.description
        : check.optionalText(input.description, DESCRIPTION, "description");
    const wanted = input.slug === null ? slugFrom(name) : (input.slug ?? before.slug);
    const slug = wanted === before.slug ? wanted : check.slug(wanted, "slug");
    check.finish();
    await tx.query("update category set name = $2, description = $3 where id = $1", [id, name, description]);
    const parent = before.parentId === null ? null : await existing(tx, before.parentId, "id");
    await requireRoom(tx, { parent, slug }, { category: before, blame: { slug: "slug", place: "slug" } });
    await moveSubtree(tx, before, { parent, slug });
    if (name !== before.name) await refreshIndex(tx, MEMBERS, [id]);
    await recordContent(tx, [{ type: "category.updated", payload: { categoryId: id, categoryIds } }]);
  });
  return id;
}

export async function moveCategory(ctx: Context, input: MoveCategoryInput): Promise<string> {
  requireViewer(ctx, "writeTerm");
  const check = new InputCheck();
  const id = check.requiredId(input.id, "Category", "id");
  const parentId = input.parentId == null ? null : check.requiredId(input.parentId, "Category", "parentId");
  await writeTree(ctx, async (tx) => {
    const category = await existing(tx, id, "id");
    const parent = parentId === null ? null : await existing(tx, parentId, "parentId");
    requireNotBelow(parent, category, "parentId");
    const place = { parent, slug: category.slug };
    await requireRoom(tx, place, { category, blame: { slug: "parentId", place: "parentId" } });
    const before = await reachOf(tx, id);
    await moveSubtree(tx, category, place);
    const categoryIds = union(before, await reachOf(tx, id));
    await recordContent(tx, [{ type: "category.moved", payload: { categoryId: id, categoryIds } }]);
  });
  return id;
}

/** The id of the category that remains. */
export async function mergeCategories(ctx: Context, input: MergeCategoriesInput): Promise<string> {
  requireViewer(ctx, "writeTerm");
  const check = new InputCheck();
  const sourceId = check.requiredId(input.sourceId, "Category", "sourceId");
  const targetId = check.requiredId(input.targetId, "Category", "targetId");
  if (sourceId === targetId)
    throwUserError("INVALID", "A category cannot be merged into itself.", ["input", "targetId"]);
  await writeTree(ctx, async (tx) => {
    const source = await existing(tx, sourceId, "sourceId");
    const target = await existing(tx, targetId, "targetId");
    requireNotBelow(target, source, "targetId");
    const before = await reachOf(tx, sourceId);
    await adoptChildren(tx, source, target);
    await replaceTerm(tx, "category", { from: sourceId, to: targetId });
    await relistSubtree(tx, targetId);
    await adoptFormerPaths(tx, "category", sourceId, targetId);
    await recordFormerPath(tx, "category", targetId, { from: sitePath(source), to: sitePath(target) });
    // Its listings of posts that went elsewhere go with it.
    await tx.query("delete from category where id = $1", [sourceId]);
    await refreshIndex(tx, MEMBERS, [targetId]);
    const categoryIds = union(before, await reachOf(tx, targetId));
    await recordContent(tx, [{ type: "category.merged", payload: { sourceId, targetId, categoryIds } }]);
  });
  return targetId;
}

export async function deleteCategory(ctx: Context, input: DeleteCategoryInput): Promise<string> {
  requireViewer(ctx, "writeTerm");
  const id = new InputCheck().requiredId(input.id, "Category", "id");
  await writeTree(ctx, async (tx) => {
    await existing(tx, id, "id");
    const [use]: { posts: number; children: number }[] = await tx.query(
      `select (select count(*)::integer from post_category where category_id = $1) as posts,
         (select count(*)::integer from category where parent_id = $1) as children`,
      [id],
    );
    if (use !== undefined && use.posts + use.children > 0) {
      const message = `The category still has ${use.posts} posts, hidden ones included, and ${use.children} children.`;
      throwUserError("CATEGORY_NOT_EMPTY", message, ["input", "id"]);
    }
    const categoryIds = await reachOf(tx, id);
    await forgetFormerPaths(tx, "category", id);
    await tx.query("delete from category where id = $1", [id]);
    await recordContent(tx, [{ type: "category.deleted", payload: { categoryId: id, categoryIds } }]);
  });
  return id;
}

function writeTree(ctx: Context, work: (tx: EntityManager) => Promise<void>): Promise<void> {
  return writeSlugged(ctx, async (tx) => {
    await lockTerms(tx, "exclusive");
    await work(tx);
  });
}

async function adoptChildren(tx: EntityManager, source: TreeCategory, target: TreeCategory): Promise<void> {
  // Out of the way of a child that takes its place, under a path that no category can have.
  await tx.query("update category set path = '/' || id where id = $1", [source.id]);
  const children: { id: string }[] = await tx.query("select id from category where parent_id = $1 order by path", [
    source.id,
  ]);
  for (const { id } of children) {
    const child = await existing(tx, id, "sourceId");
    const place = { parent: target, slug: child.slug };
    await requireRoom(tx, place, { category: child, blame: { slug: "sourceId", place: "targetId" } });
    await moveSubtree(tx, child, place);
  }
}

const union = (one: readonly string[], other: readonly string[]): string[] => [...new Set([...one, ...other])];

const sitePath = (category: TreeCategory): string => PATH_PREFIXES.category + category.path;

async function existing(tx: EntityManager, id: string, field: string): Promise<TreeCategory> {
  return (
    (await readCategory(tx, id)) ?? throwUserError("NOT_FOUND", "No category with this id exists.", ["input", field])
  );
}

function requireNotBelow(candidate: TreeCategory | null, category: TreeCategory, field: string): void {
  if (candidate === null) return;
  if (candidate.id === category.id || candidate.ancestorIds.includes(category.id)) {
    throwUserError("CATEGORY_CYCLE", "A category cannot be put below itself.", ["input", field]);
  }
}

/** Which field of the input is at fault where a slug is taken, and where the tree has no room. */
interface Blame {
  slug: string;
  place: string;
}

/** Refuses a place that is taken, or too deep or too long for the category with all that is below it. */
async function requireRoom(
  tx: EntityManager,
  place: Place,
  { category, blame }: { category: TreeCategory | null; blame: Blame },
): Promise<void> {
  const below = category === null ? { levels: 0, pathBytes: 0 } : await extentBelow(tx, category);
  const levels = ancestorsAt(place).length + 1 + below.levels;
  if (levels > MAX_DEPTH) {
    throwUserError("INVALID", `The tree has at most ${MAX_DEPTH} levels, but would have ${levels}.`, [
      "input",
      blame.place,
    ]);
  }
  const bytes = Buffer.byteLength(PATH_PREFIXES.category + pathAt(place)) + below.pathBytes;
  if (bytes > MAX_PATH_BYTES) {
    const message = `A path takes at most ${MAX_PATH_BYTES} bytes in UTF-8, but one would have ${bytes}.`;
    throwUserError("INVALID", message, ["input", blame.place]);
  }
  const rows: unknown[] = await tx.query("select 1 from category where path = $1 and id is distinct from $2::uuid", [
    pathAt(place),
    category?.id ?? null,
  ]);
  if (rows.length > 0) throwUserError("SLUG_TAKEN", slugTaken(place.slug).message, ["input", blame.slug]);
}
