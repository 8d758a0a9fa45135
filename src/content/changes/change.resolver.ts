// The query of the change feed. Its rows are public, so that every reader gets the same; the objects are read as the viewer sees them.
import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../identity/context.js";
import { BadInputError } from "../../platform/graphql/bad-input.js";
import { FieldCost } from "../../platform/graphql/cost-directive.js";
import type { Deferred } from "../../platform/graphql/deferred.js";
import { Node } from "../../platform/graphql/node.js";
import { checkedSize, MAX_PAGE_SIZE } from "../../platform/graphql/pagination/page-args.js";
import { CHANGES } from "../cache-tags/cache-tags.js";
import { decodeChangeCursor, encodeChangeCursor } from "../change-feed/change-cursor.js";
import { ChangeNodeType } from "../change-feed/change-kind.js";
import { newestPosition, readChanges } from "../change-feed/read-changes.js";
import { findNode } from "../nodes/node.resolver.js";
import { Change, ChangePage } from "./change.type.js";

@Resolver(() => Change)
export class ChangeResolver {
  @FieldCost({ cost: 10 })
  @Query(() => ChangePage, {
    description:
      "The changes that readers could notice, oldest first, so that a follower keeps a copy of the site up to date: take a cursor, read everything, then follow. Each is delivered at least once.",
  })
  async changes(
    @Ctx() ctx: Context,
    @Arg("after", () => String, {
      nullable: true,
      description: "A cursor of this field. If absent, the result has no changes and the cursor of now.",
    })
    after: string | null | undefined,
    @Arg("first", () => Int, { nullable: true, defaultValue: MAX_PAGE_SIZE, description: "How many, 1 to 100." })
    first: number | null | undefined,
    @Arg("nodeTypes", () => [ChangeNodeType], {
      nullable: true,
      description:
        "Only changes of objects of these types, at most 10. All if absent or empty. A cursor is valid for any types.",
    })
    nodeTypes: ChangeNodeType[] | null | undefined,
  ): Promise<ChangePage> {
    const limit = checkedSize(first ?? MAX_PAGE_SIZE, "first");
    const position = after == null ? null : decodeChangeCursor(after);
    const types = checkedNodeTypes(nodeTypes);
    ctx.cacheTags.add(...CHANGES);
    if (position === null) {
      const cursor = encodeChangeCursor(await newestPosition(ctx.db));
      return Object.assign(new ChangePage(), { nodes: [], cursor, hasMore: false, isReset: false });
    }
    const read = await readChanges(ctx.db, position, { limit, nodeTypes: types });
    return Object.assign(new ChangePage(), {
      nodes: read.changes.map((change) => Change.of(change, read.position.epoch)),
      cursor: encodeChangeCursor(read.position),
      hasMore: read.hasMore,
      isReset: read.isReset,
    });
  }

  @FieldResolver(() => Node, {
    nullable: true,
    description:
      "The object as it is now, which may be newer than the change. Null if it is gone or hidden from the viewer.",
  })
  node(@Root() { nodeId }: Change, @Ctx() ctx: Context): Deferred<Node | null> | null {
    return findNode(ctx, nodeId);
  }
}

const MAX_TYPES = Object.keys(ChangeNodeType).length;

/** Null for all. */
export function checkedNodeTypes(types: readonly ChangeNodeType[] | null | undefined): ChangeNodeType[] | null {
  if (types == null || types.length === 0) return null;
  if (types.length <= MAX_TYPES) return [...new Set(types)];
  const message = `Expected at most ${MAX_TYPES} types in "nodeTypes", got ${types.length}.`;
  throw new BadInputError("VALUE_OUT_OF_RANGE", message, "nodeTypes");
}
