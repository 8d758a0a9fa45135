// Reads the translations of posts: the visible posts of their groups, of which each has another language.
import type { Context } from "../../../identity/context.js";
import { computedColumn } from "../../../platform/db/entity-columns.js";
import { sql } from "../../../platform/db/sql-text.js";
import { defineLoader, groupInKeyOrder } from "../../../platform/graphql/loader.js";
import { LISTS, OBJECT } from "../../cache-tags/cache-tags.js";
import { visibleSql } from "../../visibility.js";
import { Post } from "../post.entity.js";
import { ALL_POST_COLUMNS, postColumnsSql } from "./post-selection.js";

const TRANSLATIONS = sql`/* Post.translations */ select ${computedColumn("sourceId", "uuid", "o.id")}, ${postColumnsSql(ALL_POST_COLUMNS)}
  from post o cross join lateral (
    select * from post q where q.translation_group = o.translation_group and q.id <> o.id and ${visibleSql("q")}
    order by q.locale limit 50) p
  where o.id = any($1::uuid[]) order by o.id, p.locale`;

/** In the order of their languages. */
export const translationsByPost = defineLoader<Context, string, Post[]>("translationsByPost", async (ctx, ids) => {
  const rows = await ctx.db.query(TRANSLATIONS, [ids]);
  ctx.cacheTags.addIds(OBJECT.post, ids);
  ctx.cacheTags.addRows(OBJECT.post, rows);
  // Another translation may be published.
  ctx.cacheTags.add(LISTS.posts);
  const found = groupInKeyOrder(ids, rows, (row) => row.sourceId);
  return found.map((group) => group.map(({ sourceId: _, ...row }) => Object.assign(new Post(), row)));
});
