// Tells of every document that Apollo has parsed and found valid, so that nobody else has to do either again.
import type { ApolloServerPlugin, BaseContext } from "@apollo/server";
import type { DocumentNode } from "graphql";

export function createValidatedDocumentsPlugin<C extends BaseContext>(
  note: (source: string, document: DocumentNode) => void,
): ApolloServerPlugin<C> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ source, document }) {
          note(source, document);
        },
      };
    },
  };
}
