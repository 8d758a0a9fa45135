// What posts get from series: their entry, and neighbours that may be those of the series.
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
    description: "The post's place in its series; null outside of one.",
  })
  seriesEntry(@Root() post: Post, @Ctx() ctx: Context): Deferred<SeriesEntry | null> {
    return entryByPost(ctx).load(post.id);
  }

  @FieldResolver(() => AdjacentPosts, { description: "Neighbours in publication order, as this viewer sees it." })
  adjacent(
    @Root() post: Post,
    @Arg("scope", () => AdjacentScope, {
      nullable: true,
      defaultValue: AdjacentScope.SITE,
      description: "Among which posts neighbours are looked for.",
    })
    scope: AdjacentScope | null,
    @Ctx() ctx: Context,
  ): Deferred<AdjacentPosts> {
    const neighbours: Deferred<Neighbours | null> = neighboursIn[scope ?? AdjacentScope.SITE](ctx).load(post.id);
    return neighbours.map((both) => {
      if (both === null) return AdjacentPosts.none;
      return Object.assign(new AdjacentPosts(), { previousId: both.previousId, nextId: both.nextId });
    });
  }
}

@Resolver(() => AdjacentPosts)
export class AdjacentPostsResolver {
  @FieldResolver(() => Post, {
    nullable: true,
    description: "The post before (older, or the part before); null at the first.",
  })
  previous(@Root() adjacent: AdjacentPosts, @Ctx() ctx: Context): Deferred<Post | null> | null {
    return adjacent.previousId === null ? null : postById(ctx).load(adjacent.previousId);
  }

  @FieldResolver(() => Post, {
    nullable: true,
    description: "The post after (newer, or the part after); null at the last.",
  })
  next(@Root() adjacent: AdjacentPosts, @Ctx() ctx: Context): Deferred<Post | null> | null {
    return adjacent.nextId === null ? null : postById(ctx).load(adjacent.nextId);
  }
}
