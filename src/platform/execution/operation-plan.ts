// Compiles a query of a valid document into a plan that is executed many times. A plan returns the text of `data` or bails out: a
// response with any error is left to graphql-js, which executes the query from the start. That is invisible because queries have no
// effects. Mutations, introspection and fields without a known resolver are never compiled.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
} from "graphql";
import { collectFields, collectSubfields } from "graphql/execution/collectFields.js";
import { argumentsOf } from "./arguments.js";
import { CompiledSelection, type Completion, type SelectedField } from "./compiled-selection.js";
import { abstractCompletion, leafCompletion, listCompletion, objectCompletion } from "./completion.js";
import { type Args, accessOf } from "./field-access.js";
import { leafTextOf } from "./json-text.js";

export interface OperationPlan {
  /** The number of selected fields, as a measure of memory. */
  size: number;
  /** Takes coerced variables. Throws or rejects to bail out. */
  execute(ctx: unknown, variables: Args): string | Promise<string>;
}

/** Nested fragments can make a short document select very many fields. */
const MAX_FIELDS = 10_000;

class NotCompiled extends Error {
  override readonly name = "NotCompiled";
}

/** `conditions` are the variables that `@skip` and `@include` depend on. Null if the query cannot be compiled. */
export function compileQuery(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  conditions: Args,
): OperationPlan | null {
  const queryType = schema.getQueryType();
  if (operation.operation !== "query" || queryType === null || queryType === undefined) return null;
  const compiler = new Compiler(schema, document, conditions);
  try {
    const root = compiler.root(queryType, operation);
    const execute: OperationPlan["execute"] = (ctx, variables) => {
      const texts = root.textsOf([undefined], { ctx, variables });
      return texts instanceof Promise ? texts.then(([text]) => text as string) : (texts[0] as string);
    };
    return { size: compiler.size, execute };
  } catch {
    // For example arguments that are not valid, which graphql-js reports.
    return null;
  }
}

class Compiler {
  readonly #schema: GraphQLSchema;
  readonly #fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  readonly #conditions: Args;
  #size = 0;

  constructor(schema: GraphQLSchema, document: DocumentNode, conditions: Args) {
    this.#schema = schema;
    this.#conditions = conditions;
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments[definition.name.value] = definition;
    }
  }

  get size(): number {
    return this.#size;
  }

  root(type: GraphQLObjectType, { selectionSet }: OperationDefinitionNode): CompiledSelection {
    return this.#selection(type, collectFields(this.#schema, this.#fragments, this.#conditions, type, selectionSet));
  }

  #below(type: GraphQLObjectType, nodes: readonly FieldNode[]): CompiledSelection {
    // Types that need `isTypeOf` are left to graphql-js.
    if (type.isTypeOf) throw new NotCompiled(type.name);
    return this.#selection(type, collectSubfields(this.#schema, this.#fragments, this.#conditions, type, nodes));
  }

  #selection(type: GraphQLObjectType, fields: ReadonlyMap<string, readonly FieldNode[]>): CompiledSelection {
    return new CompiledSelection([...fields].map(([key, nodes]) => this.#field(type, key, nodes)));
  }

  #field(type: GraphQLObjectType, key: string, nodes: readonly FieldNode[]): SelectedField {
    this.#size += 1;
    if (this.#size > MAX_FIELDS) throw new NotCompiled("The document selects too many fields.");
    const [node] = nodes;
    const name = node?.name.value;
    if (node === undefined || name === undefined) throw new NotCompiled(key);
    if (name === "__typename") return { kind: "constant", key, text: JSON.stringify(type.name) };
    const field = type.getFields()[name];
    const access = field === undefined ? undefined : accessOf(field);
    if (field === undefined || access === undefined) throw new NotCompiled(`${type.name}.${name}`);
    const isNullable = !isNonNullType(field.type);
    const nullable = isNonNullType(field.type) ? field.type.ofType : field.type;
    if (access.property !== null && isLeafType(nullable)) {
      return { kind: "property", key, property: access.property, leaf: leafTextOf(nullable), isNullable };
    }
    const complete = this.#completion(field.type, nodes);
    const info = { fieldNodes: nodes, fragments: this.#fragments };
    return { kind: "column", key, access, argumentsOf: argumentsOf(field, node), info, complete };
  }

  #completion(type: GraphQLOutputType, nodes: readonly FieldNode[], isNullable = true): Completion {
    if (isNonNullType(type)) return this.#completion(type.ofType, nodes, false);
    if (isListType(type)) return listCompletion(this.#completion(type.ofType, nodes), isNullable);
    if (isLeafType(type)) return leafCompletion(leafTextOf(type), isNullable);
    if (isObjectType(type)) return objectCompletion(this.#below(type, nodes), isNullable);
    if (!isAbstractType(type) || type.resolveType === undefined || type.resolveType === null) {
      throw new NotCompiled(String(type));
    }
    const possible = this.#schema.getPossibleTypes(type);
    const selections = new Map(possible.map((each) => [each.name, this.#below(each, nodes)]));
    return abstractCompletion(type, selections, isNullable);
  }
}
