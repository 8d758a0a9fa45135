// Generates queries that cover the schema: one for every field that leads to an object, along the shortest path from the root, and one for
// every root field that takes an id or a name. New fields are covered automatically.
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";

export interface Walk {
  document: string;
  /** The type of each variable `$name`; empty if the query takes no id or name. */
  variables: Record<string, "ID" | "String" | "IDs">;
}

type AnyField = GraphQLField<unknown, unknown>;
interface Step {
  /** A field with its arguments, or a type condition. */
  text: string;
  variables: Walk["variables"];
}

const ROOT_PAGE = 20;
const NESTED_PAGE = 3;

export function schemaWalks(schema: GraphQLSchema): Walk[] {
  const query = schema.getQueryType();
  if (query == null) throw new Error("Expected a schema with a query type.");
  const paths = new Map<string, Step[]>([[query.name, []]]);
  const open: GraphQLNamedType[] = [query];
  const walks: Walk[] = rootLeaves(query);
  // Fields without required ids or names come first, so that paths lead through them.
  for (let type = open.shift(); type !== undefined; type = open.shift()) {
    const path = paths.get(type.name) ?? [];
    for (const { step, target } of stepsFrom(schema, type, path.length)) {
      walks.push(walk(schema, [...path, step], target));
      if (paths.has(target.name)) continue;
      paths.set(target.name, [...path, step]);
      open.push(target);
    }
  }
  return walks;
}

/** Queries for the fields of the root that lead to no object. */
function rootLeaves(query: GraphQLObjectType): Walk[] {
  const fields = Object.values(query.getFields()).filter((field) => isLeafType(getNamedType(field.type)));
  return fields.flatMap((field) => variants(field, 0).map(({ text, variables }) => walkOf(text, variables)));
}

function stepsFrom(
  schema: GraphQLSchema,
  type: GraphQLNamedType,
  depth: number,
): { step: Step; target: GraphQLNamedType }[] {
  if (isAbstractType(type)) {
    return schema
      .getPossibleTypes(type)
      .map((target) => ({ step: { text: `... on ${target.name}`, variables: {} }, target }));
  }
  if (!isObjectType(type)) return [];
  const fields = Object.values(type.getFields()).filter((field) => isCompositeType(getNamedType(field.type)));
  const steps = fields.flatMap((field) =>
    variants(field, depth).map((step) => ({ step, target: getNamedType(field.type) })),
  );
  return steps.sort((a, b) => requiredNames(a.step) - requiredNames(b.step));
}

const requiredNames = ({ variables }: Step): number => Object.keys(variables).length;

/** A field once without and once with each value of its enum arguments, because they may select other objects. */
function variants(field: AnyField, depth: number): Step[] {
  const variables: Walk["variables"] = {};
  const given: string[] = [];
  for (const argument of field.args) {
    const kind = isNonNullType(argument.type) && argument.defaultValue === undefined ? kindOf(argument) : null;
    if (kind !== null) {
      variables[argument.name] = kind;
      given.push(`${argument.name}: $${argument.name}`);
    } else if (isNonNullType(argument.type) && argument.defaultValue === undefined) {
      given.push(`${argument.name}: ${literalOf(argument.type)}`);
    } else if (argument.name === "first") given.push(`first: ${depth === 0 ? ROOT_PAGE : NESTED_PAGE}`);
  }
  const choices = field.args.flatMap((argument) => {
    const type = getNamedType(argument.type);
    return isEnumType(type) ? type.getValues().map(({ name }) => `${argument.name}: ${name}`) : [];
  });
  return ["", ...choices].map((choice) => {
    const args = [...given, choice].filter((text) => text !== "").join(", ");
    return { text: args === "" ? field.name : `${field.name}(${args})`, variables };
  });
}

/** A value of an input: of an object, with what it requires. */
function literalOf(type: GraphQLInputType): string {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return '"text"';
  const required = Object.values(named.getFields()).filter(
    (field) => isNonNullType(field.type) && field.defaultValue === undefined,
  );
  return `{ ${required.map((field) => `${field.name}: ${literalOf(field.type)}`).join(", ")} }`;
}

function kindOf({ type }: GraphQLArgument): "ID" | "String" | "IDs" | null {
  const { name } = getNamedType(type);
  if (name === "ID") return isListType(isNonNullType(type) ? type.ofType : type) ? "IDs" : "ID";
  return name === "String" ? "String" : null;
}

const DECLARED = { ID: "ID!", String: "String!", IDs: "[ID!]!" } as const;

function walk(schema: GraphQLSchema, steps: readonly Step[], target: GraphQLNamedType): Walk {
  const variables = Object.assign({}, ...steps.map((step) => step.variables)) as Walk["variables"];
  const inner = steps.reduceRight((below, step) => `${step.text} { ${below} }`, leaves(schema, target));
  return walkOf(inner, variables);
}

function walkOf(inner: string, variables: Walk["variables"]): Walk {
  const declared = Object.entries(variables).map(([name, kind]) => `$${name}: ${DECLARED[kind]}`);
  return { document: `query${declared.length === 0 ? "" : ` (${declared.join(", ")})`} { ${inner} }`, variables };
}

/** All scalar fields of a type that need no argument, with `id` if there is one, because ids identify hidden objects reliably. */
function leaves(schema: GraphQLSchema, type: GraphQLNamedType): string {
  if (isAbstractType(type)) {
    const inner = schema.getPossibleTypes(type).map((possible) => `... on ${possible.name} { ${idOf(possible)} }`);
    return ["__typename", ...inner].join(" ");
  }
  if (!isObjectType(type)) return "__typename";
  const fields = Object.values(type.getFields()).filter(
    (field) => isLeafType(getNamedType(field.type)) && field.args.every((argument) => !isNonNullType(argument.type)),
  );
  return ["__typename", ...fields.map((field) => field.name)].join(" ");
}

const idOf = (type: GraphQLNamedType): string =>
  isObjectType(type) && type.getFields().id !== undefined ? "id" : "__typename";
