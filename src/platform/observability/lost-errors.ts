// Handles a rejection of a field that graphql-js did not await: it responds with the first error of an operation and may abandon other
// fields. The request has its response, so the error is logged and the process continues. Any other unhandled rejection ends the process,
// as by default, because the state that it leaves is unknown.
import { GraphQLError } from "graphql";
import type { Logger } from "./log.js";

export function watchLostErrors(log: Logger): void {
  process.on("unhandledRejection", (error) => {
    if (!(error instanceof GraphQLError)) throw error;
    log.error({ err: error }, "A field failed after the response of its operation was sent.");
  });
}
