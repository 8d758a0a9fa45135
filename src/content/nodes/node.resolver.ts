// Objects by global id, whatever their type: the same loaders, and so the same visibility, as every other way to them.
import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import { apiTokenById } from "../../identity/api-tokens/api-token.loaders.js";
import type { Context } from "../../identity/context.js";
import { BadInputError } from "../../platform/graphql/bad-input.js";
import { FieldCost } from "../../platform/graphql/cost-directive.js";
import type { Deferred } from "../../platform/graphql/deferred.js";
import { decodeGlobalId, type NodeType } from "../../platform/graphql/global-id.js";
import { MAX_IDS, Node } from "../../platform/graphql/node.js";
import { authorById } from "../authors/author.loaders.js";
import { categoryById } from "../categories/category.loaders.js";
import { postById } from "../posts/post.loaders.js";
import { revisionById } from "../posts/publishing/revision.resolver.js";
import { seriesById } from "../series/series.loaders.js";
import { tagById } from "../tags/tag.loaders.js";

/** Revisions are for those who may edit the post, tokens for administrators. */
const byId: Record<NodeType, (ctx: Context, uuid: string) => Deferred<Node | null>> = {
  Post: (ctx, uuid) => postById(ctx).load(uuid),
  Category: (ctx, uuid) => categoryById(ctx).load(uuid),
  Tag: (ctx, uuid) => tagById(ctx).load(uuid),
  Author: (ctx, uuid) => authorById(ctx).load(uuid),
  Series: (ctx, uuid) => seriesById(ctx).load(uuid),
  ApiToken: (ctx, uuid) => apiTokenById(ctx).load(uuid),
  Revision: (ctx, uuid) => revisionById(ctx).load(uuid),
};

function findNode(ctx: Context, id: string): Deferred<Node | null> | null {
  const decoded = decodeGlobalId(id);
  return decoded === null ? null : byId[decoded.type](ctx, decoded.uuid);
}

@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: "The object with this id; null where nothing is visible." })
  node(@Arg("id", () => ID, { description: "As a field `id` gave it." }) id: string, @Ctx() ctx: Context) {
    return findNode(ctx, id);
  }

  @FieldCost({ sizedBy: "ids" })
  @Query(() => [Node], {
    nullable: "items",
    description: "Same order and length as ids; null where nothing is visible.",
  })
  nodes(
    @Arg("ids", () => [ID], { description: "As fields `id` gave them, at most 100." }) ids: string[],
    @Ctx() ctx: Context,
  ) {
    if (ids.length > MAX_IDS) {
      throw new BadInputError(
        "TOO_MANY_IDS",
        `Argument "ids" takes at most ${MAX_IDS} ids, but has ${ids.length}.`,
        "ids",
      );
    }
    return Promise.all(ids.map((id) => findNode(ctx, id)));
  }
}
