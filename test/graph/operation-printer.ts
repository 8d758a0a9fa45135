// Prints random choices as a document with variables. Only this file ensures that they are valid GraphQL: response keys that cannot
// conflict, fragments that are used, and pages that keep the response within its limits.
import {
  astFromValue,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isInputObjectType,
  isListType,
  isObjectType,
  Kind,
  type NamedTypeNode,
  OperationTypeNode,
  parseType,
  print,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
  type VariableDefinitionNode,
} from "graphql";

export interface Operation {
  document: string;
  variables: Record<string, unknown>;
}

export interface FieldChoice {
  kind: "field";
  /** Null for `__typename`. */
  field: GraphQLField<unknown, unknown> | null;
  hasAlias: boolean;
  args: ArgumentChoice[];
  children: Choice[];
}

export interface FragmentChoice {
  kind: "fragment";
  on: GraphQLCompositeType;
  /** "reused" is an earlier fragment on the same type, if there is one. */
  form: "inline" | "named" | "reused";
  children: Choice[];
}

export type Choice = FieldChoice | FragmentChoice;

export interface ArgumentChoice {
  name: string;
  type: GraphQLInputType;
  value: unknown;
  /** Whether the value is a literal, a variable, the default of a variable, or an object with a variable for each field. */
  form: "literal" | "variable" | "default" | "inner";
}

/** The place of a selection set. */
interface Place {
  /** The approximate number of objects there. */
  objects: number;
  /** The nesting of objects below it. */
  height: number;
  /** Whether fields of several types are merged there. */
  isMixed: boolean;
}

interface PrintedFragment extends Place {
  name: string;
}

const name = (value: string) => ({ kind: Kind.NAME, value }) as const;
const named = (value: string): NamedTypeNode => ({ kind: Kind.NAMED_TYPE, name: name(value) });

/** The types of a connection, which are not objects of the content themselves. */
export const isWrapper = (type: GraphQLNamedType): boolean => /(Connection|Edge|PageInfo)$/.test(type.name);

export const PAGE_ARGUMENTS: readonly string[] = ["first", "after", "last", "before"];
export const isConnectionField = (field: GraphQLField<unknown, unknown>): boolean =>
  PAGE_ARGUMENTS.every((argument) => field.args.some((candidate) => candidate.name === argument));

const DEFAULT_PAGE = 20;
/** The assumed size of lists without pages. */
const USUAL_LIST = 4;

export class OperationPrinter {
  readonly #maxObjects: number;
  readonly #ambiguous: ReadonlySet<string>;
  readonly #definitions: VariableDefinitionNode[] = [];
  readonly #variables: Record<string, unknown> = {};
  readonly #fragments: FragmentDefinitionNode[] = [];
  readonly #fragmentsByType = new Map<string, PrintedFragment[]>();
  #aliases = 0;

  constructor(schema: GraphQLSchema, maxObjects: number) {
    this.#maxObjects = maxObjects;
    this.#ambiguous = ambiguousFields(schema);
  }

  print(query: GraphQLCompositeType, choices: readonly Choice[]): Operation {
    const selectionSet = this.#selectionSet(query, choices, { objects: 1, height: 0, isMixed: false });
    const document = print({
      kind: Kind.DOCUMENT,
      definitions: [
        {
          kind: Kind.OPERATION_DEFINITION,
          operation: OperationTypeNode.QUERY,
          variableDefinitions: this.#definitions,
          selectionSet,
        },
        ...this.#fragments,
      ],
    });
    return { document, variables: this.#variables };
  }

  #selectionSet(type: GraphQLCompositeType, choices: readonly Choice[], place: Place): SelectionSetNode {
    const here = { ...place, isMixed: place.isMixed || isAbstractType(type) };
    const selections = choices.map((choice) =>
      choice.kind === "field" ? this.#field(type, choice, here) : this.#fragment(choice, here),
    );
    return { kind: Kind.SELECTION_SET, selections };
  }

