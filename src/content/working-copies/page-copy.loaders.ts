// Reads working copies of pages. Callers have checked that the viewer may edit pages.
import type { Context } from "../../identity/context.js";
import { computedColumn, nullableColumn, selectColumns } from "../../platform/db/entity-columns.js";
import { sql } from "../../platform/db/sql-text.js";
import { defineLoader } from "../../platform/graphql/loader.js";
import { readsSource } from "../posts/working-copies/working-copy.resolver.js";
import { WorkingCopy } from "../posts/working-copies/working-copy.type.js";
import type { LoadCopy } from "../posts/working-copies/working-copy-conflict.js";
import { PageWorkingCopyRow } from "./page-copy.entity.js";

const OWN_COLUMNS = selectColumns(PageWorkingCopyRow, "w", [
  ...(["version", "baseVersion", "title", "format", "cover", "savedAt", "savedBy"] as const),
  ...(["seoTitle", "seoDescription", "seoImage", "canonicalUrl", "noIndex"] as const),
]);

/** Sources are read up to the greatest size of a response (`$2`). */
const statement = (
  hasSource: boolean,
) => sql`/* WorkingCopy.byPage${hasSource ? " source" : ""} */ select ${OWN_COLUMNS},
    ${computedColumn("ownerId", "uuid", "w.page_id")}, ${nullableColumn("writtenSlug", "text", "w.slug")},
    ${nullableColumn("writtenLocale", "text", "w.locale")}, ${computedColumn("siteLocale", "text", "s.locale")},
    ${computedColumn("siteUrl", "text", "s.url")}, ${computedColumn("hasFormulas", "boolean", "s.has_formulas")}, ${computedColumn("isBehind", "boolean", "p.version <> w.base_version")},
    ${computedColumn("basePath", "text", "coalesce(a.path, '') || '/'")},
    ${nullableColumn("source", "text", hasSource ? "case when sum(octet_length(w.source)) over (order by w.page_id) <= $2::bigint then w.source end" : "null")}
  from page_working_copy w join page p on p.id = w.page_id left join page a on a.id = p.parent_id cross join site s
  where w.page_id = any($1::uuid[])`;

const WITHOUT_SOURCE = statement(false);
const WITH_SOURCE = statement(true);
const OF_PAGE = { owner: "page", excerpt: null, authorIds: [], categoryIds: [], tagIds: [], tagNames: [] } as const;

interface CopyKey {
  pageId: string;
  hasSource: boolean;
}

const pageCopies = defineLoader<Context, CopyKey, WorkingCopy | null>(
  "pageCopies",
  async (ctx, keys) => {
    const ids = [...new Set(keys.map(({ pageId }) => pageId))];
    const rows = keys.some(({ hasSource }) => hasSource)
      ? await ctx.db.query(WITH_SOURCE, [ids, ctx.responseBytes])
      : await ctx.db.query(WITHOUT_SOURCE, [ids]);
    const byPage = new Map(rows.map((row) => [row.ownerId, Object.assign(new WorkingCopy(), row, OF_PAGE)]));
    return keys.map(({ pageId }) => byPage.get(pageId) ?? null);
  },
  ({ pageId, hasSource }) => `${pageId} ${hasSource}`,
);

export const copyOfPage =
  (pageId: string): LoadCopy =>
  (ctx, selection) =>
    pageCopies(ctx).load({ pageId, hasSource: readsSource(selection) });
