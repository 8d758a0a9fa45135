// The field of version conflicts with the current object, whatever its type.
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../identity/context.js";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { Node } from "../../platform/graphql/node.js";
import { VersionConflict } from "../version-conflict.js";
import { findNode } from "./node.resolver.js";

@Resolver(() => VersionConflict)
export class ConflictingNodeResolver {
  @FieldResolver(() => Node, { nullable: true, description: "The current object." })
  node(@Root() conflict: VersionConflict, @Ctx() ctx: Context) {
    return findNode(ctx, encodeGlobalId(conflict.type, conflict.uuid));
  }
}
