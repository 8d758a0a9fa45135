// The figures of a search: its total, and its matches counted by category and by year. Each facet ignores its own part of the filter, so that
// it shows what other choices would find. Figures of the same matches that a query selects together are counted by one statement, because
// finding the matches costs most of it.
import type { Context } from "../../identity/context.js";
import { SqlParameters } from "../../platform/db/sql-parameters.js";
import type { PostConditions } from "../posts/lists/post-filter.js";
import { ZONE_TAG } from "../site/site-zone.js";
import { MAX_HITS } from "./query/candidates.js";
import { type MatchSql, matchingSql, type Total, totalOf } from "./query/newest-matches.js";
import type { SearchRun } from "./query/search-run.js";
import { type SearchScope, whereSql } from "./query/search-scope.js";

const MAX_CATEGORIES = 50;

export interface CategoryCount {
  categoryId: string;
  count: number;
}

export interface YearCount {
  year: number;
  count: number;
}

type Part = "TOTAL" | "CATEGORIES" | "YEARS";

/** A count of all matches, of a category or of a year. */
interface Figure {
  part: Part;
  categoryId: string | null;
  year: number | null;
  count: number;
}

interface Load {
  parts: Set<Part>;
  figures: Promise<Figure[]>;
}

export class SearchFigures {
  readonly #ctx: Context;
  readonly #run: SearchRun;
  /** What is going to be counted, by the scope of the matches. */
  readonly #open = new Map<SearchScope, Load>();

  constructor(ctx: Context, run: SearchRun) {
    this.#ctx = ctx;
    this.#run = run;
  }

  async total(): Promise<Total> {
    const [{ total }, [figure]] = await Promise.all([this.#run.result, this.#figures(this.#run.scope, "TOTAL")]);
    return total ?? totalOf(figure?.count ?? 0);
  }

  async categories(): Promise<CategoryCount[]> {
    const figures = await this.#figures(without(this.#run.scope, { categories: null }), "CATEGORIES");
    return figures.flatMap(({ categoryId, count }) => (categoryId === null ? [] : [{ categoryId, count }]));
  }

  async years(): Promise<YearCount[]> {
    this.#ctx.cacheTags.add(ZONE_TAG);
    const figures = await this.#figures(
      without(this.#run.scope, { publishedSince: null, publishedBefore: null }),
      "YEARS",
    );
    return figures.flatMap(({ year, count }) => (year === null ? [] : [{ year, count }]));
  }

  /** Until the search has found its posts, other figures of the same scope join the statement. */
  async #figures(scope: SearchScope, part: Part): Promise<Figure[]> {
    const open = this.#open.get(scope) ?? this.#openLoad(scope);
    open.parts.add(part);
    const figures = await open.figures;
    return figures.filter((figure) => figure.part === part);
  }

  #openLoad(scope: SearchScope): Load {
    const parts = new Set<Part>();
    const load = { parts, figures: this.#count(scope, parts) };
    this.#open.set(scope, load);
    return load;
  }

  async #count(scope: SearchScope, parts: Set<Part>): Promise<Figure[]> {
    const { total } = await this.#run.result;
    this.#open.delete(scope);
    if (total !== null) parts.delete("TOTAL");
    const match = parts.size === 0 ? null : await this.#run.matches(scope);
    return match === null ? [] : countFigures(this.#ctx, scope, match, parts);
  }
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

/** In a row that an earlier version has written, the categories are not known. */
const CATEGORY_COUNTS = `select x."categoryId", sum(x.count) as count from (
    select a.id as "categoryId", g.count from (
      select category_ids as ids, count(*) as count from hit where category_ids is not null group by category_ids) g
    cross join lateral (
      select distinct unnest(c.ancestor_ids || c.id) as id
      from generate_series(0, length(g.ids) / 16 - 1) n
      join category c on c.id = encode(substr(g.ids, n * 16 + 1, 16), 'hex')::uuid) a
    union all
    select l.category_id, count(*) from hit h join category_listing l on l.post_id = h.post_id where h.category_ids is null
    group by l.category_id) x
  group by x."categoryId"`;

/** The years between which the visible posts were published, and the instants at which they begin at the site. */
const YEARS = `(select array_agg(make_timestamptz(y, 1, 1, 0, 0, 0, zone.time_zone) order by y) as starts, array_agg(y order by y) as years
    from (select min(visible_from) as oldest, max(visible_from) as newest from hit where visible_from < 'infinity') bounds
    cross join (select z.time_zone from site z where z.id = 1) zone
    cross join lateral generate_series(
      extract(year from bounds.oldest at time zone zone.time_zone)::integer,
      extract(year from bounds.newest at time zone zone.time_zone)::integer) y
    where y <> 0)`;

const FIGURES: Record<Part, string> = {
  TOTAL: `select 'TOTAL' as part, null::uuid as "categoryId", null::integer as year, count(*) as count from hit`,
  CATEGORIES: `(select 'CATEGORIES' as part, "categoryId", null::integer as year, count from (${CATEGORY_COUNTS}) c
    order by count desc, "categoryId" limit ${MAX_CATEGORIES})`,
  // Comparing an instant with the beginnings of years takes a fifth of the time of finding its year in a time zone.
  YEARS: `(select 'YEARS' as part, null::uuid as "categoryId", years[place] as year, count from (
      select y.years, width_bucket(visible_from, y.starts) as place, count(*) as count from hit cross join ${YEARS} y
      where visible_from < 'infinity' group by y.years, place) x)`,
};

function countFigures(ctx: Context, scope: SearchScope, match: MatchSql, parts: ReadonlySet<Part>): Promise<Figure[]> {
  const parameters = new SqlParameters();
  const { rows, join, where } = matchingSql(scope, match, parameters);
  return ctx.db.queryByIndex<Figure>(
    `/* search.figures */
     with hit as materialized (select s.post_id, s.visible_from, s.category_ids from ${rows}${join}${whereSql(where)} limit ${MAX_HITS + 1})
     select * from (${[...parts].map((part) => FIGURES[part]).join(" union all ")}) x
     order by part, year desc, count desc, "categoryId"`,
    parameters.values,
  );
}
