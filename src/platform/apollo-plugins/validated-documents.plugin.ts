// Passes on every document that Apollo has parsed and validated, so that compiled queries need not do either again.
import type { ApolloServerPlugin, BaseContext } from "@apollo/server";
import type { DocumentNode } from "graphql";

export function createValidatedDocumentsPlugin<C extends BaseContext>(
  onValidated: (source: string, document: DocumentNode) => void,
): ApolloServerPlugin<C> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ source, document }) {
          onValidated(source, document);
        },
      };
    },
  };
}
