// The error of a change that was based on another version of the working copy than there is.
import { Ctx, FieldResolver, Info, ObjectType, Resolver, Root } from "type-graphql";
import type { Context } from "../../../identity/context.js";
import type { Deferred } from "../../../platform/graphql/deferred.js";
import { type SelectedFields, type SelectingInfo, selectionOf } from "../../../platform/graphql/look-ahead.js";
import { UserError, UserErrors } from "../../../platform/graphql/user-error.js";
import { VersionConflict } from "../../version-conflict.js";
import { WorkingCopy } from "./working-copy.type.js";

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: "The working copy is not at the expected version. Nothing was written.",
})
export class WorkingCopyConflict extends UserError {
  load!: LoadCopy;
}

/** Loads the working copy with what the selection needs. */
export type LoadCopy = (ctx: Context, selection: SelectedFields) => Deferred<WorkingCopy | null>;

/** `expected` is null if there should be no working copy, and `actual` if there is none. */
export function throwCopyConflict(load: LoadCopy, expected: number | null, actual: number | null): never {
  const wanted = expected === null ? "no working copy" : `version ${expected} of the working copy`;
  const found = actual === null ? "there is none" : `it is at version ${actual}`;
  throw new UserErrors(
    Object.assign(new WorkingCopyConflict(), {
      code: "WORKING_COPY_CONFLICT" as const,
      message: `Expected ${wanted}, but ${found}.`,
      path: ["input", "expectedWorkingCopyVersion"],
      load,
    }),
  );
}

/** Refuses a copy that is based on another version of its post or page than the present one: the two have to be merged first. */
export function requireBase(type: "Post" | "Page", owner: { id: string; version: number }, baseVersion: number): void {
  if (baseVersion === owner.version) return;
  const message = `The working copy is based on version ${baseVersion} of the ${type.toLowerCase()}, which is at version ${owner.version}. Merge the two, and save the working copy with the new baseVersion.`;
  throw new UserErrors(Object.assign(VersionConflict.of(type, owner, baseVersion), { message }));
}

@Resolver(() => WorkingCopyConflict)
export class WorkingCopyConflictResolver {
  @FieldResolver(() => WorkingCopy, { nullable: true, description: "The current working copy. Null if there is none." })
  current(
    @Root() conflict: WorkingCopyConflict,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): Deferred<WorkingCopy | null> {
    return conflict.load(ctx, selectionOf(info));
  }
}
