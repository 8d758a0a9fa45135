// Posts counted by year and month of publication. Months are those of UTC, the same for every reader and cache.
import { Arg, Ctx, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { Context } from "../../../identity/context.js";
import { SqlParameters } from "../../../platform/db/sql-parameters.js";
import { FieldCost } from "../../../platform/graphql/cost-directive.js";
import { LISTS } from "../../cache-tags/cache-tags.js";
import { PostFilter } from "../post.inputs.js";
import { conditionsSql, filterTags, postConditions, shownSql } from "./post-filter.js";

@ObjectType({ simpleResolvers: true, description: "A month in which posts were published (UTC)." })
export class ArchiveMonth {
  @Field(() => Int, { description: "Four digits." })
  year!: number;

  @Field(() => Int, { description: "1 to 12." })
  month!: number;

  @Field(() => Int, { description: "Posts of the month that the viewer sees." })
  postCount!: number;
}

@ObjectType({ simpleResolvers: true, description: "A year in which posts were published (UTC)." })
export class ArchiveYear {
  @Field(() => Int, { description: "Four digits." })
  year!: number;

  @Field(() => Int, { description: "Posts of the year that the viewer sees." })
  postCount!: number;

  @FieldCost({ size: 12 })
  @Field(() => [ArchiveMonth], { description: "Months with posts, newest first." })
  months!: ArchiveMonth[];
}

@Resolver()
export class ArchiveResolver {
  @FieldCost({ size: 10, points: 50 })
  @Query(() => [ArchiveYear], { description: "Years with posts, newest first, each with its months and counts (UTC)." })
  async archive(
    @Arg("filter", () => PostFilter, { nullable: true, description: "Which posts; all visible ones where absent." })
    filter: PostFilter | null,
    @Ctx() ctx: Context,
  ): Promise<ArchiveYear[]> {
    const conditions = postConditions(ctx, filter);
    const parameters = new SqlParameters();
    // What has no date yet stands in no month.
    const where = [
      "p.visible_from < 'infinity'",
      shownSql(ctx, conditions, "p", parameters),
      ...(conditions === null ? [] : conditionsSql(conditions, parameters)),
    ];
    const months = await ctx.db[conditions === null ? "query" : "queryByValues"]<ArchiveMonth>(
      // Cut to the month before it is taken apart: once for each month instead of twice for each post.
      `select extract(year from m.month)::integer as year, extract(month from m.month)::integer as month, m."postCount"
       from (select date_trunc('month', p.visible_from at time zone 'UTC') as month, count(*) as "postCount"
             from post p where ${where.join(" and ")} group by 1) m order by m.month desc`,
      parameters.values,
    );
    ctx.cacheTags.add(LISTS.posts, ...filterTags(conditions));
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
