// The four members of a GraphQL request and what each may be (GraphQL over HTTP, "Request parameters"). Checked here, because
// Apollo names a value that is none of these in its message, and an array in ten thousand arrays cannot be named.
import { badRequest } from "../http-rejection.js";

const isObject = (value: unknown): boolean => typeof value === "object" && !Array.isArray(value);

const MEMBERS: readonly (readonly [name: string, what: string, fits: (value: unknown) => boolean])[] = [
  ["query", "a string", (value) => typeof value === "string"],
  ["operationName", "a string", (value) => typeof value === "string"],
  ["variables", "an object", isObject],
  ["extensions", "an object", isObject],
];

/** Null counts as absent. */
export function assertOperationShape(body: Readonly<Record<string, unknown>>): void {
  for (const [name, what, fits] of MEMBERS) {
    const value = body[name];
    if (value !== undefined && value !== null && !fits(value)) throw badRequest(`Expected ${name} to be ${what}.`);
  }
}
