// Relay's Global Object Identification, without the types themselves: each feature finds the rows of its own type.
import { Field, ID, InterfaceType } from "type-graphql";
import { BadInputError } from "./bad-input.js";
import { decodeGlobalId, type NodeType } from "./global-id.js";

@InterfaceType({
  description:
    "An object that can be fetched again by its id alone, as defined by Relay's Global Object Identification.",
  resolveType: (value: object) => value.constructor.name,
})
export abstract class Node {
  @Field(() => ID, {
    name: "id",
    description:
      "A global, opaque id that is stable for the life of the object. Reveals neither how many objects exist nor when they were created.",
  })
  get globalId(): string {
    throw new Error(`${this.constructor.name} has no global id.`);
  }
}

export const MAX_IDS = 100;

/** The UUIDs of ids that must all belong to one type, without duplicates. */
export function uuidsOf(ids: readonly string[], type: NodeType, argument: string): string[] {
  if (ids.length > MAX_IDS) {
    throw new BadInputError(
      "TOO_MANY_IDS",
      `Expected at most ${MAX_IDS} ids in "${argument}", got ${ids.length}.`,
      argument,
    );
  }
  return [...new Set(ids.map((id) => uuidOf(id, type, argument)))];
}

export function uuidOf(id: string, type: NodeType, argument: string): string {
  const decoded = decodeGlobalId(id);
  if (decoded === null) {
    throw new BadInputError("ID_INVALID", `Expected an id that was issued by this service in "${argument}".`, argument);
  }
  if (decoded.type !== type) {
    throw new BadInputError(
      "ID_OF_ANOTHER_TYPE",
      `Expected the id of an object of type ${type} in "${argument}", got one of type ${decoded.type}.`,
      argument,
    );
  }
  return decoded.uuid;
}
