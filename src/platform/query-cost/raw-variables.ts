// Reads variables before they are coerced: their defaults, and the length of their strings.
import { type OperationDefinitionNode, valueFromASTUntyped } from "graphql";
import type { Variables } from "./operation-cost.js";

export function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Variables {
  const given = variableDefinitions.filter(({ defaultValue }) => defaultValue !== undefined);
  return Object.fromEntries(
    given.map(({ variable, defaultValue }) => [
      variable.name.value,
      defaultValue === undefined ? undefined : valueFromASTUntyped(defaultValue),
    ]),
  );
}

export function withDefaults(defaults: Variables, variables: Variables): Variables {
  for (const _ in defaults) return { ...defaults, ...variables };
  return variables;
}

export function longestString(value: unknown): number {
  let longest = 0;
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === "string") longest = Math.max(longest, next.length);
    else if (typeof next === "object" && next !== null) for (const child of Object.values(next)) waiting.push(child);
  }
  return longest;
}
