// The queries for series, and the fields of their parts.
import { Arg, Args, Ctx, FieldResolver, Info, Int, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../identity/context.js";
import { FieldCost } from "../../platform/graphql/cost-directive.js";
import type { Deferred, MaybeDeferred } from "../../platform/graphql/deferred.js";
import { type SelectingInfo, selectionOf } from "../../platform/graphql/look-ahead.js";
import { type ConnectionPage, connectionTypes, loadConnection } from "../../platform/graphql/pagination/connection.js";
import { CursorCodec } from "../../platform/graphql/pagination/cursor.js";
import { PageArgs, pageRequest } from "../../platform/graphql/pagination/page-args.js";
import { wholeRows } from "../../platform/graphql/pagination/page-fields.js";
import { requirePresent } from "../../platform/graphql/read-skew.js";
import { normaliseSlug } from "../../platform/markup/slug.js";
import { loadPosts } from "../posts/lists/post-list.js";
import { Post } from "../posts/post.entity.js";
import { PostsArgs } from "../posts/post.inputs.js";
import { postById } from "../posts/post.loaders.js";
import { PostConnection } from "../posts/post.resolver.js";
import { collectionPage } from "../seo/json-ld.js";
import { Seo } from "../seo/seo.type.js";
import { Series } from "./series.entity.js";
import { entriesBySeries, SERIES_LIST_TAGS, seriesByAnySlug, seriesOfEntry, seriesSource } from "./series.loaders.js";
import { partCountBySeries } from "./series-count.loaders.js";
import { SeriesEntry } from "./series-entry.type.js";

const { Connection: SeriesConnection } = connectionTypes("Series", () => Series);

const cursors = new CursorCodec({ list: "Query.allSeries", order: "TITLE ASC", filter: "" });

@Resolver(() => Series)
export class SeriesResolver {
  @Query(() => Series, {
    nullable: true,
    description: "The series with this slug or former slug, or null if no visible post is a part of such a series.",
  })
  series(
    @Arg("slug", () => String, {
      description: "A current or former slug. It may be percent-encoded or in another Unicode normalization form.",
    })
    slug: string,
    @Ctx() ctx: Context,
  ): Deferred<Series | null> | null {
    const normalised = normaliseSlug(slug);
    return normalised === null ? null : seriesByAnySlug(ctx).load(normalised);
  }

  @Query(() => SeriesConnection, { description: "The series that have visible parts, ordered by title." })
  allSeries(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): MaybeDeferred<ConnectionPage<Series>> {
    const source = seriesSource(ctx);
    const page = pageRequest(args, source.keyset, cursors);
    return loadConnection(
      ctx,
      Series,
      null,
      { source, page, cursors, shape: "Query.allSeries", cacheTags: SERIES_LIST_TAGS },
      wholeRows(selectionOf(info)),
    );
  }

  @FieldCost({ size: 10 })
  @FieldResolver(() => [SeriesEntry], { description: "The visible parts in their order, at most 500." })
  entries(@Root() series: Series, @Ctx() ctx: Context): Deferred<SeriesEntry[]> {
    return entriesBySeries(ctx).load(series.id);
  }

  @FieldResolver(() => PostConnection, {
    description:
      "The visible parts as a list of posts, newest publication first unless `orderBy` is given. `entries` has them in the order of the series.",
  })
  posts(
    @Root() series: Series,
    @Args(() => PostsArgs) args: PostsArgs,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ) {
    return loadPosts(ctx, "series", series.id, args, info);
  }

  @FieldCost({ cost: 5 })
  @FieldResolver(() => Int, { description: "The number of parts that are visible to the viewer." })
  postCount(@Root() series: Series, @Ctx() ctx: Context): Deferred<number> {
    return partCountBySeries(ctx).load(series.id);
  }

  @FieldResolver(() => Seo, { description: "Metadata of the page of the series for search engines." })
  seo(@Root() { title, path, description }: Series): Seo {
    return Seo.ofTerm({ title, path, description, structured: (_, page) => collectionPage(page) });
  }
}

@Resolver(() => SeriesEntry)
export class SeriesEntryResolver {
  @FieldResolver(() => Series, { description: "The series that the post is a part of." })
  series(@Root() entry: SeriesEntry, @Ctx() ctx: Context): Deferred<Series> {
    return seriesOfEntry(ctx)
      .load(entry.seriesId)
      .map((series) => requirePresent(ctx, series));
  }

  @FieldResolver(() => Post, { description: "The post." })
  post(@Root() entry: SeriesEntry, @Ctx() ctx: Context): Deferred<Post> {
    return postById(ctx)
      .load(entry.postId)
      .map((post) => requirePresent(ctx, post));
  }

  @FieldResolver(() => Post, { nullable: true, description: "The previous part, or null for the first." })
  previous(@Root() entry: SeriesEntry, @Ctx() ctx: Context): Deferred<Post | null> | null {
    return entry.previousId === null ? null : postById(ctx).load(entry.previousId);
  }

  @FieldResolver(() => Post, { nullable: true, description: "The next part, or null for the last." })
  next(@Root() entry: SeriesEntry, @Ctx() ctx: Context): Deferred<Post | null> | null {
    return entry.nextId === null ? null : postById(ctx).load(entry.nextId);
  }
}
