// The fields that series add to posts: the entry in a series, and the neighbours, which may be those in the series.
import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../identity/context.js";
import type { Deferred } from "../../platform/graphql/deferred.js";
import { AdjacentPosts, AdjacentScope } from "../posts/adjacent.type.js";
import { categoryNeighbours, type Neighbours, siteNeighbours } from "../posts/lists/post-neighbours.loaders.js";
import { Post } from "../posts/post.entity.js";
import { postById } from "../posts/post.loaders.js";
import { entryByPost } from "./series.loaders.js";
import { SeriesEntry } from "./series-entry.type.js";

const neighboursIn = { SITE: siteNeighbours, CATEGORY: categoryNeighbours, SERIES: entryByPost } as const;

@Resolver(() => Post)
export class PostSeriesResolver {
  @FieldResolver(() => SeriesEntry, {
    nullable: true,
    description: "The post's place in its series, or null if it belongs to none.",
  })
  seriesEntry(@Root() post: Post, @Ctx() ctx: Context): Deferred<SeriesEntry | null> {
    return entryByPost(ctx).load(post.id);
  }

  @FieldResolver(() => AdjacentPosts, { description: "The neighbouring posts that are visible to the viewer." })
  adjacent(
    @Root() post: Post,
    @Arg("scope", () => AdjacentScope, {
      nullable: true,
      defaultValue: AdjacentScope.SITE,
      description: "The posts among which the neighbours are determined.",
    })
    scope: AdjacentScope | null,
    @Ctx() ctx: Context,
  ): Deferred<AdjacentPosts> {
    const neighbours: Deferred<Neighbours | null> = neighboursIn[scope ?? AdjacentScope.SITE](ctx).load(post.id);
    return neighbours.map((ids) => {
      if (ids === null) return AdjacentPosts.none;
      return Object.assign(new AdjacentPosts(), { previousId: ids.previousId, nextId: ids.nextId });
    });
  }
}

@Resolver(() => AdjacentPosts)
export class AdjacentPostsResolver {
  @FieldResolver(() => Post, {
    nullable: true,
    description: "The next older post, or the previous part of the series. Null for the first.",
  })
  previous(@Root() adjacent: AdjacentPosts, @Ctx() ctx: Context): Deferred<Post | null> | null {
    return adjacent.previousId === null ? null : postById(ctx).load(adjacent.previousId);
  }

  @FieldResolver(() => Post, {
    nullable: true,
    description: "The next newer post, or the next part of the series. Null for the last.",
  })
  next(@Root() adjacent: AdjacentPosts, @Ctx() ctx: Context): Deferred<Post | null> | null {
    return adjacent.nextId === null ? null : postById(ctx).load(adjacent.nextId);
  }
}
