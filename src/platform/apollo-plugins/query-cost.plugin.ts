// Applies the query cost limits in Apollo: checks an operation as soon as it is known, adds its cost to the response, and shortens a
// long list of errors.
import type { ApolloServerPlugin } from "@apollo/server";
import type { Cost } from "../query-cost/operation-cost.js";
import type { OperationGuard } from "../query-cost/operation-guard.js";

interface WithCost {
  readonly outcome: { cost: Cost | null };
}

export function createQueryCostPlugin<C extends WithCost>(
  guard: OperationGuard,
  maxErrors: number,
): ApolloServerPlugin<C> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, operation, request, contextValue }) {
          // Apollo reports an unknown operationName later, at execution.
          if (operation === undefined) return;
          contextValue.outcome.cost = guard.check(document, operation, request.variables);
        },
        async willSendResponse({ response, contextValue }) {
          if (response.body.kind !== "single") return;
          const result = response.body.singleResult;
          const { cost } = contextValue.outcome;
          if (cost !== null) result.extensions = { ...result.extensions, cost };
          if (result.errors === undefined || result.errors.length <= maxErrors) return;
          const omittedErrors = result.errors.length - maxErrors;
          result.errors = result.errors.slice(0, maxErrors);
          result.extensions = { ...result.extensions, omittedErrors };
        },
      };
    },
  };
}
