// The field of the error SLUG_TAKEN with the object that has the slug, whatever its type.
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../identity/context.js";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { Node } from "../../platform/graphql/node.js";
import { SlugTaken } from "../terms/slug-conflict.js";
import { findNode } from "./node.resolver.js";

@Resolver(() => SlugTaken)
export class SlugHolderResolver {
  @FieldResolver(() => Node, {
    nullable: true,
    description: "The object that has the slug, or null if the viewer may not see it.",
  })
  holder(@Root() { type, uuid }: SlugTaken, @Ctx() ctx: Context) {
    return findNode(ctx, encodeGlobalId(type, uuid));
  }
}
