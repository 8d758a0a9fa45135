// The subscription to the change feed.
import { Arg, Resolver, Root, Subscription } from "type-graphql";
import type { Context } from "../../identity/context.js";
import { CodedError } from "../../platform/graphql/error-codes.js";
import { ChangeNodeType } from "../change-feed/change-kind.js";
import { checkedNodeTypes } from "./change.resolver.js";
import { Change } from "./change.type.js";

const AFTER =
  "Changes behind this cursor, of a change or of `Query.changes`. If absent, those that happen from now on.";
const NODE_TYPES = "The types of the objects that have changed; all if absent.";

@Resolver()
export class ChangesSubscription {
  @Subscription(() => Change, {
    description:
      "What `changes(after:)` would return, and on from there as it happens: in the order of commits, and at least once. `node` is the state at the moment of the response. Ends by the error CURSOR_RESET if the cursor is older than what is kept, or of another database.",
    subscribe: async ({ args, context }: { args: ChangesArgs; context: Context }) => {
      const { followChanges, subscription } = context;
      if (followChanges === null) throw new CodedError("BAD_REQUEST", "Subscriptions are switched off.");
      const resumeAfter = subscription?.kind === "open" ? subscription.resumeAfter : null;
      return followChanges(resumeAfter ?? args.after ?? null, checkedNodeTypes(args.nodeTypes));
    },
  })
  changes(
    @Root() change: Change,
    @Arg("after", () => String, { nullable: true, description: AFTER }) _after: string | null,
    @Arg("nodeTypes", () => [ChangeNodeType], { nullable: true, description: NODE_TYPES })
    _nodeTypes: readonly ChangeNodeType[] | null,
  ): Change {
    return change;
  }
}

interface ChangesArgs {
  after?: string | null;
  nodeTypes?: readonly ChangeNodeType[] | null;
}
