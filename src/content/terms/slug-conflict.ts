// Reports a slug that another object of the kind has as the user error SLUG_TAKEN, whether a check finds it or the unique index of the
// table does.
import type { EntityManager } from "typeorm";
import type { WriteTransaction } from "../../platform/db/transaction.js";
import { Refusal, UserErrors } from "../../platform/graphql/user-error.js";

const PATH = ["input", "slug"];

export function slugTaken(slug: string): Refusal {
  return Refusal.of("SLUG_TAKEN", `The slug "${slug}" is taken.`, PATH);
}

const UNIQUE_VIOLATION = "23505";

/** Whether another transaction has committed the same slug or path since this one checked it. */
function isSlugViolation(error: unknown): boolean {
  if (!(error instanceof Error) || !("driverError" in error)) return false;
  const { code, constraint } = error.driverError as { code?: string; constraint?: string };
  return code === UNIQUE_VIOLATION && /_(?:slug|path)_key$/.test(constraint ?? "");
}

/** Runs a transaction that writes a slug. If a concurrent write takes the slug first, it throws the same user error as the check. */
export async function transactWithSlug(
  ctx: { transact: WriteTransaction },
  work: (tx: EntityManager) => Promise<void>,
): Promise<void> {
  try {
    await ctx.transact(work);
  } catch (error) {
    if (!isSlugViolation(error)) throw error;
    throw new UserErrors(Refusal.of("SLUG_TAKEN", "The slug is taken.", PATH));
  }
}
