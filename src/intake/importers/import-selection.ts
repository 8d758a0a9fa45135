// Selects the posts of a source that have to be written: new posts, and posts that have changed in the source but not here. The others
// are not even rendered, which makes a second run cheap.
import { createHash, randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import type { ImportedAuthor, ImportedPost } from "./import-event.js";
import type { ImportOutcome } from "./import-report.js";

export interface SelectionOptions {
  /** Identifies the source. Keys are unique within it. */
  source: string;
  /** The author of posts without an author. */
  author: ImportedAuthor;
  /** The locale of posts without a locale, from the source or the command line. Null means the locale of the site. */
  locale: string | null;
}

/** A post that was imported before, as it was stored then. */
export interface KnownPost {
  id: string;
  slug: string;
  version: number;
}

export interface ChangedPost {
  post: ImportedPost;
  /** Of the stored post, or for a new one. */
  id: string;
  digest: Buffer;
  known: KnownPost | null;
}

interface ItemRow {
  key: string;
  id: string;
  digest: Buffer;
  version: number;
  /** The current version of the post. Null if the post was deleted here. */
  currentVersion: number | null;
  slug: string | null;
}

export async function selectChanged(
  tx: EntityManager,
  posts: readonly ImportedPost[],
  options: SelectionOptions,
  outcome: ImportOutcome,
): Promise<ChangedPost[]> {
  // One look-up per key: with all keys at once, and without statistics, the planner would read every item of the source.
  const rows: ItemRow[] = await tx.query(
    `/* import.items select */
     select i.key, i.post_id as id, i.digest, i.version, p.version as "currentVersion", p.slug
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
    if (item === undefined) changed.push({ post, id: randomUUID(), digest, known: null });
    else if (item.digest.equals(digest)) outcome.posts.unchanged += 1;
    else if (item.slug === null || item.currentVersion !== item.version) outcome.skipEdited(post, item.slug === null);
    else changed.push({ post, id: item.id, digest, known: { id: item.id, slug: item.slug, version: item.version } });
  }
  return changed;
}

/** Covers everything that is imported and the options that change the result, in a fixed order. */
function digestOf(post: ImportedPost, options: SelectionOptions): Buffer {
  const fallback = [post.author === null ? options.author : null, post.locale === null ? options.locale : null];
  return createHash("sha256")
    .update(JSON.stringify([post, fallback]))
    .digest();
}
