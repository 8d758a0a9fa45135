// Which slug each imported post gets: the one it asked for, or the next that is free. Separate because a slug is decided
// for a whole batch at once, and what was decided has to be told.
import type { EntityManager } from "typeorm";
import { slugFrom } from "../../platform/markup/slug.js";
import type { ImportedPost, ImportNotice } from "./import-event.js";

export interface SlugWish {
  post: ImportedPost;
  /** Of a post that was imported before: it keeps what it has. */
  slug: string | null;
}

export interface AssignedSlugs {
  /** In the order of the wishes. */
  slugs: string[];
  notices: ImportNotice[];
}

const CANDIDATES = 50;

export async function assignSlugs(tx: EntityManager, wishes: readonly SlugWish[]): Promise<AssignedSlugs> {
  const wanted = wishes.map(({ post, slug }) => slug ?? post.slug ?? slugFrom(post.title));
  const taken = await takenAmong(tx, wanted);
  const slugs: string[] = [];
  const notices: ImportNotice[] = [];
  for (const [index, { post, slug: kept }] of wishes.entries()) {
    const wish = wanted[index] ?? "";
    const slug = kept ?? (taken.has(wish) ? await freeSlug(tx, wish, taken) : wish);
    taken.add(slug);
    slugs.push(slug);
    if (slug === wish) continue;
    const reason = `The slug "${wish}" belongs to another post, so it became "${slug}".`;
    notices.push({ code: "RENAMED", item: post.title, reason });
  }
  return { slugs, notices };
}

async function freeSlug(tx: EntityManager, wish: string, taken: ReadonlySet<string>): Promise<string> {
  for (let first = 2; ; first += CANDIDATES) {
    const candidates = Array.from({ length: CANDIDATES }, (_, i) => withNumber(wish, first + i));
    const used = await takenAmong(tx, candidates);
    const free = candidates.find((candidate) => !used.has(candidate) && !taken.has(candidate));
    if (free !== undefined) return free;
  }
}

/** Longer ones could not be looked up. */
const MAX_SLUG_LENGTH = 255;

function withNumber(slug: string, number: number): string {
  const ending = `-${number}`;
  return `${[...slug].slice(0, MAX_SLUG_LENGTH - ending.length).join("")}${ending}`;
}

async function takenAmong(tx: EntityManager, slugs: readonly string[]): Promise<Set<string>> {
  const rows: { slug: string }[] = await tx.query("select slug from post where slug = any($1::text[])", [slugs]);
  return new Set(rows.map((row) => row.slug));
}
