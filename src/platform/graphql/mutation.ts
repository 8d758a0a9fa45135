// The shape all mutations answer in: the object or null, and the refusals.
import { Field, ID, ObjectType } from "type-graphql";
import { clearLoaders, type LoaderOf } from "./loader.js";
import { UserError, UserErrors } from "./user-error.js";

export type Payload<Key extends string, Value> = { [K in Key]: Value | null } & { errors: readonly UserError[] };

/**
 * Runs a write and answers with its result under `key`, or with the refusals it threw. What the request had loaded is
 * forgotten, so that the answer reads what was written.
 */
export async function payload<Key extends string, Value>(
  ctx: object,
  key: Key,
  work: () => Promise<Value>,
): Promise<Payload<Key, Value>> {
  try {
    const value = await work();
    return { [key]: value, errors: [] } as unknown as Payload<Key, Value>;
  } catch (error) {
    if (error instanceof UserErrors) return { [key]: null, errors: error.errors } as unknown as Payload<Key, Value>;
    throw error;
  } finally {
    clearLoaders(ctx);
  }
}

/**
 * A write that gives the id of what it wrote, answered through the loader that every read uses: who has lost sight of the
 * object by this write gets null.
 */
export function writtenPayload<C extends object, Key extends string, Row>(
  ctx: C,
  key: Key,
  write: () => Promise<string>,
  byId: LoaderOf<C, string, Row | null>,
): Promise<Payload<Key, Row | null>> {
  return payload(ctx, key, async () => {
    const id = await write();
    clearLoaders(ctx);
    return byId(ctx).load(id);
  });
}

/** Of the one argument that every mutation takes. */
export const INPUT = { description: "What to write." };

/** Declares the GraphQL type `<name>` with a nullable object under `key`, of the type given, and the errors. */
export function payloadType(name: string, key: string, type: () => object, description: string): new () => object {
  @ObjectType(name, { simpleResolvers: true, description })
  class PayloadType {
    @Field(() => [UserError], { description: "Why the write did not happen; empty where it did." })
    errors!: readonly UserError[];
  }
  Field(type as () => new () => object, {
    nullable: true,
    description: "As it is after the write; null where refused.",
  })(PayloadType.prototype, key);
  return PayloadType;
}

/** Declares the GraphQL type `<name>` of a deletion. */
export function deletionType(name: string, description: string): new () => object {
  @ObjectType(name, { simpleResolvers: true, description })
  class DeletionType {
    @Field(() => ID, { nullable: true, description: "Id of what was deleted; null where refused." })
    deletedId!: string | null;

    @Field(() => [UserError], { description: "Why the write did not happen; empty where it did." })
    errors!: readonly UserError[];
  }
  return DeletionType;
}
