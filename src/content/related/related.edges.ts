// The field `Post.related` and the fields of its results.
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { Context } from "../../identity/context.js";
import { BadInputError } from "../../platform/graphql/bad-input.js";
import { FieldCost } from "../../platform/graphql/cost-directive.js";
import type { Deferred } from "../../platform/graphql/deferred.js";
import { requirePresent } from "../../platform/graphql/read-skew.js";
import { Post } from "../posts/post.entity.js";
import { postById } from "../posts/post.loaders.js";
import { relatedByPost } from "./related.loaders.js";
import { RelatedPost } from "./related.type.js";

const DEFAULT_RELATED = 5;
const MAX_RELATED = 20;

@Resolver(() => Post)
export class PostRelatedResolver {
  @FieldCost({ sizedBy: "first", cost: 10 })
  @FieldResolver(() => [RelatedPost], {
    description: "Posts that are related to this one, the most closely related first.",
  })
  related(
    @Root() post: Post,
    @Arg("first", () => Int, {
      nullable: true,
      defaultValue: DEFAULT_RELATED,
      description: "The maximum number of posts, 1 to 20.",
    })
    first: number | null,
    @Ctx() ctx: Context,
  ): Deferred<RelatedPost[]> {
    const count = first ?? DEFAULT_RELATED;
    if (count < 1 || count > MAX_RELATED) {
      throw new BadInputError(
        "PAGE_SIZE",
        `Expected argument "first" to be from 1 to ${MAX_RELATED}, got ${count}.`,
        "first",
      );
    }
    return relatedByPost(ctx)
      .load({ postId: post.id, first: count })
      .map((rows) => rows.map((row) => Object.assign(new RelatedPost(), row)));
  }
}

@Resolver(() => RelatedPost)
export class RelatedPostResolver {
  @FieldResolver(() => Post, { description: "The related post." })
  post(@Root() related: RelatedPost, @Ctx() ctx: Context): Deferred<Post> {
    return postById(ctx)
      .load(related.postId)
      .map((post) => requirePresent(ctx, post));
  }
}
