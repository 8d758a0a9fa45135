// Decides which posts of a source have to be written: those that are new here, and those that have changed there and not
// here. The others need not even be rendered, which is what makes a second run cheap.
import { createHash } from "node:crypto";
import type { EntityManager } from "typeorm";
import type { ImportedAuthor, ImportedPost } from "./import-event.js";
import type { ImportOutcome } from "./import-report.js";

export interface SelectionOptions {
  /** Identity of the source; keys are unique within it. */
  source: string;
  /** For posts that name none. */
  author: ImportedAuthor;
  /** Of posts that name none, as the source or whoever imports it says; null leaves it to the site. */
  locale: string | null;
}

/** A post that was imported before, as it was written then. */
export interface KnownPost {
  id: string;
  slug: string;
  version: number;
}

export interface ChangedPost {
  post: ImportedPost;
  digest: Buffer;
  known: KnownPost | null;
}

interface ItemRow {
  key: string;
  id: string;
  digest: Buffer;
  version: number;
  /** The post's version now; null once the post has been deleted here. */
  currentVersion: number | null;
  slug: string | null;
}

export async function selectChanged(
  tx: EntityManager,
  posts: readonly ImportedPost[],
  options: SelectionOptions,
  outcome: ImportOutcome,
): Promise<ChangedPost[]> {
  // A key at a time: with all of them at once, and without statistics, the planner reads every item of the source.
  const rows: ItemRow[] = await tx.query(
    `select i.key, i.post_id as id, i.digest, i.version, p.version as "currentVersion", p.slug
     from unnest($2::text[]) k(key)
     cross join lateral (select * from import_item where source = $1 and key = k.key limit 1) i
     left join post p on p.id = i.post_id`,
    [options.source, posts.map((post) => post.key)],
  );
  const items = new Map(rows.map((row) => [row.key, row]));
  const changed: ChangedPost[] = [];
  for (const post of posts) {
    const digest = digestOf(post, options);
    const item = items.get(post.key);
    if (item === undefined) changed.push({ post, digest, known: null });
    else if (item.digest.equals(digest)) outcome.posts.unchanged += 1;
    else if (item.slug === null || item.currentVersion !== item.version) outcome.keep(post, item.slug === null);
    else changed.push({ post, digest, known: { id: item.id, slug: item.slug, version: item.version } });
  }
  return changed;
}

/** Of all that is imported, in one order of keys; options that change the result are part of it. */
function digestOf(post: ImportedPost, options: SelectionOptions): Buffer {
  const fallback = [post.author === null ? options.author : null, post.locale === null ? options.locale : null];
  return createHash("sha256")
    .update(JSON.stringify([post, fallback]))
    .digest();
}
