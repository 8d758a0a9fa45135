// Authors, tags and series: objects with a slug that is unique among their kind and part of their path. What their writes have in
// common is here: the choice of a slug, the lock on a row, and the redirect from a former slug.
import type { EntityManager } from "typeorm";
import { slugFrom } from "../../platform/markup/slug.js";
import { recordFormerPath } from "../aliases/former-path.js";
import type { InputCheck } from "../input-check.js";
import { PATH_PREFIXES } from "../site-path.js";
import { freeSlug } from "./free-slug.js";
import { slugTaken } from "./slug-conflict.js";

export type SluggedKind = "author" | "tag" | "series";

export interface SluggedNode {
  id: string;
  slug: string;
}

export type SluggedEntity<Row extends SluggedNode = SluggedNode> = new () => Row;

/** The requested slug, or a free one derived from the name. Adds SLUG_TAKEN to the check if another object has the requested slug. */
export async function chooseSlug(
  tx: EntityManager,
  check: InputCheck,
  kind: SluggedKind,
  { slug: requested, name, ownId }: { slug: string | null | undefined; name: string; ownId: string | null },
): Promise<string> {
  if (requested == null) return freeSlug(tx, slugFrom(name), { kind, ownId });
  const slug = check.slug(requested, "slug");
  if (slug !== "") check.add(await slugTaken(tx, slug, { kind, ownId }));
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
