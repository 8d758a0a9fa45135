// Finds the posts before and after a post in the order of publication. Each is one step along the index that the list uses.
import type { Context } from "../../../identity/context.js";
import { defineLoader, inKeyOrder } from "../../../platform/graphql/loader.js";
import { LISTS, OBJECT, PLACES } from "../../cache-tags/cache-tags.js";
import { visibleSql } from "../../visibility.js";

export interface Neighbours {
  postId: string;
  previousId: string | null;
  nextId: string | null;
}

export const siteNeighbours = defineLoader<Context, string, Neighbours | null>("siteNeighbours", async (ctx, ids) => {
  const step = (operator: "<" | ">", direction: "asc" | "desc") =>
    `(select q.id from post q where (q.visible_from, q.id) ${operator} (p.visible_from, p.id) and ${visibleSql("q")}
      order by q.visible_from ${direction}, q.id ${direction} limit 1)`;
  const rows = await ctx.db.query<Neighbours>(
    `/* Post.adjacent site */ select p.id as "postId", ${step("<", "desc")} as "previousId", ${step(">", "asc")} as "nextId"
     from post p where p.id = any($1::uuid[])`,
    [ids],
  );
  ctx.cacheTags.add(LISTS.posts);
  return inKeyOrder(ids, rows, (row) => row.postId);
});

/** The neighbours in the main category, which is the first category of the post, without its descendants. */
export const categoryNeighbours = defineLoader<Context, string, Neighbours | null>(
  "categoryNeighbours",
  async (ctx, ids) => {
    const step = (operator: "<" | ">", direction: "asc" | "desc") =>
      `(select q.post_id from post_category q where q.category_id = m.category_id
        and (q.visible_from, q.post_id) ${operator} (m.visible_from, m.post_id) and ${visibleSql("q")}
      order by q.visible_from ${direction}, q.post_id ${direction} limit 1)`;
    const rows = await ctx.db.query<Neighbours>(
      `/* Post.adjacent category */ select m.post_id as "postId", ${step("<", "desc")} as "previousId", ${step(">", "asc")} as "nextId"
     from (select distinct on (c.post_id) c.* from post_category c where c.post_id = any($1::uuid[])
           order by c.post_id, c.position) m`,
      [ids],
    );
    // The main category depends on the row of the post, and posts may enter or leave a category without a change of the list of the site.
    ctx.cacheTags.addIds(OBJECT.post, ids);
    ctx.cacheTags.add(LISTS.posts, PLACES);
    return inKeyOrder(ids, rows, (row) => row.postId);
  },
);
