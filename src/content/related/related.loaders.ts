// The related posts of a post, with reasons. The candidates of each reason are a bounded index range, so the cost does not grow with
// the number of posts.
import type { Context } from "../../identity/context.js";
import { computedColumn } from "../../platform/db/entity-columns.js";
import { type SqlText, sql } from "../../platform/db/sql-text.js";
import { defineLoader, groupInKeyOrder } from "../../platform/graphql/loader.js";
import { CONTENT } from "../cache-tags/cache-tags.js";
import { PATH_PREFIXES } from "../site-path.js";
import { visibleSql } from "../visibility.js";
import type { RelatedReason } from "./related.type.js";

export interface RelatedRow {
  sourceId: string;
  postId: string;
  score: number;
  reasons: RelatedReason[];
}

/** How many posts of each shared tag or category, newest first, and how many linking posts are considered. */
const CANDIDATES = 50;

// The weights: a shared series is the strongest relation, a link was set deliberately, shared tags add up, and a category is broad. Each
// branch checks visibility and returns `visible_from` itself: a join at the end made PostgreSQL hash all posts of the site.
const candidatesSql = `
  select q.id, q.visible_from, 4.0::float8 as weight, 'SERIES' as reason
  from series_entry a join series_entry b on b.series_id = a.series_id join post q on q.id = b.post_id and ${visibleSql("q")}
  where a.post_id = k.id
  union all
  (select q.id, q.visible_from, 3.0, 'LINK' from post_link l
   join post q on starts_with(l.path, '${PATH_PREFIXES.post}') and q.slug = substr(l.path, ${PATH_PREFIXES.post.length + 1})
     and ${visibleSql("q")}
   where l.post_id = k.id
   union
   select q.id, q.visible_from, 3.0, 'LINK' from post_link l join path_alias a on a.path = l.path and a.kind = 'post'
   join post q on q.id = a.target_id and ${visibleSql("q")}
   where l.post_id = k.id)
  union all
  select distinct x.post_id, x.visible_from, 3.0, 'LINK' from (
    select '${PATH_PREFIXES.post}' || q.slug as path from post q where q.id = k.id
    union select a.path from path_alias a where a.target_id = k.id and a.kind = 'post') own
  cross join lateral (
    select l.post_id, b.visible_from from post_link l join post b on b.id = l.post_id and ${visibleSql("b")}
    where l.path = own.path order by l.post_id limit ${CANDIDATES}) x
  union all
  select x.post_id, x.visible_from, 1.0, 'TAG' from post_tag a cross join lateral (
    select b.post_id, b.visible_from from post_tag b where b.tag_id = a.tag_id and ${visibleSql("b")}
    order by b.visible_from desc, b.post_id desc limit ${CANDIDATES}) x
  where a.post_id = k.id
  union all
  select x.post_id, x.visible_from, 0.5, 'CATEGORY' from post_category a cross join lateral (
    select b.post_id, b.visible_from from post_category b where b.category_id = a.category_id and ${visibleSql("b")}
    order by b.visible_from desc, b.post_id desc limit ${CANDIDATES}) x
  where a.post_id = k.id`;

const REASONS = computedColumn("reasons", "text[]", "array_agg(distinct c.reason order by c.reason)") as SqlText<
  Pick<RelatedRow, "reasons">
>;

interface RelatedKey {
  postId: string;
  first: number;
}

/** The most closely related first. A batch is one statement with the largest `first` of its keys, which rarely differ. */
export const relatedByPost = defineLoader<Context, RelatedKey, RelatedRow[]>(
  "relatedByPost",
  async (ctx, keys) => {
    const limit = Math.max(...keys.map((key) => key.first));
    const ids = [...new Set(keys.map((key) => key.postId))];
    const rows = await ctx.db.query(
      sql`/* Post.related */ select ${computedColumn("sourceId", "uuid", "k.id")}, r.* from unnest($1::uuid[]) k(id) cross join lateral (
         select ${computedColumn("postId", "uuid", "c.id")}, ${computedColumn("score", "double precision", "sum(c.weight)")}, ${REASONS},
           row_number() over (order by sum(c.weight) desc, max(c.visible_from) desc, c.id) as place
         from (${candidatesSql}) c where c.id <> k.id group by c.id order by place limit $2::integer) r
       order by k.id, r.place`,
      [ids, limit],
    );
    // Any change of a text may add or remove a link, and with it a related post.
    ctx.cacheTags.add(CONTENT);
    const groups = groupInKeyOrder(ids, rows, (row) => row.sourceId);
    const byPost = new Map(ids.map((id, index) => [id, groups[index] ?? []]));
    return keys.map((key) => (byPost.get(key.postId) ?? []).slice(0, key.first));
  },
  (key) => `${key.postId} ${key.first}`,
);
