// Notes in the context what came of an operation, for whoever has to decide whether its effects and its answer stay.
import type { ApolloServerPlugin } from "@apollo/server";
import type { GraphQLFormattedError } from "graphql";

interface WithOutcome {
  readonly outcome: {
    isMutation: boolean;
    hasFailed: boolean;
    operation: string | null;
    errors: readonly GraphQLFormattedError[];
  };
}

/** Codes of failures that the caller did not cause and that may pass. */
const FAILURES: ReadonlySet<unknown> = new Set(["INTERNAL_SERVER_ERROR", "SERVICE_UNAVAILABLE", "TIMEOUT"]);

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
          outcome.hasFailed = errors.some((error) => FAILURES.has(error.extensions?.code));
        },
      };
    },
  };
}
