// The payload of mutations: the object or null, and the user errors.
import { Field, ID, ObjectType } from "type-graphql";
import { clearLoaders, type LoaderOf } from "./loader.js";
import { UserError, UserErrors } from "./user-error.js";

export type Payload<Key extends string, Value> = { [K in Key]: Value | null } & { errors: readonly UserError[] };

export type MergePayload<Key extends string, Row> = Payload<Key, Row> & { mergedId: string | null };

/** What the writes of a request report about it. */
export interface MutationContext {
  readonly outcome: {
    /** Whether a mutation was rejected because the viewer may not do it. */
    isForbidden: boolean;
  };
}

/**
 * Runs a write and returns its result under `key`, or the user errors that it threw. It clears the loaders of the request, so that
 * the response contains what was written.
 */
export async function payload<Key extends string, Value>(
  ctx: MutationContext,
  key: Key,
  work: () => Promise<Value>,
): Promise<Payload<Key, Value>> {
  try {
    const value = await work();
    return { [key]: value, errors: [] } as unknown as Payload<Key, Value>;
  } catch (error) {
    if (!(error instanceof UserErrors)) throw error;
    if (error.errors.some(({ code }) => code === "FORBIDDEN")) ctx.outcome.isForbidden = true;
    return { [key]: null, errors: error.errors } as unknown as Payload<Key, Value>;
  } finally {
    clearLoaders(ctx);
  }
}

/**
 * Runs a write that returns the id of the written object, and loads the object by the loader that every read uses: a viewer who may
 * no longer see the object after this write gets null.
 */
export function writtenPayload<C extends MutationContext, Key extends string, Row>(
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

/** The same for a merge. `sourceId` is the global id of the object that the merge deletes. */
export async function mergedPayload<C extends MutationContext, Key extends string, Row>(
  ctx: C,
  key: Key,
  sourceId: string,
  write: () => Promise<string>,
  byId: LoaderOf<C, string, Row | null>,
): Promise<MergePayload<Key, Row | null>> {
  const written = await writtenPayload(ctx, key, write, byId);
  return { ...written, mergedId: written.errors.length === 0 ? sourceId : null };
}

export const ERRORS_DESCRIPTION = "Why the change was rejected; empty if it succeeded.";

/** Options of the one argument that every mutation takes. */
export const INPUT = { description: "Parameters of the mutation." };

/** Declares the GraphQL type `<name>` with a nullable object of the given type under `key`, and the errors. */
export function payloadType(name: string, key: string, type: () => object): new () => object {
  @ObjectType(name, { simpleResolvers: true, description: resultOf(name) })
  class PayloadType {
    @Field(() => [UserError], { description: ERRORS_DESCRIPTION })
    errors!: readonly UserError[];
  }
  Field(type as () => new () => object, { nullable: true, description: objectDescription(name, key) })(
    PayloadType.prototype,
    key,
  );
  return PayloadType;
}

/** The same for a merge, with the id of the object that was deleted. */
export function mergeType(name: string, key: string, type: () => object): new () => object {
  const MergeType = payloadType(name, key, type);
  const mergedId = `The id of the source, which was deleted. Null if the merge was rejected.`;
  Field(() => ID, { nullable: true, description: mergedId })(MergeType.prototype, "mergedId");
  return MergeType;
}

/** The description of a payload: "The result of `updateTag`." for `UpdateTagPayload`. */
export const resultOf = (payload: string): string =>
  `The result of \`${payload.charAt(0).toLowerCase()}${payload.slice(1, -"Payload".length)}\`.`;

/** For `UpdateTagPayload` and `tag`: "The tag after the change, or null if the change was rejected." */
function objectDescription(name: string, key: string): string {
  const noun = key === "apiToken" ? "API token" : key;
  return name.startsWith("Create")
    ? `The new ${noun}, or null if the change was rejected.`
    : `The ${noun} after the change, or null if the change was rejected.`;
}

/** Declares the GraphQL type `<name>` of a deletion. */
export function deletionType(name: string): new () => object {
  @ObjectType(name, { simpleResolvers: true, description: resultOf(name) })
  class DeletionType {
    @Field(() => ID, {
      nullable: true,
      description: "The id of the deleted object, or null if the deletion was rejected.",
    })
    deletedId!: string | null;

    @Field(() => [UserError], { description: ERRORS_DESCRIPTION })
    errors!: readonly UserError[];
  }
  return DeletionType;
}
