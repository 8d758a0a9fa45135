// The largest number of SQL statements that a query may need, computed from its text alone. It visits the selections as the executor
// does and counts the loads that cannot share a statement: loads of one loader that begin together are one statement, however many
// objects they are for.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getVariableValues,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from "graphql";
import { isWrapper, type Operation } from "./operation-printer.js";
import { type Assumption, type FieldUse, type List, stepsOf, typesOf } from "./statement-costs.js";

export function statementBound(
  schema: GraphQLSchema,
  operation: Operation,
  assumption: Assumption = "nothing",
): number {
  const document = parse(operation.document);
  const definition = document.definitions.find(
    ({ kind }) => kind === Kind.OPERATION_DEFINITION,
  ) as OperationDefinitionNode;
  const { coerced, errors } = getVariableValues(schema, definition.variableDefinitions ?? [], operation.variables);
  if (coerced === undefined) throw new Error(`The variables are not valid: ${errors?.join(", ")}`);
  const query = schema.getQueryType();
  if (query == null) throw new Error("The schema has no queries.");
  const walk = new Walk(schema, document, coerced, assumption);
  walk.visit(query, [definition.selectionSet], { moment: "", list: null });
  return walk.statements.size;
}

/** The place where a selection set is executed. */
interface Place {
  /** The loads that were awaited before: selections with the same ones are executed together. */
  moment: string;
  /** The list whose page it is a part of, if any. */
  list: List | null;
}

class Walk {
  readonly statements = new Set<string>();
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Record<string, unknown>;
  readonly #assumption: Assumption;

  constructor(
    schema: GraphQLSchema,
    document: DocumentNode,
    variables: Record<string, unknown>,
    assumption: Assumption,
  ) {
    this.#schema = schema;
    this.#variables = variables;
    this.#assumption = assumption;
    this.#fragments = new Map(
      document.definitions
        .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
        .map((definition) => [definition.name.value, definition]),
    );
  }

  visit(type: GraphQLObjectType, sets: readonly SelectionSetNode[], place: Place): void {
    const fields = new Map<string, FieldNode[]>();
    for (const set of sets) this.#collect(type, set, fields);
    const list =
      place.list !== null && type.name.endsWith("Connection") ? this.#withPage(place.list, fields) : place.list;
    for (const [key, nodes] of fields) this.#visitField(type, key, nodes, { ...place, list });
  }

  #withPage(list: List, fields: Map<string, FieldNode[]>): List {
    const nodes = [...fields.values()].flat();
    const info = new Map<string, FieldNode[]>();
    const infoType = this.#schema.getType("PageInfo");
    for (const { name, selectionSet } of nodes) {
      if (name.value === "pageInfo" && selectionSet && isObjectType(infoType))
        this.#collect(infoType, selectionSet, info);
    }
    const hasPage = nodes.some(({ name }) => name.value === "nodes" || name.value === "edges");
    const isProbed = [...info.values()].flat().some(({ name }) => name.value !== "__typename");
    return { ...list, hasPage: hasPage || isProbed };
  }

  #visitField(type: GraphQLObjectType, key: string, nodes: readonly FieldNode[], place: Place): void {
    const [node] = nodes;
    const definition = node === undefined ? undefined : type.getFields()[node.name.value];
    if (node === undefined || definition === undefined) return;
    const args = getArgumentValues(definition, node, this.#variables);
    const field: FieldUse = { coordinate: `${type.name}.${definition.name}`, key, args, list: place.list };
    // The objects come from the first step; later steps return values that need no further statements.
    let moment = place.moment;
    const momentsAfter = stepsOf(field, this.#assumption).map((step) => {
      for (const { loader, group } of step) this.statements.add(`${moment} ${loader} ${group}`);
      moment = `${moment}>${step.map(({ loader }) => loader).join("+")}`;
      return moment;
    });
    const inner = getNamedType(definition.type);
    if (!isCompositeType(inner)) return;
    const sets = nodes.flatMap(({ selectionSet }) => (selectionSet === undefined ? [] : [selectionSet]));
    const list = inner.name.endsWith("Connection") ? listOf(field) : isWrapper(inner) ? place.list : null;
    for (const possible of this.#possibleTypes(field, inner))
      this.visit(possible, sets, { moment: momentsAfter[0] ?? place.moment, list });
  }

  #possibleTypes(field: FieldUse, type: GraphQLNamedType): readonly GraphQLObjectType[] {
    if (isObjectType(type)) return [type];
    if (!isAbstractType(type)) return [];
    const known = typesOf(field);
    return this.#schema.getPossibleTypes(type).filter(({ name }) => known === null || known.has(name));
  }

  #collect(type: GraphQLObjectType, set: SelectionSetNode, fields: Map<string, FieldNode[]>): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        fields.set(key, [...(fields.get(key) ?? []), selection]);
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition?.name.value;
      if (fragment !== undefined && this.#applies(type, condition)) this.#collect(type, fragment.selectionSet, fields);
    }
  }

  #applies(type: GraphQLObjectType, condition: string | undefined): boolean {
    if (condition === undefined || condition === type.name) return true;
    const named = this.#schema.getType(condition);
    return isAbstractType(named) && this.#schema.isSubType(named, type);
  }
}

function listOf({ coordinate, args }: FieldUse): List {
  const { first: _first, last = null, after = null, before = null, ...own } = args;
  return { shape: `${coordinate} ${JSON.stringify(own)}`, isForward: last === null, after, before, hasPage: false };
}
