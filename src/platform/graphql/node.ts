// Relay's Global Object Identification. Each feature says how rows of its type are found; nothing here knows a type.
import { Field, ID, InterfaceType } from "type-graphql";
import { BadInputError } from "./bad-input.js";
import { decodeGlobalId, type NodeType } from "./global-id.js";

@InterfaceType({
  description:
    "An object that can be fetched again by its id alone, as Relay's Global Object Identification defines it.",
  resolveType: (value: object) => value.constructor.name,
})
export abstract class Node {
  @Field(() => ID, {
    name: "id",
    description:
      "Global, opaque, stable for the life of the object. Reveals neither how many rows exist nor when they were made.",
  })
  get globalId(): string {
    throw new Error(`${this.constructor.name} has no global id.`);
  }
}

export const MAX_IDS = 100;

/** The UUIDs of ids that must all be of one type; duplicates are dropped. */
export function uuidsOf(ids: readonly string[], type: NodeType, argument: string): string[] {
  if (ids.length > MAX_IDS) {
    throw new BadInputError(
      "TOO_MANY_IDS",
      `Argument "${argument}" takes at most ${MAX_IDS} ids, but has ${ids.length}.`,
      argument,
    );
  }
  return [...new Set(ids.map((id) => uuidOf(id, type, argument)))];
}

export function uuidOf(id: string, type: NodeType, argument: string): string {
  const decoded = decodeGlobalId(id);
  if (decoded === null) {
    throw new BadInputError("ID_INVALID", `Argument "${argument}" has an id that this service did not make.`, argument);
  }
  if (decoded.type !== type) {
    throw new BadInputError(
      "ID_OF_ANOTHER_TYPE",
      `Argument "${argument}" expects ids of ${type} objects, but got one of ${decoded.type}.`,
      argument,
    );
  }
  return decoded.uuid;
}
