// Rejects null for a variable that is used where the type excludes null. GraphQL allows a nullable variable there if the variable or the
// position has a default ("All Variable Usages Are Allowed"); null itself would fail only in the middle of the execution, in graphql-js by an
// error without a code. Like any other wrong variable it is a mistake of the client, whatever else the operation selects.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLSchema,
  type InlineFragmentNode,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { CodedError } from "../graphql/error-codes.js";
import type { Variables } from "../query-cost/operation-cost.js";
import { defaultsOf, withDefaults } from "../query-cost/raw-variables.js";

type SelectionNode = FieldNode | FragmentSpreadNode | InlineFragmentNode;

/** The positions of an operation that exclude null, by the variables that are used there. */
type StrictUses = Map<string, string>;

interface CheckedOperation {
  uses: StrictUses;
  defaults: Variables;
}

export class NullVariableCheck {
  readonly #schema: GraphQLSchema;
  readonly #operations = new WeakMap<OperationDefinitionNode, CheckedOperation>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** Throws an error that the client receives. `variables` are those of the request, before their coercion. */
  check(document: DocumentNode, operation: OperationDefinitionNode, variables: Variables = {}): void {
    const { uses, defaults } = this.#checked(document, operation);
    // Most operations have no such uses.
    if (uses.size === 0) return;
    const values = withDefaults(defaults, variables);
    if (!isAnyNull(uses, values)) return;
    // Selections that these variables exclude are not executed.
    for (const [name, position] of strictUses(this.#schema, document, operation, values)) {
      if (values[name] === null) throw nullError(name, position);
    }
  }

  #checked(document: DocumentNode, operation: OperationDefinitionNode): CheckedOperation {
    let checked = this.#operations.get(operation);
    if (checked === undefined) {
      checked = { uses: strictUses(this.#schema, document, operation, {}), defaults: defaultsOf(operation) };
      this.#operations.set(operation, checked);
    }
    return checked;
  }
}

function isAnyNull(uses: StrictUses, variables: Variables): boolean {
  for (const name of uses.keys()) if (variables[name] === null) return true;
  return false;
}

function strictUses(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): StrictUses {
  const uses: StrictUses = new Map();
  const reached = new Set<string>();
  const waiting: (OperationDefinitionNode | FragmentDefinitionNode)[] = [operation];
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const nullable = nullableVariables(operation);
  const enter = (node: SelectionNode): false | undefined => (isExcluded(node, variables) ? false : undefined);
  for (let definition = waiting.pop(); definition !== undefined; definition = waiting.pop()) {
    const types = new TypeInfo(schema);
    const visitor = visitWithTypeInfo(types, {
      // The definition of a variable is no use of it.
      VariableDefinition: () => false,
      Field: enter,
      InlineFragment: enter,
      FragmentSpread(node) {
        if (isExcluded(node, variables)) return false;
        const { value } = node.name;
        const fragment = fragments.get(value);
        if (fragment !== undefined && !reached.has(value)) waiting.push(fragment);
        reached.add(value);
        return undefined;
      },
      Variable(node) {
        const type = types.getInputType();
        if (nullable.has(node.name.value) && isNonNullType(type)) {
          uses.set(node.name.value, `${positionOf(types)}, which has the type ${type}`);
        }
      },
    });
    visit(definition, visitor);
  }
  return uses;
}

/** The coercion of the other variables rejects null. */
function nullableVariables({ variableDefinitions = [] }: OperationDefinitionNode): ReadonlySet<string> {
  const nullable = variableDefinitions.filter(({ type }) => type.kind !== Kind.NON_NULL_TYPE);
  return new Set(nullable.map(({ variable }) => variable.name.value));
}

/** Whether a condition excludes the selection. graphql-js reads `@include` only if `@skip` does not exclude it. */
function isExcluded(node: SelectionNode, variables: Variables): boolean {
  const skip = conditionOf(node, "skip", variables);
  return skip === true || (skip !== null && conditionOf(node, "include", variables) === false);
}

/** Undefined if there is no such directive. */
function conditionOf({ directives = [] }: SelectionNode, name: string, variables: Variables): unknown {
  const value = directives.find((directive) => directive.name.value === name)?.arguments?.[0]?.value;
  if (value?.kind === Kind.BOOLEAN) return value.value;
  return value?.kind === Kind.VARIABLE ? variables[value.name.value] : undefined;
}

function positionOf(types: TypeInfo): string {
  const directive = types.getDirective();
  const owner = directive ? `@${directive.name}` : (types.getFieldDef()?.name ?? "");
  return `${owner}(${types.getArgument()?.name ?? ""}:)`;
}

function nullError(name: string, position: string): CodedError {
  const message = `Expected a value for $${name}, got null: it is used in ${position}. Leave the variable out to use the default.`;
  return new CodedError("BAD_USER_INPUT", message, { variable: name, http: { status: 400 } });
}
