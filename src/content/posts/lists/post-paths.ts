// The paths of the posts of a month, thousands at a time, for sitemaps and for builds of static sites.
import { Arg, Ctx, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { Context } from "../../../identity/context.js";
import { selectColumns } from "../../../platform/db/entity-columns.js";
import { sql } from "../../../platform/db/sql-text.js";
import { BadInputError } from "../../../platform/graphql/bad-input.js";
import { FieldCost } from "../../../platform/graphql/cost-directive.js";
import { DateTimeScalar } from "../../../platform/graphql/scalars.js";
import { CONTENT, LISTS } from "../../cache-tags/cache-tags.js";
import { inSiteZone, ZONE_TAG } from "../../site/site-zone.js";
import { visibleSql } from "../../visibility.js";
import { Post } from "../post.entity.js";

/** So many fit into a response even if each slug is as long as it may be, of characters with three bytes. */
const PART_SIZE = 4_000;
const MAX_PARTS = 1_000;
const MONTH = /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])$/;

@ObjectType({ simpleResolvers: true, description: "The path of a post, with what a sitemap says about it." })
export class PostPath {
  @Field(() => String, { description: "The path on the site, not percent-encoded." })
  path!: string;

  @Field(() => DateTimeScalar, { description: "The time of publication." })
  publishedAt!: string;

  @Field(() => DateTimeScalar, { description: "The time of the last change." })
  updatedAt!: string;

  @Field(() => Boolean, { description: "Whether search engines are asked not to index the page." })
  noIndex!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "The canonical URL that was written, or null if it is the URL of the post.",
  })
  canonicalUrl!: string | null;
}

/** An instant after the start of a month in UTC, and one after its end. No local time differs from UTC by a day. */
const fromStart = (distance: string): string => `(($1::timestamp + interval '${distance}') at time zone 'UTC')`;
const fromEnd = (distance: string): string => `(($1::timestamp + interval '1 month ${distance}') at time zone 'UTC')`;

/**
 * The month is that of the local time, as in the archive. A range of instants alone would differ from it where the clocks are set back at the midnight
 * between two months. It keeps the scan of the index short, and only near its ends the local time of each post is computed.
 */
const PATHS = sql`/* Query.postPaths */ select ${selectColumns(Post, "p", [
  "slug",
  "publishedAt",
  "updatedAt",
  "noIndex",
  "canonicalUrl",
])} from post p
  where p.visible_from >= ${fromStart("-1 day")} and p.visible_from < ${fromEnd("1 day")}
    and (p.visible_from >= ${fromStart("1 day")} and p.visible_from < ${fromEnd("-1 day")}
      or date_trunc('month', ${inSiteZone("p.visible_from")}) = $1::timestamp) and ${visibleSql("p")}
  order by p.visible_from, p.id limit ${String(PART_SIZE)} offset $2::integer`;

@Resolver()
export class PostPathsResolver {
  @FieldCost({ size: 500, cost: 500 })
  @Query(() => [PostPath], {
    description:
      "The paths of the posts of a month, oldest publication first, 4000 at a time: for sitemaps and builds of static sites. `archive` tells which months have posts, and how many.",
  })
  async postPaths(
    @Arg("month", () => String, { description: "The month in the time zone of the site, such as 2026-11." })
    month: string,
    @Arg("part", () => Int, {
      nullable: true,
      defaultValue: 1,
      description: "Which 4000 of the posts, counted from 1 up to 1000.",
    })
    part: number | null,
    @Ctx() ctx: Context,
  ): Promise<PostPath[]> {
    if (!MONTH.test(month)) {
      throw new BadInputError("VALUE_OUT_OF_RANGE", 'Expected a month such as 2026-11 in "month".', "month");
    }
    const place = part ?? 1;
    if (place < 1 || place > MAX_PARTS) {
      const message = `Argument "part" must be from 1 to ${MAX_PARTS}, but is ${place}.`;
      throw new BadInputError("VALUE_OUT_OF_RANGE", message, "part");
    }
    const rows = await ctx.db.query(PATHS, [`${month}-01`, (place - 1) * PART_SIZE]);
    ctx.cacheTags.add(LISTS.posts, CONTENT, ZONE_TAG);
    return rows.map((row) => {
      const { path, publishedAt, updatedAt, noIndex, canonicalUrl } = Object.assign(new Post(), row);
      return { path, publishedAt: publishedAt ?? updatedAt, updatedAt, noIndex, canonicalUrl };
    });
  }
}
