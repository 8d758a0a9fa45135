// The arguments of a field: computed once for the plan if the document has their values, or once for all objects of a level.
import {
  type ArgumentNode,
  type FieldNode,
  type GraphQLArgument,
  type GraphQLField,
  getArgumentValues,
  isNonNullType,
  Kind,
  type ValueNode,
  visit,
} from "graphql";
import type { Args } from "./field-access.js";

export type ArgumentsOf = (variables: Args) => Args;

type AddArgument = (values: Record<string, unknown>, variables: Args) => void;

const NONE: Args = Object.freeze({});

/** Throws the same errors as graphql-js for arguments that are not valid. */
export function argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode): ArgumentsOf {
  if (field.args.length === 0) return () => NONE;
  const given = node.arguments ?? [];
  if (!given.some(({ value }) => usesVariable(value))) {
    const constant = Object.freeze(getArgumentValues(field, node, {}));
    return () => constant;
  }
  const additions = field.args.map((argument) => additionOf(argument, given, field, node));
  if (additions.some((add) => add === null)) return (variables) => getArgumentValues(field, node, variables);
  return (variables) => {
    const values: Record<string, unknown> = {};
    for (const add of additions) add?.(values, variables);
    return values;
  };
}

/** Null if graphql-js has to do it: for variables inside lists and objects. */
function additionOf(
  argument: GraphQLArgument,
  given: readonly ArgumentNode[],
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
): AddArgument | null {
  const { name, defaultValue } = argument;
  const value = given.find((each) => each.name.value === name)?.value;
  if (value === undefined || !usesVariable(value)) {
    // Only this argument, because others may depend on variables.
    const single = { ...field, args: [argument] };
    const constant = getArgumentValues(single, node, {});
    return name in constant ? (values) => void Object.assign(values, constant) : () => undefined;
  }
  if (value.kind !== Kind.VARIABLE) return null;
  const variable = value.name.value;
  const mayBeNull = !isNonNullType(argument.type);
  return (values, variables) => {
    if (Object.hasOwn(variables, variable)) {
      if (variables[variable] === null && !mayBeNull) throw new TypeError(`Expected ${name} not to be null.`);
      values[name] = variables[variable];
    } else if (defaultValue !== undefined) values[name] = defaultValue;
    else if (!mayBeNull) throw new TypeError(`Expected ${name} to be given.`);
  };
}

function usesVariable(value: ValueNode): boolean {
  let found = false;
  visit(value, {
    Variable() {
      found = true;
    },
  });
  return found;
}
