// The error of a change that was based on an older version of its object. It contains the current object, so that a client can show both
// versions; that field is in content/nodes/conflicting-node.resolver.ts.
import { Field, Int, ObjectType } from "type-graphql";
import type { NodeType } from "../platform/graphql/global-id.js";
import { UserError, UserErrors } from "../platform/graphql/user-error.js";

/** An object that has a version, by its UUID. */
interface Versioned {
  id: string;
  version: number;
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: "The object was changed after the expected version. Nothing was written.",
})
export class VersionConflict extends UserError {
  type!: NodeType;
  uuid!: string;

  @Field(() => Int, { description: "The version on which the rejected change was based." })
  expectedVersion!: number;

  @Field(() => Int, { description: "The current version of the object." })
  actualVersion!: number;

  static of(type: NodeType, object: Versioned, expectedVersion: number): VersionConflict {
    return Object.assign(new VersionConflict(), {
      code: "VERSION_CONFLICT" as const,
      message: `Expected version ${expectedVersion} of the ${type.toLowerCase()}, but it is at version ${object.version}.`,
      path: ["input", "expectedVersion"],
      type,
      uuid: object.id,
      expectedVersion,
      actualVersion: object.version,
    });
  }
}

/** Rejects a change that is based on another version than the object has. To be called while the object is locked. */
export function requireVersion(type: NodeType, object: Versioned, expectedVersion: number): void {
  if (object.version !== expectedVersion) throw new UserErrors(VersionConflict.of(type, object, expectedVersion));
}
