// The page that a link in a body leads to.
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../identity/context.js";
import type { Deferred } from "../../platform/graphql/deferred.js";
import { LinkType } from "../posts/body/post-body.type.js";
import { Page } from "./page.entity.js";
import { pageByAnyPath, pageById } from "./page.loaders.js";

@Resolver(() => LinkType)
export class LinkedPageResolver {
  @FieldResolver(() => Page, {
    nullable: true,
    description:
      "The page that an internal link leads to by its current or a former path, or null if there is no page that the viewer may read.",
  })
  page(@Root() link: LinkType, @Ctx() ctx: Context): Deferred<Page | null> | null {
    if (link.path !== null) return pageByAnyPath(ctx).load(link.path);
    const ownId = link.isInternal && link.owner === "page" ? link.ownerId : null;
    return ownId === null ? null : pageById(ctx).load(ownId);
  }
}
