// Facets: the matches of a search counted by category and by year. Each facet ignores its own part of the filter, so that it shows what
// other choices would find.
import type { Context } from "../../identity/context.js";
import { SqlParameters } from "../../platform/db/sql-parameters.js";
import type { PostConditions } from "../posts/lists/post-filter.js";
import { inSiteZone, ZONE_TAG } from "../site/site-zone.js";
import { MAX_HITS, matchingSql } from "./query/newest-matches.js";
import type { SearchRun } from "./query/search-run.js";
import { type SearchScope, whereSql } from "./query/search-scope.js";

const MAX_CATEGORIES = 50;

export interface CategoryCount {
  categoryId: string;
  count: number;
}

export async function countCategories(ctx: Context, run: SearchRun): Promise<CategoryCount[]> {
  const sql = await facetSql(run, without(run.scope, { categories: null }));
  if (sql === null) return [];
  return ctx.db.queryByIndex<CategoryCount>(
    `/* SearchFacets.categories */ ${sql.hits} select l.category_id as "categoryId", count(*) as count from hit h join category_listing l on l.post_id = h.post_id
     group by l.category_id order by count(*) desc, l.category_id limit ${MAX_CATEGORIES}`,
    sql.values,
  );
}

export interface YearCount {
  year: number;
  count: number;
}

export async function countYears(ctx: Context, run: SearchRun): Promise<YearCount[]> {
  const sql = await facetSql(run, without(run.scope, { publishedSince: null, publishedBefore: null }));
  if (sql === null) return [];
  ctx.cacheTags.add(ZONE_TAG);
  return ctx.db.queryByIndex<YearCount>(
    `/* SearchFacets.years */ ${sql.hits} select extract(year from ${inSiteZone("visible_from")})::integer as year, count(*) as count
     from hit where visible_from < 'infinity' group by 1 order by 1 desc`,
    sql.values,
  );
}

function without(scope: SearchScope, part: Partial<PostConditions>): SearchScope {
  if (
    scope.conditions === null ||
    Object.keys(part).every((key) => scope.conditions?.[key as keyof PostConditions] === null)
  ) {
    return scope;
  }
  return { ...scope, conditions: { ...scope.conditions, ...part } };
}

async function facetSql(run: SearchRun, scope: SearchScope): Promise<{ hits: string; values: unknown[] } | null> {
  const match = await run.matches(scope);
  if (match === null) return null;
  const parameters = new SqlParameters();
  const { rows, join, where } = matchingSql(scope, match, parameters);
  const hits = `with hit as materialized (select s.post_id, s.visible_from from ${rows}${join}${whereSql(where)} limit ${MAX_HITS + 1})`;
  return { hits, values: parameters.values };
}
