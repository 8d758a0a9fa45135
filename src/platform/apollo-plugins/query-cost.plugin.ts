// Puts the limits into Apollo's way of a request: judged once its operation is known, its cost told with the answer, and
// no more errors listed than anybody reads.
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
          // A name that fits no operation is only told of when it is executed.
          if (operation === undefined) return;
          contextValue.outcome.cost = guard.admit(document, operation, request.variables);
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
