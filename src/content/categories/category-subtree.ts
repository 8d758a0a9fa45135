// Moves a category with everything below it: paths, ancestors, redirects of every former path, and the posts that categories list.
// The caller holds the exclusive lock on terms. The statements are written by hand because each of them concerns a whole subtree.
import type { EntityManager } from "typeorm";
import { chunksOf } from "../../lib/chunks.js";
import { computedColumn, selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { sql } from "../../platform/db/sql-text.js";
import { PATH_PREFIXES } from "../site-path.js";
import { Category } from "./category.entity.js";

export type TreeCategory = Pick<
  Category,
  "id" | "parentId" | "slug" | "slugPath" | "ancestorIds" | "name" | "description" | "version"
>;

const ID = selectColumns(Category, "c", ["id"]);
const SUBTREE = "c.id = $1 or $1 = any(c.ancestor_ids)";

/** A position in the tree: the parent, or null for a root, and the slug below it. */
export interface Place {
  parent: TreeCategory | null;
  slug: string;
}

export function pathAt({ parent, slug }: Place): string {
  return parent === null ? slug : `${parent.slugPath}/${slug}`;
}

export function ancestorsAt({ parent }: Place): string[] {
  return parent === null ? [] : [...parent.ancestorIds, parent.id];
}

const EXTENT = sql`/* Category.extentBelow */ select
    ${computedColumn("levels", "integer", "coalesce(max(cardinality(c.ancestor_ids)) - $2::integer, 0)")},
    ${computedColumn("pathBytes", "integer", "coalesce(max(octet_length(c.path)) - octet_length($3::text), 0)")}
  from category c where $1 = any(c.ancestor_ids)`;

/** The number of levels below the category, and the number of bytes that they add to its path. */
export async function extentBelow(
  tx: EntityManager,
  { id, ancestorIds, slugPath }: TreeCategory,
): Promise<{ levels: number; pathBytes: number }> {
  const [extent] = await queryPrepared(tx, EXTENT, [id, ancestorIds.length, slugPath]);
  return extent ?? { levels: 0, pathBytes: 0 };
}

const AFFECTED = sql`/* Category.affected */ select ${ID} from category c where ${SUBTREE}
  union select unnest(c.ancestor_ids) from category c where c.id = $1`;

/** The category, its descendants and its ancestors: all that depend on its place in the tree and on the posts it lists. */
export async function affectedBy(tx: EntityManager, categoryId: string): Promise<string[]> {
  const rows = await queryPrepared(tx, AFFECTED, [categoryId]);
  return rows.map(({ id }) => id);
}

export function isAt({ slugPath, parentId }: TreeCategory, place: Place): boolean {
  return slugPath === pathAt(place) && parentId === (place.parent?.id ?? null);
}

/** The category itself gets the version after its present one; its descendants keep theirs. */
export async function moveSubtree(tx: EntityManager, category: TreeCategory, place: Place): Promise<void> {
  if (isAt(category, place)) return;
  const path = pathAt(place);
  await recordFormerSubtreePaths(tx, category, path);
  await tx.query(
    `/* Category.move */ update category c set path = $2 || substr(c.path, length($3::text) + 1),
       ancestor_ids = $4::uuid[] || c.ancestor_ids[$5::integer + 1:],
       parent_id = case when c.id = $1 then $6::uuid else c.parent_id end,
       slug = case when c.id = $1 then $7 else c.slug end,
       version = case when c.id = $1 then $8::integer else c.version end
     where ${SUBTREE}`,
    [
      category.id,
      path,
      category.slugPath,
      ancestorsAt(place),
      category.ancestorIds.length,
      place.parent?.id ?? null,
      place.slug,
      category.version + 1,
    ],
  );
  await relistSubtree(tx, category.id);
}

/** A limit that keeps each statement well below the statement timeout, whatever the size of the subtree. */
const POSTS_PER_STATEMENT = 2_000;

/** Rebuilds the listings of every post in the subtree. Rows that are already right are not touched. */
export async function relistSubtree(tx: EntityManager, rootId: string): Promise<void> {
  const rows: { id: string }[] = await tx.query(
    `/* Category.subtreePosts */ select distinct m.post_id as id from post_category m
     join category c on c.id = m.category_id where ${SUBTREE}`,
    [rootId],
  );
  const allPostIds = rows.map(({ id }) => id);
  for (const postIds of chunksOf(allPostIds, POSTS_PER_STATEMENT)) {
    await tx.query(
      `/* Category.relist */ with wanted as (
         select distinct m.post_id, a.id as category_id, m.visible_from from post_category m
         join category c on c.id = m.category_id cross join lateral unnest(c.ancestor_ids || c.id) a(id)
         where m.post_id = any($1::uuid[])),
       gone as (
         delete from category_listing l where l.post_id = any($1::uuid[])
           and not exists (select from wanted w where w.post_id = l.post_id and w.category_id = l.category_id))
       insert into category_listing (post_id, category_id, visible_from)
       select post_id, category_id, visible_from from wanted on conflict do nothing`,
      [postIds],
    );
  }
}

async function recordFormerSubtreePaths(tx: EntityManager, category: TreeCategory, newPath: string): Promise<void> {
  if (newPath === category.slugPath) return;
  const prefix = PATH_PREFIXES.category;
  await tx.query(
    `/* Category.formerPaths insert */ insert into path_alias (path, kind, target_id)
     select '${prefix}' || c.path, 'category', c.id from category c where ${SUBTREE}
     on conflict (path, kind, target_id) do update set created_at = now()`,
    [category.id],
  );
  // A path to which a category returns is no longer a former path.
  await tx.query(
    `/* Category.formerPaths delete */ delete from path_alias a using category c
     where (${SUBTREE}) and a.kind = 'category' and a.target_id = c.id
       and a.path = '${prefix}' || $2 || substr(c.path, length($3::text) + 1)`,
    [category.id, newPath, category.slugPath],
  );
}
