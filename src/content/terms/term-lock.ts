// The advisory lock on terms: the shape of the category tree, and which tag a merged tag stands for. A write that changes either holds
// it exclusively, so that two concurrent moves cannot form a cycle. A write of a post holds it shared, so that derived rows never
// describe an older tree, and a post's visibility is never copied while the post changes.
import type { EntityManager } from "typeorm";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";

/** An arbitrary constant that identifies this lock among the advisory locks of the database. */
const TERM_LOCK = 1_320_556_093;

/** Must be taken before any row lock; otherwise two transactions could deadlock. It is held until the transaction ends. */
export async function lockTerms(tx: EntityManager, mode: "shared" | "exclusive"): Promise<void> {
  const lock = mode === "shared" ? "pg_advisory_xact_lock_shared" : "pg_advisory_xact_lock";
  await queryPrepared(tx, `/* terms.lock ${mode} */ select ${lock}($1)`, [TERM_LOCK]);
}
