// The refusal of a write that was based on an older version. It leads to the post as it is now, so that a client can show
// both sides.
import { Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from "type-graphql";
import type { Context } from "../../../identity/context.js";
import type { Deferred } from "../../../platform/graphql/deferred.js";
import { UserError } from "../../../platform/graphql/user-error.js";
import { Post } from "../post.entity.js";
import { postById } from "../post.loaders.js";

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: "The post was changed since the expected version; nothing was written.",
})
export class VersionConflict extends UserError {
  postId!: string;

  @Field(() => Int, { description: "The version that the write was based on." })
  expectedVersion!: number;

  @Field(() => Int, { description: "The version that the post has now." })
  actualVersion!: number;

  static of(post: { id: string; version: number }, expectedVersion: number): VersionConflict {
    return Object.assign(new VersionConflict(), {
      code: "VERSION_CONFLICT" as const,
      message: `The write expected version ${expectedVersion}, but the post is at version ${post.version}.`,
      path: ["input", "expectedVersion"],
      postId: post.id,
      expectedVersion,
      actualVersion: post.version,
    });
  }
}

@Resolver(() => VersionConflict)
export class VersionConflictResolver {
  @FieldResolver(() => Post, {
    nullable: true,
    description: "The post as it is now, with whatever others have changed.",
  })
  current(@Root() conflict: VersionConflict, @Ctx() ctx: Context): Deferred<Post | null> {
    return postById(ctx).load(conflict.postId);
  }
}
