// Slugs of what has a slug and a name: asked for, or made from the name; unique among its kind.
import type { EntityManager } from "typeorm";
import type { WriteTransaction } from "../../platform/db/transaction.js";
import { Refusal, UserErrors } from "../../platform/graphql/user-error.js";
import { slugFrom } from "../../platform/markup/slug.js";
import type { InputCheck } from "../input-check.js";

const TABLES = { tag: "tag", author: "author", series: "series" } as const;
export type SluggedKind = keyof typeof TABLES;

/** Adds SLUG_TAKEN to the faults where another term of the kind has the slug that was asked for. */
export async function termSlug(
  tx: EntityManager,
  check: InputCheck,
  kind: SluggedKind,
  wanted: { slug: string | null | undefined; name: string; ownId: string | null },
): Promise<string> {
  const slug = wanted.slug == null ? slugFrom(wanted.name) : check.slug(wanted.slug, "slug");
  const rows: unknown[] = await tx.query(
    `select 1 from ${TABLES[kind]} where slug = $1 and id is distinct from $2::uuid`,
    [slug, wanted.ownId],
  );
  if (rows.length > 0) check.add(slugTaken(slug));
  return slug;
}

export function slugTaken(slug: string): Refusal {
  return Refusal.of("SLUG_TAKEN", `The slug "${slug}" is taken.`, ["input", "slug"]);
}

const UNIQUE_VIOLATION = "23505";

/** Whether two writers chose one slug or path at the same moment and this one came second. */
function isSlugRace(error: unknown): boolean {
  if (!(error instanceof Error) || !("driverError" in error)) return false;
  const { code, constraint } = error.driverError as { code?: string; constraint?: string };
  return code === UNIQUE_VIOLATION && /_(?:slug|path)_key$/.test(constraint ?? "");
}

/** One transaction that gives something its slug: who loses a race for it is refused like one that came later. */
export async function writeSlugged(
  ctx: { transact: WriteTransaction },
  work: (tx: EntityManager) => Promise<void>,
): Promise<void> {
  try {
    await ctx.transact(work);
  } catch (error) {
    if (!isSlugRace(error)) throw error;
    throw new UserErrors(Refusal.of("SLUG_TAKEN", "The slug is taken.", ["input", "slug"]));
  }
}
