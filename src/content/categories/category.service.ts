// Writes of categories. A write that changes the shape of the tree holds the lock on terms exclusively, so that concurrent changes are
// serialized: the second sees the tree as the first has left it.
import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { requireViewer } from "../../identity/access/require-viewer.js";
import type { Context } from "../../identity/context.js";
import { computedColumn, selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { deleteRow, insertRow, updateRow } from "../../platform/db/single-row-writes.js";
import { sql } from "../../platform/db/sql-text.js";
import { throwUserError, UserErrors } from "../../platform/graphql/user-error.js";
import { slugFrom } from "../../platform/markup/slug.js";
import { adoptFormerPaths, deleteFormerPaths, recordFormerPath } from "../aliases/former-path.js";
import { recordContent } from "../cache-tags/content-event.js";
import { InputCheck, LIMITS } from "../input-check.js";
import { refreshIndex } from "../search/index/index-writer.js";
import { MAX_PATH_BYTES, PATH_PREFIXES } from "../site-path.js";
import { freeSlug, type SlugPlace } from "../terms/free-slug.js";
import { replaceTerm } from "../terms/post-terms.js";
import { slugTaken, transactWithSlug } from "../terms/slug-conflict.js";
import { lockTerms } from "../terms/term-lock.js";
import { isUnchanged } from "../terms/unchanged.js";
import { requireVersion } from "../version-conflict.js";
import { Category } from "./category.entity.js";
import type {
  CreateCategoryInput,
  DeleteCategoryInput,
  MergeCategoriesInput,
  MoveCategoryInput,
  UpdateCategoryInput,
} from "./category.inputs.js";
import { CATEGORY_COLUMNS } from "./category-cache.js";
import {
  affectedBy,
  ancestorsAt,
  extentBelow,
  isAt,
  moveSubtree,
  type Place,
  pathAt,
  relistSubtree,
  type TreeCategory,
} from "./category-subtree.js";

/** The maximum number of levels of the tree. */
const MAX_DEPTH = 16;
const NAME = { max: LIMITS.name, isRequired: true };
const DESCRIPTION = { max: LIMITS.description };

const LOCK = sql`/* Category.lock */ select ${CATEGORY_COLUMNS} from category c where c.id = $1 for update`;

/** The posts of a category, for the search index: a post is found by the names of its categories. */
const POSTS = "select post_id from post_category where category_id = $1";

const USE = sql`/* Category.use */ select
  ${computedColumn("posts", "integer", "(select count(*) from post_category where category_id = $1)")},
  ${computedColumn("children", "integer", "(select count(*) from category where parent_id = $1)")}`;

export async function createCategory(ctx: Context, input: CreateCategoryInput): Promise<string> {
  requireViewer(ctx, "writeTerm");
  const id = randomUUID();
  const check = new InputCheck();
  const name = check.text(input.name, NAME, "name");
  const description = check.optionalText(input.description, DESCRIPTION, "description");
  const given = input.slug == null ? null : check.slug(input.slug, "slug");
  const parentId = input.parentId == null ? null : check.id(input.parentId, "Category", "parentId");
  check.finish();
  await writeTree(ctx, async (tx) => {
    const parent = parentId === null ? null : await lockCategory(tx, parentId, "parentId");
    const slug = given ?? (await freeSlug(tx, slugFrom(name), slugPlace(parent, null)));
    const place = { parent, slug };
    await checkPlace(tx, place, { category: null, fields: { slug: "slug", place: "parentId" } });
    const [slugPath, ancestorIds] = [pathAt(place), ancestorsAt(place)];
    await insertRow(tx, Category, { id, parentId, slug, slugPath, ancestorIds, name, description });
    const categoryIds = await affectedBy(tx, id);
    await recordContent(tx, [{ type: "category.created", payload: { categoryId: id, categoryIds } }]);
  });
  return id;
}

export async function updateCategory(ctx: Context, input: UpdateCategoryInput): Promise<string> {
  requireViewer(ctx, "writeTerm");
  const id = new InputCheck().requiredId(input.id, "Category", "id");
  await writeTree(ctx, async (tx) => {
    const check = new InputCheck();
    const before = await lockCategory(tx, id, "id");
    requireVersion("Category", before, input.expectedVersion);
    const name = input.name === undefined ? before.name : check.text(input.name ?? "", NAME, "name");
    const description =
      input.description === undefined
        ? before.description
        : check.optionalText(input.description, DESCRIPTION, "description");
    const given = input.slug == null || input.slug === before.slug ? before.slug : check.slug(input.slug, "slug");
    check.finish();
    const parent = before.parentId === null ? null : await lockCategory(tx, before.parentId, "id");
    const slug = input.slug === null ? await freeSlug(tx, slugFrom(name), slugPlace(parent, id)) : given;
    if (isUnchanged(before, { name, description, slug })) return;
    const categoryIds = await affectedBy(tx, id);
    await updateRow(tx, Category, id, { name, description, version: before.version + 1 });
    await checkPlace(tx, { parent, slug }, { category: before, fields: { slug: "slug", place: "slug" } });
    await moveSubtree(tx, before, { parent, slug });
    if (name !== before.name) await refreshIndex(tx, POSTS, [id]);
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
    const category = await lockCategory(tx, id, "id");
    requireVersion("Category", category, input.expectedVersion);
    const parent = parentId === null ? null : await lockCategory(tx, parentId, "parentId");
    requireOutside(parent, category, "parentId");
    const place = { parent, slug: category.slug };
    await checkPlace(tx, place, { category, fields: { slug: "parentId", place: "parentId" } });
    if (isAt(category, place)) return;
    const before = await affectedBy(tx, id);
    await moveSubtree(tx, category, place);
    const categoryIds = union(before, await affectedBy(tx, id));
    await recordContent(tx, [{ type: "category.moved", payload: { categoryId: id, categoryIds } }]);
  });
  return id;
}

/** Returns the id of the remaining category. */
export async function mergeCategories(ctx: Context, input: MergeCategoriesInput): Promise<string> {
  requireViewer(ctx, "writeTerm");
  const check = new InputCheck();
  const sourceId = check.requiredId(input.sourceId, "Category", "sourceId");
  const targetId = check.requiredId(input.targetId, "Category", "targetId");
  if (sourceId === targetId)
    throwUserError("INVALID", "A category cannot be merged into itself.", ["input", "targetId"]);
  await writeTree(ctx, async (tx) => {
    const source = await lockCategory(tx, sourceId, "sourceId");
    const target = await lockCategory(tx, targetId, "targetId");
    requireOutside(target, source, "targetId");
    const before = await affectedBy(tx, sourceId);
    await adoptChildren(tx, source, target);
    await replaceTerm(tx, "category", { from: sourceId, to: targetId });
    await relistSubtree(tx, targetId);
    await adoptFormerPaths(tx, "category", sourceId, targetId);
    await recordFormerPath(tx, "category", targetId, { from: sitePath(source), to: sitePath(target) });
    // The foreign key deletes the source's remaining listings, of posts that moved to another branch of the tree.
    await deleteRow(tx, Category, sourceId);
    await updateRow(tx, Category, targetId, { version: target.version + 1 });
    await refreshIndex(tx, POSTS, [targetId]);
    const categoryIds = union(before, await affectedBy(tx, targetId));
    await recordContent(tx, [{ type: "category.merged", payload: { sourceId, targetId, categoryIds } }]);
  });
  return targetId;
}

export async function deleteCategory(ctx: Context, input: DeleteCategoryInput): Promise<string> {
  requireViewer(ctx, "writeTerm");
  const id = new InputCheck().requiredId(input.id, "Category", "id");
  await writeTree(ctx, async (tx) => {
    await lockCategory(tx, id, "id");
    const [use] = await queryPrepared(tx, USE, [id]);
    if (use !== undefined && use.posts + use.children > 0) {
      const message = `The category still has ${use.posts} posts, hidden ones included, and ${use.children} children.`;
      throwUserError("CATEGORY_NOT_EMPTY", message, ["input", "id"]);
    }
    const categoryIds = await affectedBy(tx, id);
    await deleteFormerPaths(tx, "category", id);
    await deleteRow(tx, Category, id);
    await recordContent(tx, [{ type: "category.deleted", payload: { categoryId: id, categoryIds } }]);
  });
  return id;
}

function writeTree(ctx: Context, work: (tx: EntityManager) => Promise<void>): Promise<void> {
  return transactWithSlug(ctx, async (tx) => {
    await lockTerms(tx, "exclusive");
    await work(tx);
  });
}

const CHILDREN = sql`/* Category.childIds */ select ${selectColumns(Category, "c", ["id"])} from category c where c.parent_id = $1 order by c.path`;

async function adoptChildren(tx: EntityManager, source: TreeCategory, target: TreeCategory): Promise<void> {
  // A child may take the source's own path, so the source is moved to a path that no category can have.
  await updateRow(tx, Category, source.id, { slugPath: `/${source.id}` });
  const children = await queryPrepared(tx, CHILDREN, [source.id]);
  for (const { id } of children) {
    const child = await lockCategory(tx, id, "sourceId");
    const place = { parent: target, slug: child.slug };
    await checkPlace(tx, place, { category: child, fields: { slug: "sourceId", place: "targetId" } });
    await moveSubtree(tx, child, place);
  }
}

const union = (one: readonly string[], other: readonly string[]): string[] => [...new Set([...one, ...other])];

const sitePath = (category: TreeCategory): string => PATH_PREFIXES.category + category.slugPath;

async function lockCategory(tx: EntityManager, id: string, field: string): Promise<TreeCategory> {
  const [category] = await queryPrepared(tx, LOCK, [id]);
  return category ?? throwUserError("NOT_FOUND", "No category with this id exists.", ["input", field]);
}

function requireOutside(candidate: TreeCategory | null, category: TreeCategory, field: string): void {
  if (candidate === null) return;
  if (candidate.id === category.id || candidate.ancestorIds.includes(category.id)) {
    throwUserError("CATEGORY_CYCLE", "A category cannot be moved below itself.", ["input", field]);
  }
}

/** The input fields to name in a user error: for a slug that is taken, and for a place that exceeds a limit of the tree. */
interface ErrorFields {
  slug: string;
  place: string;
}

/** Rejects a place that is taken, or that would make the tree too deep or a path too long, with everything below the category. */
async function checkPlace(
  tx: EntityManager,
  place: Place,
  { category, fields }: { category: TreeCategory | null; fields: ErrorFields },
): Promise<void> {
  const below = category === null ? { levels: 0, pathBytes: 0 } : await extentBelow(tx, category);
  const levels = ancestorsAt(place).length + 1 + below.levels;
  if (levels > MAX_DEPTH) {
    const message = `Expected at most ${MAX_DEPTH} levels of categories, got ${levels}.`;
    throwUserError("INVALID", message, ["input", fields.place]);
  }
  const bytes = Buffer.byteLength(PATH_PREFIXES.category + pathAt(place)) + below.pathBytes;
  if (bytes > MAX_PATH_BYTES) {
    const message = `Expected paths of at most ${MAX_PATH_BYTES} bytes in UTF-8, got one of ${bytes}.`;
    throwUserError("INVALID", message, ["input", fields.place]);
  }
  const taken = await slugTaken(tx, place.slug, slugPlace(place.parent, category?.id ?? null), ["input", fields.slug]);
  if (taken !== null) throw new UserErrors(taken);
}

const slugPlace = (parent: TreeCategory | null, ownId: string | null): SlugPlace => ({
  kind: "category",
  ownId,
  above: parent === null ? "" : `${parent.slugPath}/`,
});
