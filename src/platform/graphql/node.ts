// Relay's Global Object Identification, without the types themselves: each feature finds the rows of its own type.
import { Field, ID, InterfaceType } from "type-graphql";
import { BadInputError } from "./bad-input.js";
import { decodeGlobalId, type NodeType, shownId } from "./global-id.js";

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
  return [...new Set(ids.map((id, place) => decoded(id, type, argument, ` at index ${place}`)))];
}

export function uuidOf(id: string, type: NodeType, argument: string): string {
  return decoded(id, type, argument, "");
}

/** `at` tells the place of the id in a list. */
function decoded(id: string, type: NodeType, argument: string, at: string): string {
  const found = decodeGlobalId(id);
  if (found === null) {
    const message = `Expected an id that was issued by this service in "${argument}"${at}, got ${shownId(id)}.`;
    throw new BadInputError("ID_INVALID", message, argument);
  }
  if (found.type !== type) {
    const message = `Expected the id of an object of type ${type} in "${argument}"${at}, got ${shownId(id)} of type ${found.type}.`;
    throw new BadInputError("ID_OF_ANOTHER_TYPE", message, argument);
  }
  return found.uuid;
}
