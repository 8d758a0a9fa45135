// The error of a change that was based on an older version. It contains the current post, so that a client can show both versions.
import { Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from "type-graphql";
import type { Context } from "../../../identity/context.js";
import type { Deferred } from "../../../platform/graphql/deferred.js";
import { UserError } from "../../../platform/graphql/user-error.js";
import { Post } from "../post.entity.js";
import { postById } from "../post.loaders.js";

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: "The post was changed after the expected version. Nothing was written.",
})
export class VersionConflict extends UserError {
  postId!: string;

  @Field(() => Int, { description: "The version on which the rejected change was based." })
  expectedVersion!: number;

  @Field(() => Int, { description: "The current version of the post." })
  actualVersion!: number;

  static of(post: { id: string; version: number }, expectedVersion: number): VersionConflict {
    return Object.assign(new VersionConflict(), {
      code: "VERSION_CONFLICT" as const,
      message: `Expected version ${expectedVersion} of the post, but it is at version ${post.version}.`,
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
    description: "The current post.",
  })
  current(@Root() conflict: VersionConflict, @Ctx() ctx: Context): Deferred<Post | null> {
    return postById(ctx).load(conflict.postId);
  }
}
