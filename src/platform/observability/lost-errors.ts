// The last resort for a failure of one field that nobody awaited: graphql-js answers by the first failure and may lose sight of
// others. The request was answered and holds nothing of others, so it is told of and the process goes on. Any other lost
// rejection ends the process, as it does without this: nobody knows what state it leaves.
import { GraphQLError } from "graphql";
import type { Logger } from "./log.js";

export function watchLostErrors(log: Logger): void {
  process.on("unhandledRejection", (error) => {
    if (!(error instanceof GraphQLError)) throw error;
    log.error({ err: error }, "A field failed after its operation was answered; nobody awaited it.");
  });
}
