// Counts the parts of series that the reader may read.
import type { Context } from "../../identity/context.js";
import { computedColumn, selectColumns } from "../../platform/db/entity-columns.js";
import { SqlParameters } from "../../platform/db/sql-parameters.js";
import { sql } from "../../platform/db/sql-text.js";
import { defineLoader, inKeyOrder } from "../../platform/graphql/loader.js";
import { POSTS_OF } from "../cache-tags/cache-tags.js";
import { readableSql } from "../visibility.js";
import { SeriesEntryRow } from "./series-entry.entity.js";

export const partCountBySeries = defineLoader<Context, string, number>("partCountBySeries", async (ctx, ids) => {
  const parameters = new SqlParameters();
  const rows = await ctx.db.query(
    sql`/* Series.postCount */ select ${selectColumns(SeriesEntryRow, "e", ["seriesId"])}, ${computedColumn("count", "integer", "count(*)::integer")}
     from series_entry e join post p on p.id = e.post_id and ${readableSql(ctx, "p", parameters)}
     where e.series_id = any(${parameters.bind(ids, "uuid[]")}) group by e.series_id`,
    parameters.values,
  );
  ctx.cacheTags.addIds(POSTS_OF.series, ids);
  return inKeyOrder(ids, rows, (row) => row.seriesId).map((row) => row?.count ?? 0);
});
