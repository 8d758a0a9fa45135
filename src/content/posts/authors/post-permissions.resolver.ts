// What the viewer may do with a post, so that an editor's application can offer only that.
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { mayTo } from "../../../identity/access/policy.js";
import type { Context } from "../../../identity/context.js";
import { Post } from "../post.entity.js";
import { authorIdsOf } from "./author-ids.js";

const mayWrite = (ctx: Context, post: Post): boolean => mayTo(ctx.viewer, "writePost", authorIdsOf(post));

@Resolver(() => Post)
export class PostPermissionsResolver {
  @FieldResolver(() => Boolean, {
    description: "Whether the viewer may change, trash and delete the post. False for anonymous viewers.",
  })
  viewerCanUpdate(@Root() post: Post, @Ctx() ctx: Context): boolean {
    return mayWrite(ctx, post);
  }

  @FieldResolver(() => Boolean, {
    description: "Whether the viewer may publish, schedule and unpublish the post. False for anonymous viewers.",
  })
  viewerCanPublish(@Root() post: Post, @Ctx() ctx: Context): boolean {
    return mayWrite(ctx, post);
  }
}
