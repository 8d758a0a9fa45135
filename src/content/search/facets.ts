// The figures of a search: its total, and its matches counted by category and by year. Each facet ignores its own part of the filter, so that
// it shows what other choices would find. Figures of the same matches that a query selects together are counted by one statement, because
// finding the matches costs most of it.
import type { Context } from "../../identity/context.js";
import { SqlParameters } from "../../platform/db/sql-parameters.js";
import type { PostConditions } from "../posts/lists/post-filter.js";
import { inSiteZone, ZONE_TAG } from "../site/site-zone.js";
import { MAX_HITS, type MatchSql, matchingSql, type Total, totalOf } from "./query/newest-matches.js";
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

const FIGURES: Record<Part, string> = {
  TOTAL: `select 'TOTAL' as part, null::uuid as "categoryId", null::integer as year, count(*) as count from hit`,
  CATEGORIES: `(select 'CATEGORIES' as part, l.category_id as "categoryId", null::integer as year, count(*) as count from hit h join category_listing l on l.post_id = h.post_id
    group by l.category_id order by count(*) desc, l.category_id limit ${MAX_CATEGORIES})`,
  YEARS: `(select 'YEARS' as part, null::uuid as "categoryId", extract(year from ${inSiteZone("visible_from")})::integer as year, count(*) as count
    from hit where visible_from < 'infinity' group by year)`,
};

function countFigures(ctx: Context, scope: SearchScope, match: MatchSql, parts: ReadonlySet<Part>): Promise<Figure[]> {
  const parameters = new SqlParameters();
  const { rows, join, where } = matchingSql(scope, match, parameters);
  return ctx.db.queryByIndex<Figure>(
    `/* search.figures */
     with hit as materialized (select s.post_id, s.visible_from from ${rows}${join}${whereSql(where)} limit ${MAX_HITS + 1})
     select * from (${[...parts].map((part) => FIGURES[part]).join(" union all ")}) x
     order by part, year desc, count desc, "categoryId"`,
    parameters.values,
  );
}
