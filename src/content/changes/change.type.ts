// GraphQL types of the change feed.
import { Field, ID, ObjectType } from "type-graphql";
import { encodeGlobalId, type NodeType } from "../../platform/graphql/global-id.js";
import { DateTimeScalar } from "../../platform/graphql/scalars.js";
import { encodeChangeCursor } from "../change-feed/change-cursor.js";
import { ChangeKind, type ChangeNodeType } from "../change-feed/change-kind.js";
import { positionOf, type StoredChange } from "../change-feed/read-changes.js";

const TYPE_NAMES: Readonly<Record<ChangeNodeType, NodeType>> = {
  POST: "Post",
  PAGE: "Page",
  CATEGORY: "Category",
  TAG: "Tag",
  AUTHOR: "Author",
  SERIES: "Series",
  MENU: "Menu",
  SITE: "Site",
  ASSET: "Asset",
  COMMENT: "Comment",
};

/** The global id of the object of a change. */
export function changedNodeId({ nodeType, nodeId }: Pick<StoredChange, "nodeType" | "nodeId">): string {
  return encodeGlobalId(TYPE_NAMES[nodeType], nodeId);
}

@ObjectType({
  simpleResolvers: true,
  description:
    "A change that readers could notice. A long list of paths continues in further changes of the same kind and object.",
})
export class Change {
  @Field(() => String, { description: "Continues the feed right behind this change, as the argument `after`." })
  cursor!: string;

  @Field(() => ChangeKind, { description: "What happened to the object." })
  kind!: ChangeKind;

  @Field(() => DateTimeScalar, { description: "When it was recorded, by the clock of the database." })
  at!: string;

  @Field(() => ID, { description: "The id of the object, also if it is gone." })
  nodeId!: string;

  @Field(() => [String], {
    description:
      "The paths of the pages of the site that the change affects, now and formerly, at most 500: its own, and those of the lists and objects that show it. They are relative to the site and not percent-encoded.",
  })
  paths!: string[];

  static of(stored: StoredChange, epoch: string): Change {
    return Object.assign(new Change(), {
      cursor: encodeChangeCursor(positionOf(stored, epoch)),
      kind: stored.kind,
      at: stored.at,
      nodeId: changedNodeId(stored),
      paths: stored.paths,
    });
  }
}

@ObjectType({ simpleResolvers: true, description: "A part of the change feed." })
export class ChangePage {
  @Field(() => [Change], { description: "The changes in the order of their commits." })
  nodes!: Change[];

  @Field(() => String, { description: "Give it back as `after`, also if `nodes` is empty." })
  cursor!: string;

  @Field(() => Boolean, { description: "Whether there may be further changes already. If not, ask again later." })
  hasMore!: boolean;

  @Field(() => Boolean, {
    description:
      "True if the given cursor is older than what is kept, or of another state of the database, such as before a backup was restored. Read everything anew, and continue from `cursor`.",
  })
  isReset!: boolean;
}
