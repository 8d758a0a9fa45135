// The lock on what posts are listed under: the shape of the category tree, and which tag stands for which. Whoever changes
// that holds it alone, so that two moves cannot form a cycle together; whoever writes a post shares it, so that nothing
// derived is of an older tree, and no copy of a post's visibility is made while the post changes.
import type { EntityManager } from "typeorm";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";

/** Any fixed number; names this lock among the advisory locks of the database. */
const TERM_LOCK = 1_320_556_093;

/** Taken before any row is locked, else two transactions could wait for each other. Held until the transaction ends. */
export async function lockTerms(tx: EntityManager, mode: "shared" | "exclusive"): Promise<void> {
  const lock = mode === "shared" ? "pg_advisory_xact_lock_shared" : "pg_advisory_xact_lock";
  await queryPrepared(tx, `select ${lock}($1)`, [TERM_LOCK]);
}
