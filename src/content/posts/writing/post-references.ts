// Checks that the author and terms of a post exist and that its slug is free, and derives a free slug from a title.
import type { EntityManager } from "typeorm";
import { Refusal } from "../../../platform/graphql/user-error.js";
import { slugFrom } from "../../../platform/markup/slug.js";
import type { InputCheck } from "../../input-check.js";
import { slugTaken } from "../../terms/slug-conflict.js";

const TABLES = { author: "author", category: "category", tag: "tag" } as const;

/** Adds NOT_FOUND if an object does not exist. The others cannot be deleted until the transaction ends. */
export async function checkReferences(
  tx: EntityManager,
  check: InputCheck,
  kind: keyof typeof TABLES,
  ids: readonly string[],
  field: string,
): Promise<void> {
  if (ids.length === 0) return;
  const rows: { id: string }[] = await tx.query(
    `/* Post.${kind} reference */ select id from ${TABLES[kind]} where id = any($1::uuid[]) order by id for key share`,
    [ids],
  );
  if (rows.length < ids.length) {
    const message = `Expected ids of objects that exist, got ${ids.length - rows.length} of no ${kind}.`;
    check.add(Refusal.of("NOT_FOUND", message, ["input", field]));
  }
}

/** Adds SLUG_TAKEN if another post has the slug. Between concurrent changes, the unique constraint decides. */
export async function checkPostSlug(
  tx: EntityManager,
  check: InputCheck,
  slug: string,
  postId: string | null,
): Promise<void> {
  const rows: unknown[] = await tx.query(
    "/* Post.slug check */ select 1 from post where slug = $1 and id is distinct from $2::uuid",
    [slug, postId],
  );
  if (rows.length > 0) check.add(slugTaken(slug));
}

/** A free slug from a title: the slug of the title itself, or else the first free one with a number. */
export async function freePostSlug(tx: EntityManager, title: string, postId: string | null): Promise<string> {
  const base = slugFrom(title);
  const [row]: { slug: string }[] = await tx.query(
    `/* Post.slug derive */ select c.slug from (select $1::text as slug, 1 as n union all select $1 || '-' || n, n from generate_series(2, 1000) n) c
     where not exists (select 1 from post p where p.slug = c.slug and p.id is distinct from $2::uuid)
     order by c.n limit 1`,
    [base, postId],
  );
  return row?.slug ?? `${base}-${Date.now()}`;
}
