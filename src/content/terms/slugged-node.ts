// Authors, tags and series: objects with a slug that is unique among their kind and part of their path. What their writes have in
// common is here: the choice of a slug, the lock on a row, and the redirect from a former slug.
import { type EntityManager, Not } from "typeorm";
import { slugFrom } from "../../platform/markup/slug.js";
import { recordFormerPath } from "../aliases/former-path.js";
import type { InputCheck } from "../input-check.js";
import { PATH_PREFIXES } from "../site-path.js";
import { slugTaken } from "./slug-conflict.js";

export type SluggedKind = "author" | "tag" | "series";

export interface SluggedNode {
  id: string;
  slug: string;
}

export type SluggedEntity<Row extends SluggedNode = SluggedNode> = new () => Row;

/** The requested slug, or one derived from the name. Adds SLUG_TAKEN to the check if another row of the entity has it. */
export async function chooseSlug(
  tx: EntityManager,
  check: InputCheck,
  entity: SluggedEntity,
  { slug: requested, name, ownId }: { slug: string | null | undefined; name: string; ownId: string | null },
): Promise<string> {
  const slug = requested == null ? slugFrom(name) : check.slug(requested, "slug");
  const others = ownId === null ? { slug } : { slug, id: Not(ownId) };
  const comment = `${entity.name}.slugTaken`;
  const holder = await tx.findOne(entity, { select: { id: true }, where: others, comment });
  if (holder !== null) check.add(slugTaken(slug));
  return slug;
}

/** Makes the path of the former slug redirect, if the slug has changed. */
export async function recordFormerSlug(
  tx: EntityManager,
  kind: SluggedKind,
  id: string,
  { from, to }: { from: string; to: string },
): Promise<void> {
  if (from === to) return;
  const prefix = PATH_PREFIXES[kind];
  await recordFormerPath(tx, kind, id, { from: prefix + from, to: prefix + to });
}
