// Reports a slug that another object of the kind has as the user error SLUG_TAKEN, whether a check finds it or the unique index of the
// table does. The field of the error with the other object is in content/nodes/slug-holder.resolver.ts.
import { Field, ObjectType } from "type-graphql";
import type { EntityManager } from "typeorm";
import type { WriteTransaction } from "../../platform/db/transaction.js";
import type { NodeType } from "../../platform/graphql/global-id.js";
import { Refusal, UserError, UserErrors } from "../../platform/graphql/user-error.js";
import type { RoutedKind } from "../site-path.js";
import { freeSlug, type SlugPlace, slugHolder } from "./free-slug.js";

const PATH = ["input", "slug"];

const TYPES: Record<RoutedKind, NodeType> = {
  post: "Post",
  category: "Category",
  tag: "Tag",
  author: "Author",
  series: "Series",
  page: "Page",
};

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description:
    "Another object of the type has the slug; of categories and pages, another child of the same parent. Nothing was written.",
})
export class SlugTaken extends UserError {
  type!: NodeType;
  uuid!: string;

  @Field(() => String, {
    description:
      "A slug like the one that was given which no object has or had. It may be taken by the time at which it is sent.",
  })
  freeSlug!: string;
}

/** The error if another object has the slug; null if there is none. */
export async function slugTaken(
  tx: EntityManager,
  slug: string,
  place: SlugPlace,
  path: string[] = PATH,
): Promise<SlugTaken | null> {
  const uuid = await slugHolder(tx, slug, place);
  if (uuid === null) return null;
  const free = await freeSlug(tx, slug, place);
  const { kind } = place;
  const noun = kind === "category" || kind === "page" ? `${kind} of the same parent` : kind;
  return Object.assign(new SlugTaken(), {
    code: "SLUG_TAKEN" as const,
    message: `The slug "${slug}" is taken by another ${noun}. The slug "${free}" is free.`,
    ...{ path, type: TYPES[place.kind], uuid, freeSlug: free },
  });
}

const UNIQUE_VIOLATION = "23505";

/** Whether another transaction has committed the same slug, path or external id since this one checked it. */
function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error) || !("driverError" in error)) return false;
  const { code, constraint } = error.driverError as { code?: string; constraint?: string };
  return code === UNIQUE_VIOLATION && /_(?:slug|path|external_id)_key$/.test(constraint ?? "");
}

/** One of the concurrent writers of a slug succeeds in each round, so that as many of them as this get a slug each. */
const MAX_ATTEMPTS = 25;

/**
 * Runs a transaction that writes a slug or an external id. If a concurrent write takes it first, the transaction runs again: its check then
 * finds the object that has it, or derives another slug if none was given.
 */
export async function transactWithSlug(
  ctx: { transact: WriteTransaction },
  work: (tx: EntityManager) => Promise<void>,
): Promise<void> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      await ctx.transact(work);
      return;
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      if (attempts === MAX_ATTEMPTS) throw new UserErrors(Refusal.of("SLUG_TAKEN", "The slug is taken.", PATH));
    }
  }
}
