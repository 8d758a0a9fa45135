// Arguments of a field: worked out once where they are written in the document, else once for all objects of a level.
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

/** Throws what graphql-js throws for arguments that cannot be. */
export function argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode): ArgumentsOf {
  if (field.args.length === 0) return () => NONE;
  const given = node.arguments ?? [];
  if (!given.some(({ value }) => namesVariable(value))) {
    const written = Object.freeze(getArgumentValues(field, node, {}));
    return () => written;
  }
  const additions = field.args.map((argument) => additionOf(argument, given, field, node));
  if (additions.some((add) => add === null)) return (variables) => getArgumentValues(field, node, variables);
  return (variables) => {
    const values: Record<string, unknown> = {};
    for (const add of additions) add?.(values, variables);
    return values;
  };
}

/** Null where only graphql-js knows: variables within lists and objects, and whatever must not be null. */
function additionOf(
  argument: GraphQLArgument,
  given: readonly ArgumentNode[],
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
): AddArgument | null {
  const { name, defaultValue } = argument;
  const value = given.find((each) => each.name.value === name)?.value;
  if (value === undefined || !namesVariable(value)) {
    // Of this argument alone: others may depend on variables.
    const single = { ...field, args: [argument] };
    const written = getArgumentValues(single, node, {});
    return name in written ? (values) => void Object.assign(values, written) : () => undefined;
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

function namesVariable(value: ValueNode): boolean {
  let found = false;
  visit(value, {
    Variable() {
      found = true;
    },
  });
  return found;
}
