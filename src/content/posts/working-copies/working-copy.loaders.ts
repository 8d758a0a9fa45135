// Reads working copies. Callers have checked that the viewer may edit the post, or that a preview token shows its working copy.
import type { Context } from "../../../identity/context.js";
import { computedColumn, nullableColumn, selectColumns } from "../../../platform/db/entity-columns.js";
import { sql } from "../../../platform/db/sql-text.js";
import type { Deferred } from "../../../platform/graphql/deferred.js";
import { defineLoader } from "../../../platform/graphql/loader.js";
import { PATH_PREFIXES } from "../../site-path.js";
import { WorkingCopyRow } from "./working-copy.entity.js";
import { WorkingCopy } from "./working-copy.type.js";

const OWN_COLUMNS = selectColumns(WorkingCopyRow, "w", [
  ...(["version", "baseVersion", "title", "format", "excerpt", "tagNames", "cover"] as const),
  ...(["seoTitle", "seoDescription", "seoImage", "canonicalUrl", "noIndex", "savedAt", "savedBy"] as const),
]);

/** Those of the ids whose object still exists, in their order. */
const existing = (column: string, table: "author" | "category" | "tag"): string =>
  `array(select e.id from unnest(${column}) with ordinality given(id, place) join ${table} e on e.id = given.id order by given.place)`;

/** Sources are read up to the greatest size of a response (`$2`). */
const statement = (
  hasSource: boolean,
) => sql`/* WorkingCopy.byPost${hasSource ? " source" : ""} */ select ${OWN_COLUMNS},
    ${computedColumn("ownerId", "uuid", "w.post_id")}, ${nullableColumn("writtenSlug", "text", "w.slug")}, ${nullableColumn("writtenLocale", "text", "w.locale")},
    ${computedColumn("siteLocale", "text", "s.locale")}, ${computedColumn("siteUrl", "text", "s.url")}, ${computedColumn("hasFormulas", "boolean", "s.has_formulas")},
    ${computedColumn("isBehind", "boolean", "p.version <> w.base_version")},
    ${computedColumn("authorIds", "uuid[]", existing("w.author_ids", "author"))},
    ${computedColumn("categoryIds", "uuid[]", existing("w.category_ids", "category"))},
    ${computedColumn("tagIds", "uuid[]", existing("w.tag_ids", "tag"))},
    ${nullableColumn("source", "text", hasSource ? "case when sum(octet_length(w.source)) over (order by w.post_id) <= $2::bigint then w.source end" : "null")}
  from working_copy w join post p on p.id = w.post_id cross join site s where w.post_id = any($1::uuid[])`;

const WITHOUT_SOURCE = statement(false);
const WITH_SOURCE = statement(true);

const OF_POST = { owner: "post", basePath: PATH_PREFIXES.post } as const;

interface CopyKey {
  postId: string;
  hasSource: boolean;
}

const workingCopies = defineLoader<Context, CopyKey, WorkingCopy | null>(
  "workingCopies",
  async (ctx, keys) => {
    const ids = [...new Set(keys.map(({ postId }) => postId))];
    const hasSource = keys.some((key) => key.hasSource);
    const rows = hasSource
      ? await ctx.db.query(WITH_SOURCE, [ids, ctx.responseBytes])
      : await ctx.db.query(WITHOUT_SOURCE, [ids]);
    const byPost = new Map(rows.map((row) => [row.ownerId, Object.assign(new WorkingCopy(), row, OF_POST)]));
    return keys.map(({ postId }) => byPost.get(postId) ?? null);
  },
  ({ postId, hasSource }) => `${postId} ${hasSource}`,
);

export const workingCopyOf = (ctx: Context, postId: string, hasSource: boolean): Deferred<WorkingCopy | null> =>
  workingCopies(ctx).load({ postId, hasSource });
