// All reads of series and their parts. Positions and totals count the parts visible to the viewer, so a hidden part leaves no gap.
import type { Context } from "../../identity/context.js";
import { computedColumn, selectColumns } from "../../platform/db/entity-columns.js";
import { type ListSource, tableList } from "../../platform/db/lists/list-source.js";
import { SqlParameters } from "../../platform/db/sql-parameters.js";
import { type SqlText, sql } from "../../platform/db/sql-text.js";
import { defineLoader, groupInKeyOrder, inKeyOrder } from "../../platform/graphql/loader.js";
import { LISTS, OBJECT, POSTS_OF } from "../cache-tags/cache-tags.js";
import { defineSluggedLoaders } from "../terms/slugged-loaders.js";
import { type ContentReader, existsForReader, readableSql, visibleSql } from "../visibility.js";
import { Series } from "./series.entity.js";
import { SeriesEntryRow } from "./series-entry.entity.js";
import { SeriesEntry } from "./series-entry.type.js";

/** Writes enforce this limit. Reads apply it too, so that every list is bounded. */
export const MAX_SERIES_PARTS = 500;

const COLUMNS = selectColumns(Series, "t", ["id", "slug", "title", "description", "version"]);

const seriesLoaders = defineSluggedLoaders({
  kind: "series",
  entity: Series,
  columns: COLUMNS,
  referrer: "Entry",
});
export const seriesById = seriesLoaders.byId;
export const seriesBySlug = seriesLoaders.bySlug;
export const seriesByAnySlug = seriesLoaders.byAnySlug;
/** The series of an entry that the reader was given. A post opened by a preview token may be its only part. */
export const seriesOfEntry = seriesLoaders.ofReferrer;

type EntryColumns = Pick<SeriesEntry, "seriesId" | "postId" | "position" | "total" | "previousId" | "nextId">;

/** All parts of the given series that the reader may see, numbered among themselves. */
function entriesSql(reader: ContentReader, seriesIds: string, parameters: SqlParameters): SqlText<EntryColumns> {
  return sql`select ${selectColumns(SeriesEntryRow, "e", ["seriesId", "postId"])},
      ${computedColumn("position", "integer", "row_number() over parts")},
      ${computedColumn("total", "integer", "count(*) over (partition by e.series_id)")},
      ${computedColumn("previousId", "uuid", "lag(e.post_id) over parts")},
      ${computedColumn("nextId", "uuid", "lead(e.post_id) over parts")}
    from series_entry e join post p on p.id = e.post_id and ${readableSql(reader, "p", parameters)}
    where e.series_id in (${seriesIds})
    window parts as (partition by e.series_id order by e.position, e.post_id)`;
}

const toEntry = (row: EntryColumns): SeriesEntry => Object.assign(new SeriesEntry(), row);

export const entryByPost = defineLoader<Context, string, SeriesEntry | null>("entryByPost", async (ctx, ids) => {
  const parameters = new SqlParameters();
  const postIds = parameters.bind(ids, "uuid[]");
  const seriesIds = `select i.series_id from series_entry i where i.post_id = any(${postIds})`;
  const rows = await ctx.db.query(
    sql`/* Post.seriesEntry */ select x.* from (${entriesSql(ctx, seriesIds, parameters)}) x
     where x."postId" = any(${postIds})`,
    parameters.values,
  );
  // A post without an entry can get one only by a write that changes the post.
  ctx.cacheTags.addIds(OBJECT.post, ids);
  ctx.cacheTags.addIds(
    POSTS_OF.series,
    rows.map((row) => row.seriesId),
  );
  return inKeyOrder(ids, rows.map(toEntry), (entry) => entry.postId);
});

export const entriesBySeries = defineLoader<Context, string, SeriesEntry[]>("entriesBySeries", async (ctx, ids) => {
  const parameters = new SqlParameters();
  const seriesIds = `select unnest(${parameters.bind(ids, "uuid[]")})`;
  const rows = await ctx.db.query(
    sql`/* Series.entries */ select x.* from (${entriesSql(ctx, seriesIds, parameters)}) x
     where x.position <= ${String(MAX_SERIES_PARTS)} order by x."seriesId", x.position`,
    parameters.values,
  );
  ctx.cacheTags.addIds(POSTS_OF.series, ids);
  return groupInKeyOrder(ids, rows.map(toEntry), (entry) => entry.seriesId);
});

export const SERIES_LIST_TAGS = { kind: OBJECT.series, tagsOf: () => [LISTS.series] };

export const seriesSource = (reader: ContentReader): ListSource =>
  tableList({
    name: "Query.allSeries",
    table: "series t",
    columns: COLUMNS,
    keyset: {
      keys: [
        { column: "t.title", type: "text" },
        { column: "t.id", type: "uuid" },
      ],
      direction: "ASC",
    },
    conditions: [existsForReader(reader, visibleSql("t"))],
  });
