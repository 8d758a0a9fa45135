// Assigns a slug to each post of a batch: the slug of the source, or the next free one with a number. Changed slugs are reported.
import type { EntityManager } from "typeorm";
import { Post } from "../../content/posts/post.entity.js";
import { selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { sql } from "../../platform/db/sql-text.js";
import { slugFrom } from "../../platform/markup/slug.js";
import type { ImportedPost, ImportNotice } from "./import-event.js";

export interface SlugRequest {
  post: ImportedPost;
  /** The slug of a post that was imported before, which does not change. */
  currentSlug: string | null;
}

export interface AssignedSlugs {
  /** In the order of the requests. */
  slugs: string[];
  notices: ImportNotice[];
}

const CANDIDATES = 50;

export async function assignSlugs(tx: EntityManager, requests: readonly SlugRequest[]): Promise<AssignedSlugs> {
  const wanted = requests.map(({ post, currentSlug }) => currentSlug ?? post.slug ?? slugFrom(post.title));
  const taken = await takenAmong(tx, wanted);
  const slugs: string[] = [];
  const notices: ImportNotice[] = [];
  for (const [index, { post, currentSlug }] of requests.entries()) {
    const base = wanted[index] ?? "";
    const slug = currentSlug ?? (taken.has(base) ? await freeSlug(tx, base, taken) : base);
    taken.add(slug);
    slugs.push(slug);
    if (slug === base) continue;
    const reason = `The slug "${base}" is used by another post; this post was given the slug "${slug}".`;
    notices.push({ code: "RENAMED", item: post.title, reason });
  }
  return { slugs, notices };
}

async function freeSlug(tx: EntityManager, base: string, taken: ReadonlySet<string>): Promise<string> {
  for (let first = 2; ; first += CANDIDATES) {
    const candidates = Array.from({ length: CANDIDATES }, (_, i) => withNumber(base, first + i));
    const used = await takenAmong(tx, candidates);
    const free = candidates.find((candidate) => !used.has(candidate) && !taken.has(candidate));
    if (free !== undefined) return free;
  }
}

/** Posts with longer slugs could not be looked up. */
const MAX_SLUG_LENGTH = 255;

function withNumber(slug: string, number: number): string {
  const ending = `-${number}`;
  return `${[...slug].slice(0, MAX_SLUG_LENGTH - ending.length).join("")}${ending}`;
}

const TAKEN = sql`/* import.slugs taken */ select ${selectColumns(Post, "p", ["slug"])} from post p where p.slug = any($1::text[])`;

async function takenAmong(tx: EntityManager, slugs: readonly string[]): Promise<Set<string>> {
  const rows = await queryPrepared(tx, TAKEN, [slugs]);
  return new Set(rows.map((row) => row.slug));
}
