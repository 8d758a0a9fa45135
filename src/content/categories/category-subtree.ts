// Moves a category with everything below it: paths, ancestors, redirects of every former path, and what categories list.
// The caller holds the lock on the tree's shape.
import type { EntityManager } from "typeorm";
import { chunksOf } from "../../lib/chunks.js";
import { PATH_PREFIXES } from "../site-path.js";

export interface TreeCategory {
  id: string;
  parentId: string | null;
  slug: string;
  path: string;
  ancestorIds: string[];
  name: string;
  description: string | null;
}

export async function readCategory(tx: EntityManager, id: string): Promise<TreeCategory | null> {
  const [category]: TreeCategory[] = await tx.query(
    `select id, parent_id as "parentId", slug, path, ancestor_ids as "ancestorIds", name, description
     from category where id = $1 for update`,
    [id],
  );
  return category ?? null;
}

export interface Place {
  parent: TreeCategory | null;
  slug: string;
}

export function pathAt({ parent, slug }: Place): string {
  return parent === null ? slug : `${parent.path}/${slug}`;
}

export function ancestorsAt({ parent }: Place): string[] {
  return parent === null ? [] : [...parent.ancestorIds, parent.id];
}

/** How many levels the subtree has below the category itself, and how many bytes they add to its path. */
export async function extentBelow(
  tx: EntityManager,
  category: TreeCategory,
): Promise<{ levels: number; pathBytes: number }> {
  const [row]: { levels: number; pathBytes: number }[] = await tx.query(
    `select coalesce(max(cardinality(ancestor_ids)) - $2::integer, 0) as levels,
       coalesce(max(octet_length(path)) - octet_length($3::text), 0) as "pathBytes"
     from category where $1 = any(ancestor_ids)`,
    [category.id, category.ancestorIds.length, category.path],
  );
  return row ?? { levels: 0, pathBytes: 0 };
}

/** The category, all below it and all above it: everything that depends on where it is and what it lists. */
export async function reachOf(tx: EntityManager, categoryId: string): Promise<string[]> {
  const rows: { id: string }[] = await tx.query(
    `select id from category where id = $1 or $1 = any(ancestor_ids)
     union select unnest(ancestor_ids) from category where id = $1`,
    [categoryId],
  );
  return rows.map(({ id }) => id);
}

export async function moveSubtree(tx: EntityManager, category: TreeCategory, place: Place): Promise<void> {
  const path = pathAt(place);
  if (path === category.path && place.parent?.id === (category.parentId ?? undefined)) return;
  await recordFormerSubtreePaths(tx, category, path);
  await tx.query(
    `update category set path = $2 || substr(path, length($3::text) + 1),
       ancestor_ids = $4::uuid[] || ancestor_ids[$5::integer + 1:],
       parent_id = case when id = $1 then $6::uuid else parent_id end, slug = case when id = $1 then $7 else slug end
     where id = $1 or $1 = any(ancestor_ids)`,
    [
      category.id,
      path,
      category.path,
      ancestorsAt(place),
      category.ancestorIds.length,
      place.parent?.id ?? null,
      place.slug,
    ],
  );
  await relistSubtree(tx, category.id);
}

/** Posts in one statement: few enough for the time that a statement has, however many the subtree has. */
const RELISTED_AT_ONCE = 2_000;

/** Puts right what categories list of every post in the subtree; rows that stay are not touched. */
export async function relistSubtree(tx: EntityManager, rootId: string): Promise<void> {
  const rows: { id: string }[] = await tx.query(
    `select distinct m.post_id as id from post_category m join category c on c.id = m.category_id
     where c.id = $1 or $1 = any(c.ancestor_ids)`,
    [rootId],
  );
  const ids = rows.map(({ id }) => id);
  for (const some of chunksOf(ids, RELISTED_AT_ONCE)) {
    await tx.query(
      `with wanted as (
         select distinct m.post_id, a.id as category_id, m.visible_from from post_category m
         join category c on c.id = m.category_id cross join lateral unnest(c.ancestor_ids || c.id) a(id)
         where m.post_id = any($1::uuid[])),
       gone as (
         delete from category_listing l where l.post_id = any($1::uuid[])
           and not exists (select from wanted w where w.post_id = l.post_id and w.category_id = l.category_id))
       insert into category_listing (post_id, category_id, visible_from)
       select post_id, category_id, visible_from from wanted on conflict do nothing`,
      [some],
    );
  }
}

async function recordFormerSubtreePaths(tx: EntityManager, category: TreeCategory, newPath: string): Promise<void> {
  if (newPath === category.path) return;
  const subtree = "from category c where c.id = $1 or $1 = any(c.ancestor_ids)";
  const prefix = PATH_PREFIXES.category;
  await tx.query(
    `insert into path_alias (path, kind, target_id) select '${prefix}' || c.path, 'category', c.id ${subtree}
     on conflict (path, kind, target_id) do update set created_at = now()`,
    [category.id],
  );
  // A path that a category comes back to is no former one any more.
  await tx.query(
    `delete from path_alias a using category c
     where (c.id = $1 or $1 = any(c.ancestor_ids)) and a.kind = 'category' and a.target_id = c.id
       and a.path = '${prefix}' || $2 || substr(c.path, length($3::text) + 1)`,
    [category.id, newPath, category.path],
  );
}
