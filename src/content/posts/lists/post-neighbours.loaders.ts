// Finds the posts before and after a post in the order of publication. Each is one step along the index that the list uses.
import type { Context } from "../../../identity/context.js";
import { computedColumn, nullableColumn } from "../../../platform/db/entity-columns.js";
import { sql } from "../../../platform/db/sql-text.js";
import { defineLoader, inKeyOrder } from "../../../platform/graphql/loader.js";
import { LISTS, OBJECT, PLACES } from "../../cache-tags/cache-tags.js";
import { visibleSql } from "../../visibility.js";

export interface Neighbours {
  postId: string;
  previousId: string | null;
  nextId: string | null;
}

type Step = (operator: "<" | ">", direction: "asc" | "desc") => string;

const neighbourColumns = (postId: string, step: Step) =>
  sql`${computedColumn("postId", "uuid", postId)}, ${nullableColumn("previousId", "uuid", step("<", "desc"))},
    ${nullableColumn("nextId", "uuid", step(">", "asc"))}`;

const stepInSite: Step = (operator, direction) =>
  `select q.id from post q where (q.visible_from, q.id) ${operator} (p.visible_from, p.id) and ${visibleSql("q")}
   order by q.visible_from ${direction}, q.id ${direction} limit 1`;
const IN_SITE = sql`/* Post.adjacent site */ select ${neighbourColumns("p.id", stepInSite)}
  from post p where p.id = any($1::uuid[])`;

const stepInCategory: Step = (operator, direction) =>
  `select q.post_id from post_category q where q.category_id = m.category_id
     and (q.visible_from, q.post_id) ${operator} (m.visible_from, m.post_id) and ${visibleSql("q")}
   order by q.visible_from ${direction}, q.post_id ${direction} limit 1`;
const IN_CATEGORY = sql`/* Post.adjacent category */ select ${neighbourColumns("m.post_id", stepInCategory)}
  from (select distinct on (c.post_id) c.* from post_category c where c.post_id = any($1::uuid[])
        order by c.post_id, c.position) m`;

export const siteNeighbours = defineLoader<Context, string, Neighbours | null>("siteNeighbours", async (ctx, ids) => {
  const rows = await ctx.db.query(IN_SITE, [ids]);
  ctx.cacheTags.add(LISTS.posts);
  return inKeyOrder(ids, rows, (row) => row.postId);
});

/** The neighbours in the main category, which is the first category of the post, without its descendants. */
export const categoryNeighbours = defineLoader<Context, string, Neighbours | null>(
  "categoryNeighbours",
  async (ctx, ids) => {
    const rows = await ctx.db.query(IN_CATEGORY, [ids]);
    // The main category depends on the row of the post, and posts may enter or leave a category without a change of the list of the site.
    ctx.cacheTags.addIds(OBJECT.post, ids);
    ctx.cacheTags.add(LISTS.posts, PLACES);
    return inKeyOrder(ids, rows, (row) => row.postId);
  },
);
