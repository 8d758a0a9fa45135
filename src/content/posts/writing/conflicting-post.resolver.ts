// The field that posts add to version conflicts: the current post.
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../../identity/context.js";
import type { Deferred } from "../../../platform/graphql/deferred.js";
import { VersionConflict } from "../../version-conflict.js";
import { Post } from "../post.entity.js";
import { postById } from "../post.loaders.js";

@Resolver(() => VersionConflict)
export class ConflictingPostResolver {
  @FieldResolver(() => Post, {
    nullable: true,
    description: "The current post. Null if the object is not a post; `node` is the current object of any type.",
  })
  current(@Root() conflict: VersionConflict, @Ctx() ctx: Context): Deferred<Post | null> | null {
    return conflict.type === "Post" ? postById(ctx).load(conflict.uuid) : null;
  }
}
