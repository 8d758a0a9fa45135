// All reads of categories. The tree is the structure of the site and always public; only posts can be hidden.
import type { Context } from "../../identity/context.js";
import { computedColumn } from "../../platform/db/entity-columns.js";
import type { Keyset } from "../../platform/db/keyset.js";
import { type ListSource, listParameters, tableList } from "../../platform/db/lists/list-source.js";
import { sql } from "../../platform/db/sql-text.js";
import type { MaybeDeferred } from "../../platform/graphql/deferred.js";
import { defineLoader, groupInKeyOrder, inKeyOrder } from "../../platform/graphql/loader.js";
import {
  addPathTags,
  CHILDREN,
  type ConditionTags,
  LISTS,
  OBJECT,
  tagsOfConditions,
} from "../cache-tags/cache-tags.js";
import { PATH_PREFIXES } from "../site-path.js";
import { allTerms } from "../terms/term-cache.js";
import { Category } from "./category.entity.js";
import { CATEGORY_COLUMNS, categoryTree } from "./category-cache.js";

/** Further children are available through `categories(filter: { parentId })`. */
const MAX_CHILDREN = 500;

const toCategory = (row: object): Category => Object.assign(new Category(), row);

export const categoryById = defineLoader<Context, string, Category | null>("categoryById", async (ctx, ids) => {
  const rows = await ctx.db.query(
    sql`/* Category.byId */ select ${CATEGORY_COLUMNS} from category c where c.id = any($1::uuid[])`,
    [ids],
  );
  ctx.cacheTags.addIds(OBJECT.category, ids);
  return inKeyOrder(ids, rows.map(toCategory), (category) => category.id);
});

const toSitePath = (path: string): string => PATH_PREFIXES.category + path;

async function readBySlugPath(ctx: Context, paths: readonly string[]): Promise<(Category | null)[]> {
  const rows = await ctx.db.query(
    sql`/* Category.bySlugPath */ select ${CATEGORY_COLUMNS} from category c where c.path = any($1::text[])`,
    [paths],
  );
  ctx.cacheTags.addRows(OBJECT.category, rows);
  if (rows.length < paths.length) addPathTags(ctx.cacheTags, paths.map(toSitePath));
  return inKeyOrder(paths, rows.map(toCategory), (category) => category.slugPath);
}

const categoryBySlugPath = defineLoader<Context, string, Category | null>("categoryBySlugPath", readBySlugPath);

/** By the current path, else by a former one. */
const categoryByAnySlugPath = defineLoader<Context, string, Category | null>(
  "categoryByAnySlugPath",
  async (ctx, paths) => {
    const current = await readBySlugPath(ctx, paths);
    const missing = paths.filter((_, index) => current[index] === null);
    if (missing.length === 0) return current;
    const rows = await ctx.db.query(
      sql`/* Category.byFormerPath */ select distinct on (a.path) ${computedColumn("formerPath", "text", "a.path")}, ${CATEGORY_COLUMNS}
     from path_alias a join category c on c.id = a.target_id
     where a.kind = 'category' and a.path = any($1::text[]) order by a.path, a.created_at desc, c.id`,
      [missing.map(toSitePath)],
    );
    ctx.cacheTags.addRows(OBJECT.category, rows);
    const former = new Map(rows.map(({ formerPath, ...row }) => [formerPath, toCategory(row)]));
    return paths.map((path, index) => current[index] ?? former.get(toSitePath(path)) ?? null);
  },
);

const childrenByCategory = defineLoader<Context, string, Category[]>("childrenByCategory", async (ctx, ids) => {
  const rows = await ctx.db.query(
    sql`/* Category.children */ select x.* from unnest($1::uuid[]) k(id) cross join lateral
       (select ${CATEGORY_COLUMNS} from category c where c.parent_id = k.id order by c.path limit ${String(MAX_CHILDREN)}) x
     order by x."slugPath"`,
    [ids],
  );
  ctx.cacheTags.addIds(CHILDREN, ids);
  ctx.cacheTags.addRows(OBJECT.category, rows);
  return groupInKeyOrder(ids, rows.map(toCategory), (category) => category.parentId ?? "");
});

export function loadCategory(ctx: Context, id: string): MaybeDeferred<Category | null> {
  const cached = categoryTree(ctx)?.byId.get(id);
  if (cached === undefined) return categoryById(ctx).load(id);
  ctx.cacheTags.addRows(OBJECT.category, [cached]);
  return cached;
}

/** `paths` says whether a former path finds the category as well. */
export function loadCategoryBySlugPath(
  ctx: Context,
  slugPath: string,
  paths: "current" | "current or former" = "current",
): MaybeDeferred<Category | null> {
  const cached = categoryTree(ctx)?.bySlugPath.get(slugPath);
  if (cached === undefined) {
    return (paths === "current" ? categoryBySlugPath : categoryByAnySlugPath)(ctx).load(slugPath);
  }
  ctx.cacheTags.addRows(OBJECT.category, [cached]);
  return cached;
}

/** The categories in the order of the ids, with null for a missing one. All are loaded if any of them is not in the cache. */
export function loadCategories(ctx: Context, ids: readonly string[]): MaybeDeferred<(Category | null)[]> {
  const tree = categoryTree(ctx);
  const cached = tree === null ? null : allTerms(tree.byId, ids);
  if (cached === null) return categoryById(ctx).loadMany(ids);
  ctx.cacheTags.addRows(OBJECT.category, cached);
  return cached;
}

export function loadChildren(ctx: Context, id: string): MaybeDeferred<readonly Category[]> {
  const tree = categoryTree(ctx);
  if (tree === null) return childrenByCategory(ctx).load(id);
  const children = tree.childrenOf(id).slice(0, MAX_CHILDREN);
  ctx.cacheTags.addIds(CHILDREN, [id]);
  ctx.cacheTags.addRows(OBJECT.category, children);
  return children;
}

const byPath: Keyset = { keys: [{ column: "c.path", type: "text" }], direction: "ASC" };

export interface CategoryConditions {
  isRoot: boolean | null;
  parentId: string | null;
}

/** Every change of a category invalidates the list of all of them. */
const CONDITION_TAGS: ConditionTags<CategoryConditions> = { isRoot: [], parentId: [] };

export function categoryListTags(conditions: CategoryConditions) {
  const tags = [LISTS.categories, ...tagsOfConditions(CONDITION_TAGS, conditions)];
  return { kind: OBJECT.category, tagsOf: () => tags };
}

/** The whole filtered list by path, or null if the tree is not in the cache. */
export function cachedCategories(ctx: Context, { isRoot, parentId }: CategoryConditions): readonly Category[] | null {
  const tree = categoryTree(ctx);
  if (tree === null) return null;
  const list = parentId !== null ? tree.childrenOf(parentId) : isRoot === true ? tree.childrenOf(null) : tree.all;
  return isRoot === null ? list : list.filter((category) => (category.parentId === null) === isRoot);
}

/** The categories that match the filter. Parents come before their children, because their path is a prefix of the child's. */
export function categoriesSource(filter: CategoryConditions): ListSource {
  const { isRoot, parentId } = filter;
  const parameters = listParameters(null);
  return tableList({
    name: "Query.categories",
    table: "category c",
    columns: CATEGORY_COLUMNS,
    keyset: byPath,
    conditions: [
      ...(isRoot === null ? [] : [`(c.parent_id is null) = ${parameters.bind(isRoot, "boolean")}`]),
      ...(parentId === null ? [] : [`c.parent_id = ${parameters.bind(parentId, "uuid")}`]),
    ],
    values: parameters.values,
  });
}
