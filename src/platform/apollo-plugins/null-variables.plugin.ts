// Rejects null for variables in positions that exclude null, before Apollo executes the operation.
import type { ApolloServerPlugin, BaseContext } from "@apollo/server";
import type { NullVariableCheck } from "../execution/null-variables.js";

export function createNullVariablesPlugin<C extends BaseContext>(
  nullVariables: Pick<NullVariableCheck, "check">,
): ApolloServerPlugin<C> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, operation, request }) {
          // Apollo reports an unknown operationName later, at execution.
          if (operation !== undefined) nullVariables.check(document, operation, request.variables);
        },
      };
    },
  };
}
