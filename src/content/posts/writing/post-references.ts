// Checks that the authors and terms of a post exist and that its slug is free, and derives a free slug from a title.
import type { EntityManager } from "typeorm";
import { computedColumn, selectColumns } from "../../../platform/db/entity-columns.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { sql } from "../../../platform/db/sql-text.js";
import { Refusal } from "../../../platform/graphql/user-error.js";
import { slugFrom } from "../../../platform/markup/slug.js";
import { Author } from "../../authors/author.entity.js";
import { Category } from "../../categories/category.entity.js";
import type { InputCheck } from "../../input-check.js";
import { Tag } from "../../tags/tag.entity.js";
import { slugTaken } from "../../terms/slug-conflict.js";
import { Post } from "../post.entity.js";

const referenceSql = (entity: new () => { id: string }, table: string) =>
  sql`/* Post.${table} reference */ select ${selectColumns(entity, "t", ["id"])} from ${table} t
    where t.id = any($1::uuid[]) order by t.id for key share`;

const REFERENCES = {
  author: referenceSql(Author, "author"),
  category: referenceSql(Category, "category"),
  tag: referenceSql(Tag, "tag"),
};

const OTHER_WITH_SLUG = sql`/* Post.slug check */ select ${selectColumns(Post, "p", ["id"])} from post p
  where p.slug = $1 and p.id is distinct from $2::uuid`;

const FREE_SLUG = sql`/* Post.slug derive */ select ${computedColumn("slug", "text", "c.slug")}
  from (select $1::text as slug, 1 as n union all select $1 || '-' || n, n from generate_series(2, 1000) n) c
  where not exists (select 1 from post p where p.slug = c.slug and p.id is distinct from $2::uuid)
  order by c.n limit 1`;

/** Adds NOT_FOUND if an object does not exist. The others cannot be deleted until the transaction ends. */
export async function checkReferences(
  tx: EntityManager,
  check: InputCheck,
  kind: keyof typeof REFERENCES,
  ids: readonly string[],
  field: string,
): Promise<void> {
  const existing = await existingReferences(tx, kind, ids);
  if (existing.size < ids.length) {
    const message = `Expected ids of objects that exist, got ${ids.length - existing.size} of no ${kind}.`;
    check.add(Refusal.of("NOT_FOUND", message, ["input", field]));
  }
}

/** Those of the ids whose objects exist, which cannot be deleted until the transaction ends. */
export async function existingReferences(
  tx: EntityManager,
  kind: keyof typeof REFERENCES,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = ids.length === 0 ? [] : await queryPrepared(tx, REFERENCES[kind], [ids]);
  return new Set(rows.map(({ id }) => id));
}

/** Adds SLUG_TAKEN if another post has the slug. Between concurrent changes, the unique constraint decides. */
export async function checkPostSlug(
  tx: EntityManager,
  check: InputCheck,
  slug: string,
  postId: string | null,
): Promise<void> {
  const rows = await queryPrepared(tx, OTHER_WITH_SLUG, [slug, postId]);
  if (rows.length > 0) check.add(slugTaken(slug));
}

/** A free slug from a title: the slug of the title itself, or else the first free one with a number. */
export async function freePostSlug(tx: EntityManager, title: string, postId: string | null): Promise<string> {
  const base = slugFrom(title);
  const [row] = await queryPrepared(tx, FREE_SLUG, [base, postId]);
  return row?.slug ?? `${base}-${Date.now()}`;
}
