// Coerces the variables of an operation as graphql-js does, with a fast path for variables of scalar types without defaults.
import {
  GraphQLBoolean,
  GraphQLID,
  GraphQLInt,
  type GraphQLSchema,
  GraphQLString,
  getNullableType,
  getVariableValues,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  type VariableDefinitionNode,
} from "graphql";
import type { Args } from "./field-access.js";

/** Null if graphql-js would report errors. */
export type CoerceVariables = (given: Args) => Args | null;

interface PlainVariable {
  name: string;
  isRequired: boolean;
  accepts(value: unknown): boolean;
}

const NONE: Args = Object.freeze({});

const PLAIN = new Map<unknown, PlainVariable["accepts"]>([
  [GraphQLString, (value) => typeof value === "string"],
  [GraphQLID, (value) => typeof value === "string"],
  [GraphQLInt, (value) => typeof value === "number" && (value | 0) === value],
  [GraphQLBoolean, (value) => typeof value === "boolean"],
]);

export function variablesOf(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
): CoerceVariables {
  if (variableDefinitions.length === 0) return () => NONE;
  const coerceAny: CoerceVariables = (given) => getVariableValues(schema, variableDefinitions, given).coerced ?? null;
  const plain = variableDefinitions.map((definition) => plainVariable(schema, definition));
  if (plain.some((variable) => variable === null)) return coerceAny;
  return (given) => {
    const values: Record<string, unknown> = {};
    for (const variable of plain as PlainVariable[]) {
      const { name } = variable;
      if (!Object.hasOwn(given, name)) {
        if (variable.isRequired) return null;
      } else {
        const value = given[name];
        if (!variable.accepts(value)) return coerceAny(given);
        values[name] = value;
      }
    }
    return values;
  };
}

function plainVariable(schema: GraphQLSchema, definition: VariableDefinitionNode): PlainVariable | null {
  const type = typeFromAST(schema, definition.type as never);
  if (type === undefined || !isInputType(type) || definition.defaultValue !== undefined) return null;
  const accepts = PLAIN.get(getNullableType(type));
  return accepts === undefined
    ? null
    : { name: definition.variable.name.value, isRequired: isNonNullType(type), accepts };
}
