// Converts a valid operation into a CostSelection, in one pass over the document: each fragment is visited once, however often and
// deeply it is used.
import {
  type ArgumentNode,
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";
import { type CostSelection, NOTHING, type Shape, shapeOf, type Term } from "./cost-selection.js";
import { type FieldCostRules, fieldCostOf } from "./field-costs.js";

const CURSORS: ReadonlySet<string> = new Set(["after", "before"]);

export interface LongString {
  length: number;
  argument: string;
}

export class CostSelectionBuilder {
  readonly #schema: GraphQLSchema;
  readonly #rules: FieldCostRules;
  readonly #definitions: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #fragments = new Map<string, CostSelection>();
  /** The number of directives in the text; those of a fragment count once. */
  directives = 0;
  longest: LongString = { length: 0, argument: "" };
  /** The variables used as cursors or texts, which may be longer than other strings. */
  readonly #longVariables = new Set<string>();
  /** The variables used as other strings. */
  readonly #shortVariables = new Set<string>();

  constructor(schema: GraphQLSchema, rules: FieldCostRules, definitions: readonly FragmentDefinitionNode[]) {
    this.#schema = schema;
    this.#rules = rules;
    this.#definitions = new Map(definitions.map((definition) => [definition.name.value, definition]));
  }

  get longVariables(): ReadonlySet<string> {
    return new Set([...this.#longVariables].filter((name) => !this.#shortVariables.has(name)));
  }

  build(set: SelectionSetNode, type: GraphQLNamedType, isShared = false): CostSelection {
    const spread = new Set<string>();
    const terms = set.selections.flatMap((selection) => this.#term(selection, type, spread) ?? []);
    return { terms, isShared, shape: shapeOf(terms) };
  }

  countDirectives(directives: readonly DirectiveNode[] | undefined): void {
    this.directives += directives?.length ?? 0;
    for (const directive of directives ?? []) this.#visitArguments(directive.arguments);
  }

  #term(node: SelectionNode, type: GraphQLNamedType, spread: Set<string>): Term | null {
    this.countDirectives(node.directives);
    if (node.kind === Kind.FIELD) return this.#field(node, type);
    if (node.kind === Kind.INLINE_FRAGMENT) {
      const on = this.#typeNamed(node.typeCondition?.name.value) ?? type;
      return { kind: "part", on: this.#exclusive(on, type), selection: this.build(node.selectionSet, on) };
    }
    // A fragment is executed once in a selection, however often it is spread there.
    if (spread.has(node.name.value)) return null;
    spread.add(node.name.value);
    const definition = this.#definitions.get(node.name.value);
    const on = this.#typeNamed(definition?.typeCondition.name.value);
    if (definition === undefined || on === undefined) return null;
    return { kind: "part", on: this.#exclusive(on, type), selection: this.#fragment(definition, on) };
  }

  #fragment(definition: FragmentDefinitionNode, on: GraphQLNamedType): CostSelection {
    const name = definition.name.value;
    const existing = this.#fragments.get(name);
    if (existing !== undefined) return existing;
    this.countDirectives(definition.directives);
    const built = this.build(definition.selectionSet, on, true);
    this.#fragments.set(name, built);
    return built;
  }

  #field(node: FieldNode, parent: GraphQLNamedType): Term | null {
    const own = { fields: 1, aliases: node.alias === undefined ? 0 : 1 };
    const key = (node.alias ?? node.name).value;
    const isMeta = node.name.value.startsWith("__");
    const field = isMeta ? undefined : fieldOf(parent, node.name.value);
    const takesText = field !== undefined && fieldCostOf(field).takesText === true;
    this.#visitArguments(node.arguments, takesText);
    if (isMeta) return { ...this.#introspection(node), key, shape: addOwn(this.#introspected(node), own, true) };
    if (field === undefined) return null;
    const type = getNamedType(field.type);
    const children =
      node.selectionSet !== undefined && isCompositeType(type) ? this.build(node.selectionSet, type) : null;
    return {
      kind: "field",
      key,
      ...this.#rules.of(parent.name, field, node),
      children,
      shape: addOwn(children?.shape ?? NOTHING, own, false),
    };
  }

  #introspection(node: FieldNode) {
    const cost = this.#rules.introspectionCost(node.name.value);
    return { kind: "field" as const, counts: false, cost, size: null, role: "plain" as const, children: null };
  }

  /** The cost of introspection does not depend on the content. Its fields count, and graphql-js limits its depth. */
  #introspected(node: FieldNode): Shape {
    if (node.selectionSet === undefined) return NOTHING;
    const type = node.name.value === "__schema" ? "__Schema" : "__Type";
    const built = this.#schema.getType(type);
    return built === undefined ? NOTHING : this.build(node.selectionSet, built).shape;
  }

  #typeNamed(name: string | undefined): GraphQLNamedType | undefined {
    return name === undefined ? undefined : this.#schema.getType(name);
  }

  #exclusive(on: GraphQLNamedType, parent: GraphQLNamedType): string | null {
    return isAbstractType(parent) && isObjectType(on) ? on.name : null;
  }

  #visitArguments(nodes: readonly ArgumentNode[] | undefined, takesText = false): void {
    for (const { name, value } of nodes ?? []) {
      if (takesText || CURSORS.has(name.value)) this.#visitLongStrings(value);
      else this.#visitStrings(value, name.value);
    }
  }

  #visitLongStrings(value: ValueNode): void {
    if (value.kind === Kind.VARIABLE) this.#longVariables.add(value.name.value);
    if (value.kind === Kind.OBJECT) for (const field of value.fields) this.#visitLongStrings(field.value);
  }

  #visitStrings(value: ValueNode, argument: string): void {
    if (value.kind === Kind.VARIABLE) this.#shortVariables.add(value.name.value);
    if (value.kind === Kind.STRING && value.value.length > this.longest.length) {
      this.longest = { length: value.value.length, argument };
    }
    if (value.kind === Kind.LIST) for (const item of value.values) this.#visitStrings(item, argument);
    if (value.kind === Kind.OBJECT) for (const field of value.fields) this.#visitStrings(field.value, argument);
  }
}

function addOwn(children: Shape, own: { fields: number; aliases: number }, isMeta: boolean): Shape {
  return {
    depth: isMeta ? 1 : children.depth + 1,
    fields: children.fields + own.fields,
    aliases: children.aliases + own.aliases,
  };
}

function fieldOf(type: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  return "getFields" in type ? (type.getFields()[name] as GraphQLField<unknown, unknown> | undefined) : undefined;
}
