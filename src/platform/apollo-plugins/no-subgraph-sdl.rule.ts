// A validation rule that rejects `_service`, by which gateways of Apollo Federation read the whole schema. It is applied where introspection is off.
import { type ASTVisitor, GraphQLError, type ValidationContext } from "graphql";

export function noSubgraphSdl(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      if (node.name.value !== "_service" || context.getParentType() !== context.getSchema().getQueryType()) return;
      const message = "Introspection is switched off, and so is _service, which contains the schema.";
      context.reportError(
        new GraphQLError(message, { nodes: node, extensions: { validationErrorCode: "INTROSPECTION_DISABLED" } }),
      );
    },
  };
}
