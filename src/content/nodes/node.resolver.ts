// The queries for objects of any type by global id. They use the same loaders, and so the same visibility, as all other queries.
import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import { apiTokenById } from "../../identity/api-tokens/api-token.loaders.js";
import type { Context } from "../../identity/context.js";
import { BadInputError } from "../../platform/graphql/bad-input.js";
import { FieldCost } from "../../platform/graphql/cost-directive.js";
import type { Deferred } from "../../platform/graphql/deferred.js";
import { decodeGlobalId, type NodeType } from "../../platform/graphql/global-id.js";
import { defineLoader } from "../../platform/graphql/loader.js";
import { MAX_IDS, Node } from "../../platform/graphql/node.js";
import { assetById } from "../assets/asset.loaders.js";
import { authorById } from "../authors/author.loaders.js";
import { categoryById } from "../categories/category.loaders.js";
import { commentById } from "../comments/comment.loaders.js";
import { menuById } from "../menus/menu.loaders.js";
import { pageById } from "../pages/page.loaders.js";
import { pageRevisionById } from "../pages/page-revision.resolver.js";
import { redirectById } from "../paths/redirect.loaders.js";
import { postById } from "../posts/post.loaders.js";
import type { Revision } from "../posts/revisions/revision.entity.js";
import { revisionById } from "../posts/revisions/revision.resolver.js";
import { seriesById } from "../series/series.loaders.js";
import { loadSiteById } from "../site/site.resolver.js";
import { tagById } from "../tags/tag.loaders.js";
import { webhookById, webhookDeliveryById } from "../webhooks/webhook.loaders.js";

/** Of a post or of a page: their ids have one type. */
const anyRevisionById = defineLoader<Context, string, Revision | null>("anyRevisionById", async (ctx, ids) => {
  const [ofPosts, ofPages] = await Promise.all([revisionById(ctx).loadMany(ids), pageRevisionById(ctx).loadMany(ids)]);
  return ids.map((_, index) => ofPosts[index] ?? ofPages[index] ?? null);
});

/** Revisions are visible only to those who may edit the post or page, redirects to editors, API tokens and webhooks to administrators. */
const byId: Record<NodeType, (ctx: Context, uuid: string) => Deferred<Node | null> | null> = {
  Post: (ctx, uuid) => postById(ctx).load(uuid),
  Category: (ctx, uuid) => categoryById(ctx).load(uuid),
  Tag: (ctx, uuid) => tagById(ctx).load(uuid),
  Author: (ctx, uuid) => authorById(ctx).load(uuid),
  Series: (ctx, uuid) => seriesById(ctx).load(uuid),
  ApiToken: (ctx, uuid) => apiTokenById(ctx).load(uuid),
  Revision: (ctx, uuid) => anyRevisionById(ctx).load(uuid),
  StoredRedirect: (ctx, uuid) => redirectById(ctx).load(uuid),
  Page: (ctx, uuid) => pageById(ctx).load(uuid),
  Asset: (ctx, uuid) => assetById(ctx).load(uuid),
  Menu: (ctx, uuid) => menuById(ctx).load(uuid),
  Site: (ctx, uuid) => loadSiteById(ctx, uuid),
  Webhook: (ctx, uuid) => webhookById(ctx).load(uuid),
  Comment: (ctx, uuid) => commentById(ctx).load(uuid),
  WebhookDelivery: (ctx, uuid) => webhookDeliveryById(ctx).load(uuid),
};

export function findNode(ctx: Context, id: string): Deferred<Node | null> | null {
  const decoded = decodeGlobalId(id);
  return decoded === null ? null : byId[decoded.type](ctx, decoded.uuid);
}

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description: "The object with this id, or null if there is none that is visible to the viewer.",
  })
  node(
    @Arg("id", () => ID, { description: "The value of the field `id` of an object." }) id: string,
    @Ctx() ctx: Context,
  ) {
    return findNode(ctx, id);
  }

  @FieldCost({ sizedBy: "ids" })
  @Query(() => [Node], {
    nullable: "items",
    description:
      "The objects with these ids, in the same order, with null for an id without an object that is visible to the viewer.",
  })
  nodes(
    @Arg("ids", () => [ID], { description: "The values of the field `id` of objects, at most 100." }) ids: string[],
    @Ctx() ctx: Context,
  ) {
    if (ids.length > MAX_IDS) {
      throw new BadInputError(
        "TOO_MANY_IDS",
        `Expected at most ${MAX_IDS} ids in argument "ids", got ${ids.length}.`,
        "ids",
      );
    }
    return Promise.all(ids.map((id) => findNode(ctx, id)));
  }
}
