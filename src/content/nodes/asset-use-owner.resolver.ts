// The object that uses an asset, whatever its type.
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../identity/context.js";
import type { Deferred } from "../../platform/graphql/deferred.js";
import { Node } from "../../platform/graphql/node.js";
import type { AssetOwnerKind } from "../assets/uses/asset-use.entity.js";
import { AssetUse } from "../assets/uses/asset-use.type.js";
import { authorById } from "../authors/author.loaders.js";
import { pageById } from "../pages/page.loaders.js";
import { postById } from "../posts/post.loaders.js";
import { loadSite } from "../site/site.resolver.js";

const ownerOf: Record<AssetOwnerKind, (ctx: Context, id: string) => Deferred<Node | null>> = {
  post: (ctx, id) => postById(ctx).load(id),
  page: (ctx, id) => pageById(ctx).load(id),
  author: (ctx, id) => authorById(ctx).load(id),
  site: (ctx) => loadSite(ctx),
};

@Resolver(() => AssetUse)
export class AssetUseOwnerResolver {
  @FieldResolver(() => Node, { description: "The post, page, author or site that uses the asset." })
  owner(@Root() { ownerKind, ownerId }: AssetUse, @Ctx() ctx: Context): Deferred<Node | null> {
    return ownerOf[ownerKind](ctx, ownerId);
  }
}