  #field(parent: GraphQLCompositeType, choice: FieldChoice, place: Place): FieldNode {
    const { field, hasAlias, args, children } = choice;
    const type = field === null ? null : getNamedType(field.type);
    if (field === null || type === null) return { kind: Kind.FIELD, name: name("__typename") };
    const room = Math.max(1, Math.floor(this.#maxObjects / place.objects));
    // The edges of a page are already counted with the page.
    const { fitting, size } = isWrapper(parent) ? { fitting: args, size: 1 } : fitArguments(field, args, room);
    if (isCompositeType(type) && size > room) return { kind: Kind.FIELD, name: name("__typename") };
    // The same field with the same arguments gets the same key, so that two selections of it merge.
    const isAliased = hasAlias || fitting.length > 0 || (place.isMixed && this.#ambiguous.has(field.name));
    if (isAliased) this.#aliases += 1;
    const alias = isAliased ? { alias: name(`a${this.#aliases}`) } : {};
    const node: FieldNode = {
      kind: Kind.FIELD,
      ...alias,
      name: name(field.name),
      arguments: fitting.map((choice) => ({
        kind: Kind.ARGUMENT,
        name: name(choice.name),
        value: this.#value(choice.type, choice.value, choice.form),
      })),
    };
    if (!isCompositeType(type)) return node;
    const below = { objects: place.objects * size, height: place.height + 1, isMixed: false };
    return { ...node, selectionSet: this.#selectionSet(type, children, below) };
  }

  #fragment({ on, form, children }: FragmentChoice, place: Place): SelectionNode {
    if (form === "inline") {
      const selectionSet = this.#selectionSet(on, children, place);
      return { kind: Kind.INLINE_FRAGMENT, typeCondition: named(on.name), selectionSet };
    }
    const printed = this.#fragmentsByType.get(on.name) ?? [];
    // A fragment printed for at least as many objects and the same nesting, so that it increases neither the response nor its depth.
    const fits = (other: PrintedFragment) =>
      other.objects >= place.objects && other.height >= place.height && (other.isMixed || !place.isMixed);
    const reused = form === "reused" ? printed.find(fits) : undefined;
    const fragmentName = reused?.name ?? this.#defineFragment(on, children, place);
    return { kind: Kind.FRAGMENT_SPREAD, name: name(fragmentName) };
  }

  /** It is added to the list only when it is complete, so that no fragment can contain itself. */
  #defineFragment(on: GraphQLCompositeType, children: readonly Choice[], place: Place): string {
    const selectionSet = this.#selectionSet(on, children, place);
    const fragmentName = `F${this.#fragments.length + 1}`;
    this.#fragments.push({
      kind: Kind.FRAGMENT_DEFINITION,
      name: name(fragmentName),
      typeCondition: named(on.name),
      selectionSet,
    });
    const printed = this.#fragmentsByType.get(on.name) ?? [];
    this.#fragmentsByType.set(on.name, [...printed, { ...place, name: fragmentName }]);
    return fragmentName;
  }

  #value(type: GraphQLInputType, value: unknown, form: ArgumentChoice["form"]): ValueNode {
    const bare = getNullableType(type);
    if (form === "inner" && isInputObjectType(bare) && typeof value === "object" && value !== null) {
      const fields = Object.entries(value).map(([key, inner]) => {
        const field = bare.getFields()[key];
        if (field === undefined) throw new Error(`${bare.name} has no field ${key}.`);
        return { kind: Kind.OBJECT_FIELD, name: name(key), value: this.#value(field.type, inner, "variable") } as const;
      });
      return { kind: Kind.OBJECT, fields };
    }
    const literal = astFromValue(value, type) ?? { kind: Kind.NULL };
    if (form === "literal" || (form === "default" && value === null)) return literal;
    const variable = `v${this.#definitions.length + 1}`;
    const isDefault = form === "default";
    this.#definitions.push({
      kind: Kind.VARIABLE_DEFINITION,
      variable: { kind: Kind.VARIABLE, name: name(variable) },
      type: parseType(String(isDefault ? bare : type)),
      ...(isDefault ? { defaultValue: literal as never } : {}),
    });
    if (!isDefault) this.#variables[variable] = value;
    return { kind: Kind.VARIABLE, name: name(variable) };
  }
}

/** The arguments with a page size within the limit, and the approximate largest number of objects of the field. */
function fitArguments(
  field: GraphQLField<unknown, unknown>,
  args: readonly ArgumentChoice[],
  room: number,
): { fitting: readonly ArgumentChoice[]; size: number } {
  const ids = args.find(({ value }) => Array.isArray(value));
  if (!isConnectionField(field)) {
    const first = args.find((choice) => choice.name === "first" && typeof choice.value === "number");
    const isList = isListType(getNullableType(field.type));
    return {
      fitting: args,
      size: isList ? Number(first?.value ?? (ids?.value as unknown[])?.length ?? USUAL_LIST) : 1,
    };
  }
  const isSize = (choice: ArgumentChoice) => choice.name === "first" || choice.name === "last";
  const given = args.find((choice) => isSize(choice) && choice.value !== null);
  const size = Math.min(room, given === undefined ? DEFAULT_PAGE : Number(given.value));
  if (given !== undefined) {
    return { fitting: args.map((choice) => (choice === given ? { ...choice, value: size } : choice)), size };
  }
  if (size === DEFAULT_PAGE) return { fitting: args, size };
  const first = field.args.find((argument) => argument.name === "first");
  if (first === undefined) throw new Error(`${field.name} cannot be paged.`);
  return { fitting: [...args, { name: "first", type: first.type, value: size, form: "literal" }], size };
}

/** Fields whose type differs between object types, so that their values must not share a response key. */
function ambiguousFields(schema: GraphQLSchema): ReadonlySet<string> {
  const typesByField = new Map<string, Set<string>>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const types = typesByField.get(field.name) ?? new Set();
      typesByField.set(field.name, types.add(String(field.type)));
    }
  }
  return new Set([...typesByField].filter(([, types]) => types.size > 1).map(([field]) => field));
}
