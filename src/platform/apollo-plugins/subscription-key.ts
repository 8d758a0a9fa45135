// Which operations get equal responses to an event: those with the same document, the same operation and the same variables, apart from the
// cursor at which each of them began.
import { createHash } from "node:crypto";
import { type DocumentNode, type FieldNode, Kind, type OperationDefinitionNode, visit } from "graphql";

const CURSOR_ARGUMENT = "after";

export function subscriptionKey(
  source: string,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>> = {},
): string {
  const cursor = cursorVariable(document, operation);
  const { [cursor ?? ""]: _, ...others } = variables;
  const parts = JSON.stringify([operation.name?.value ?? "", cursor === null ? variables : others, source]);
  // Short, since each open operation holds one.
  return createHash("sha256").update(parts).digest("base64url");
}

/** The variable that passes the cursor, if nothing else uses it. */
function cursorVariable(document: DocumentNode, { selectionSet }: OperationDefinitionNode): string | null {
  const field = selectionSet.selections.find((selection): selection is FieldNode => selection.kind === Kind.FIELD);
  const value = field?.arguments?.find(({ name }) => name.value === CURSOR_ARGUMENT)?.value;
  if (value?.kind !== Kind.VARIABLE) return null;
  const name = value.name.value;
  let uses = 0;
  visit(document, {
    VariableDefinition: () => false,
    Variable(node) {
      if (node.name.value === name) uses += 1;
    },
  });
  return uses === 1 ? name : null;
}
