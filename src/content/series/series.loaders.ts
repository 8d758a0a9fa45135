// Every read of series and their parts. Positions and totals count the parts a reader sees, so that a hidden part leaves
// no gap behind.
import type { Context } from "../../identity/context.js";
import type { ListSource } from "../../platform/db/list-source.js";
import { SqlParameters } from "../../platform/db/sql-parameters.js";
import { defineLoader, groupInKeyOrder, inKeyOrder } from "../../platform/graphql/loader.js";
import { addTermSlugTags, addTermTags, LISTS, OBJECT, POSTS_OF } from "../cache-tags/cache-tags.js";
import { PATH_PREFIXES } from "../site-path.js";
import { type ContentReader, existsForReader, readableSql, seriesVisibleSql } from "../visibility.js";
import { SERIES_COLUMNS, Series } from "./series.entity.js";
import { SeriesEntry } from "./series-entry.type.js";

/** Writes keep series within this; a read stops there all the same. */
export const MAX_SERIES_PARTS = 500;

const toSeries = (row: object): Series => Object.assign(new Series(), row);
const toEntry = (row: object): SeriesEntry => Object.assign(new SeriesEntry(), row);

export const seriesById = defineLoader<Context, string, Series | null>("seriesById", async (ctx, ids) => {
  const rows = await ctx.db.query<Series>(
    `select ${SERIES_COLUMNS} from series s where s.id = any($1::uuid[]) and ${existsForReader(ctx, seriesVisibleSql("s"))}`,
    [ids],
  );
  addTermTags(ctx.cacheTags, "series", ids);
  return inKeyOrder(ids, rows.map(toSeries), (series) => series.id);
});

/** Of an entry that the reader was given, which makes the series visible with it: a previewed post may be its only part. */
export const seriesOfEntry = defineLoader<Context, string, Series | null>("seriesOfEntry", async (ctx, ids) => {
  const rows = await ctx.db.query<Series>(`select ${SERIES_COLUMNS} from series s where s.id = any($1::uuid[])`, [ids]);
  ctx.cacheTags.addIds(OBJECT.series, ids);
  return inKeyOrder(ids, rows.map(toSeries), (series) => series.id);
});

export const seriesBySlug = defineLoader<Context, string, Series | null>("seriesBySlug", async (ctx, slugs) => {
  const rows = await ctx.db.query<Series>(
    `select ${SERIES_COLUMNS} from series s where s.slug = any($1::text[]) and ${existsForReader(ctx, seriesVisibleSql("s"))}`,
    [slugs],
  );
  addTermSlugTags(ctx.cacheTags, "series", { prefix: PATH_PREFIXES.series, slugs, rows });
  return inKeyOrder(slugs, rows.map(toSeries), (series) => series.slug);
});

/** All parts of some series that the reader sees, numbered as the reader sees them. */
const entriesSql = (reader: ContentReader, whichSeries: string, parameters: SqlParameters): string =>
  `select e.series_id as "seriesId", e.post_id as "postId",
     (row_number() over parts)::integer as position,
     (count(*) over (partition by e.series_id))::integer as total,
     lag(e.post_id) over parts as "previousId", lead(e.post_id) over parts as "nextId"
   from series_entry e join post p on p.id = e.post_id and ${readableSql(reader, "p", parameters)}
   where e.series_id in (${whichSeries})
   window parts as (partition by e.series_id order by e.position, e.post_id)`;

export const entryByPost = defineLoader<Context, string, SeriesEntry | null>("entryByPost", async (ctx, ids) => {
  const parameters = new SqlParameters();
  const posts = parameters.bind(ids, "uuid[]");
  const series = `select i.series_id from series_entry i where i.post_id = any(${posts})`;
  const rows = await ctx.db.query<SeriesEntry>(
    `select x.* from (${entriesSql(ctx, series, parameters)}) x where x."postId" = any(${posts})`,
    parameters.values,
  );
  // A post without an entry gets one by a change of the post.
  ctx.cacheTags.addIds(OBJECT.post, ids);
  ctx.cacheTags.addIds(
    POSTS_OF.series,
    rows.map((row) => row.seriesId),
  );
  return inKeyOrder(ids, rows.map(toEntry), (entry) => entry.postId);
});

export const entriesBySeries = defineLoader<Context, string, SeriesEntry[]>("entriesBySeries", async (ctx, ids) => {
  const parameters = new SqlParameters();
  const series = `select unnest(${parameters.bind(ids, "uuid[]")})`;
  const rows = await ctx.db.query<SeriesEntry>(
    `select x.* from (${entriesSql(ctx, series, parameters)}) x
     where x.position <= ${MAX_SERIES_PARTS} order by x."seriesId", x.position`,
    parameters.values,
  );
  ctx.cacheTags.addIds(POSTS_OF.series, ids);
  return groupInKeyOrder(ids, rows.map(toEntry), (entry) => entry.seriesId);
});

export const SERIES_LIST_TAGS = { kind: OBJECT.series, tagsOf: () => [LISTS.series] };

export const seriesSource = (reader: ContentReader): ListSource => ({
  table: "series s",
  parent: null,
  join: "",
  conditionsNeedJoin: false,
  columns: SERIES_COLUMNS,
  keyset: {
    keys: [
      { column: "s.title", type: "text" },
      { column: "s.id", type: "uuid" },
    ],
    direction: "ASC",
  },
  conditions: () => [existsForReader(reader, seriesVisibleSql("s"))],
});
