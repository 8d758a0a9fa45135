// Finds the posts that comments belong to: by the key of the post in the same source, or by the addresses of its page, now or formerly.
import type { EntityManager } from "typeorm";
import { PATH_PREFIXES } from "../../../content/site-path.js";
import { computedColumn, nullableColumn } from "../../../platform/db/entity-columns.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { sql } from "../../../platform/db/sql-text.js";
import type { ImportedComment } from "../import-event.js";

export interface CommentedPost {
  id: string;
  publishedAt: string | null;
}

const POST = sql`${computedColumn("id", "uuid", "p.id")}, ${nullableColumn("publishedAt", "timestamptz", "p.published_at")}`;

const BY_KEY = sql`/* import.commentedPosts byKey */ select ${computedColumn("name", "text", "k.key")}, ${POST}
  from unnest($2::text[]) k(key)
  cross join lateral (select * from import_item where source = $1 and key = k.key limit 1) i
  join post p on p.id = i.post_id`;

/** A current path takes precedence over a former one. */
const BY_PATH = sql`/* import.commentedPosts byPath */ select distinct on (k.path) ${computedColumn("name", "text", "k.path")}, ${POST}
  from unnest($1::text[]) k(path)
  cross join lateral (
    select p.id, 0 as age, null::timestamptz as since from post p where starts_with(k.path, '${PATH_PREFIXES.post}') and p.slug = substr(k.path, ${String(PATH_PREFIXES.post.length + 1)})
    union all select a.target_id, 1, a.created_at from path_alias a where a.path = k.path and a.kind = 'post') f
  join post p on p.id = f.id order by k.path, f.age, f.since desc, p.id`;

/** Returns a function that gives the post of a comment, or null. */
export async function findCommentedPosts(
  tx: EntityManager,
  comments: readonly ImportedComment[],
  source: string,
): Promise<(comment: ImportedComment) => CommentedPost | null> {
  const keys = comments.flatMap(({ on }) => (on.kind === "addresses" ? [] : [on.key]));
  const paths = comments.flatMap(({ on }) => (on.kind === "addresses" ? on.paths : []));
  const byKey = keys.length === 0 ? [] : await queryPrepared(tx, BY_KEY, [source, [...new Set(keys)]]);
  const byPath = paths.length === 0 ? [] : await queryPrepared(tx, BY_PATH, [[...new Set(paths)]]);
  const ofKey = new Map(byKey.map((row) => [row.name, row]));
  const ofPath = new Map(byPath.map((row) => [row.name, row]));
  return ({ on }) => {
    if (on.kind !== "addresses") return ofKey.get(on.key) ?? null;
    for (const path of on.paths) {
      const post = ofPath.get(path);
      if (post !== undefined) return post;
    }
    return null;
  };
}
