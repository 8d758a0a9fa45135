// The field of the viewer that leads to an author. It is defined here, since the viewer does not know authors.
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { ViewerType } from "../../identity/access/viewer.resolver.js";
import type { Context } from "../../identity/context.js";
import type { Viewer } from "../../identity/viewer.js";
import type { Deferred } from "../../platform/graphql/deferred.js";
import { Author } from "./author.entity.js";
import { authorById } from "./author.loaders.js";

@Resolver(() => ViewerType)
export class ViewerAuthorResolver {
  @FieldResolver(() => Author, {
    nullable: true,
    description: "The author whose posts the viewer may write, for role AUTHOR; null for all other roles.",
  })
  author(@Root() viewer: Viewer, @Ctx() ctx: Context): Deferred<Author | null> | null {
    return viewer.authorId === null ? null : authorById(ctx).load(viewer.authorId);
  }
}
