// Counts posts by year and month of publication. Months are those of the time zone of the site, so that they are the same for every
// reader and cache.
import { Arg, Ctx, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { Context } from "../../../identity/context.js";
import { computedColumn } from "../../../platform/db/entity-columns.js";
import { SqlParameters } from "../../../platform/db/sql-parameters.js";
import { sql } from "../../../platform/db/sql-text.js";
import { FieldCost } from "../../../platform/graphql/cost-directive.js";
import { LISTS } from "../../cache-tags/cache-tags.js";
import { inSiteZone, ZONE_TAG } from "../../site/site-zone.js";
import { PostFilter } from "../post.inputs.js";
import { conditionsSql, filterTags, postConditions, shownSql } from "./post-filter.js";

@ObjectType({
  simpleResolvers: true,
  description: "A month in the time zone of the site in which posts were published.",
})
export class ArchiveMonth {
  @Field(() => Int, { description: "The year." })
  year!: number;

  @Field(() => Int, { description: "The month, 1 to 12." })
  month!: number;

  @Field(() => Int, { description: "The number of posts of the month that are visible to the viewer." })
  postCount!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: "A year in the time zone of the site in which posts were published.",
})
export class ArchiveYear {
  @Field(() => Int, { description: "The year." })
  year!: number;

  @Field(() => Int, { description: "The number of posts of the year that are visible to the viewer." })
  postCount!: number;

  @FieldCost({ size: 12 })
  @Field(() => [ArchiveMonth], { description: "The months with posts, newest first." })
  months!: ArchiveMonth[];
}

const MONTH_COLUMNS = sql`${computedColumn("year", "integer", "extract(year from m.month)")},
  ${computedColumn("month", "integer", "extract(month from m.month)")}, ${computedColumn("postCount", "integer", "m.count")}`;

@Resolver()
export class ArchiveResolver {
  @FieldCost({ size: 10, cost: 50 })
  @Query(() => [ArchiveYear], {
    description:
      "The years with posts, newest first, each with its months and the numbers of posts. Years and months are those of `Site.timeZone`.",
  })
  async archive(
    @Arg("filter", () => PostFilter, { nullable: true, description: "Selects the posts. All visible posts if absent." })
    filter: PostFilter | null,
    @Ctx() ctx: Context,
  ): Promise<ArchiveYear[]> {
    const conditions = postConditions(ctx, filter);
    const parameters = new SqlParameters();
    // A post without a date belongs to no month.
    const where = [
      "p.visible_from < 'infinity'",
      shownSql(ctx, conditions, "p", parameters),
      ...(conditions === null ? [] : conditionsSql(conditions, parameters)),
    ];
    // Grouping by the truncated month first extracts year and month once for each month instead of once for each post.
    const months = await ctx.db[conditions === null ? "query" : "queryByValues"](
      sql`/* Query.archive */ select ${MONTH_COLUMNS}
       from (select date_trunc('month', ${inSiteZone("p.visible_from")}) as month, count(*) as count
             from post p where ${where.join(" and ")} group by 1) m order by m.month desc`,
      parameters.values,
    );
    ctx.cacheTags.add(LISTS.posts, ZONE_TAG, ...filterTags(conditions));
    return yearsOf(months);
  }
}

function yearsOf(months: readonly ArchiveMonth[]): ArchiveYear[] {
  const years: ArchiveYear[] = [];
  for (const month of months) {
    let year = years.at(-1);
    if (year?.year !== month.year) {
      year = { year: month.year, postCount: 0, months: [] };
      years.push(year);
    }
    year.months.push(month);
    year.postCount += month.postCount;
  }
  return years;
}
