// Checks the types of the four members of a GraphQL request (GraphQL over HTTP, "Request parameters"). Apollo would print a value of
// another type in its message, which overflows the stack for an array in ten thousand arrays.
import { badRequest } from "../http-rejection.js";

const isObject = (value: unknown): boolean => typeof value === "object" && !Array.isArray(value);

const MEMBERS: readonly (readonly [name: string, type: string, fits: (value: unknown) => boolean])[] = [
  ["query", "a string", (value) => typeof value === "string"],
  ["operationName", "a string", (value) => typeof value === "string"],
  ["variables", "an object", isObject],
  ["extensions", "an object", isObject],
];

/** Null counts as absent. */
export function assertOperationShape(body: Readonly<Record<string, unknown>>): void {
  for (const [name, type, fits] of MEMBERS) {
    const value = body[name];
    if (value !== undefined && value !== null && !fits(value)) throw badRequest(`Expected ${name} to be ${type}.`);
  }
}

/** Whether extensions leave the response as it is: only a persisted query changes what is executed. Clients send their names in them. */
export const areInertExtensions = (value: unknown): boolean =>
  isObject(value) && value !== null && !("persistedQuery" in (value as object));
