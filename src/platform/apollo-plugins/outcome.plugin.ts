// Records the outcome of an operation in its context. Idempotent execution decides by it whether to keep the effects and the response.
import type { ApolloServerPlugin } from "@apollo/server";
import type { GraphQLFormattedError } from "graphql";
import type { GraphqlErrorCode } from "../graphql/error-codes.js";

interface WithOutcome {
  readonly outcome: {
    isMutation: boolean;
    hasFailed: boolean;
    operation: string | null;
    errors: readonly GraphQLFormattedError[];
  };
}

/** Codes of failures that the client did not cause and that may be temporary. */
const FAILURES: ReadonlySet<unknown> = new Set<GraphqlErrorCode>([
  "INTERNAL_SERVER_ERROR",
  "SERVICE_UNAVAILABLE",
  "TIMEOUT",
]);

const NONE: readonly GraphQLFormattedError[] = [];

export function createOutcomePlugin<C extends WithOutcome>(): ApolloServerPlugin<C> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ contextValue, operation, response }) {
          const errors = response.body.kind === "single" ? (response.body.singleResult.errors ?? NONE) : NONE;
          const { outcome } = contextValue;
          outcome.isMutation = operation?.operation === "mutation";
          outcome.operation = operation === undefined ? null : (operation.name?.value ?? "");
          outcome.errors = errors;
          // A write that reports its failures by itself has recorded them.
          outcome.hasFailed ||= errors.some((error) => FAILURES.has(error.extensions?.code));
        },
      };
    },
  };
}
