// Flushes the pending lists of the GIN indexes. Inserting a post of some hundred words into a GIN index takes milliseconds, and a tenth of
// that per post if many are inserted at once. So PostgreSQL collects entries in pending lists, which searches read too, and they are
// flushed outside of requests: soon after a write, or every few hundred posts of an import.
import type { EntityManager } from "typeorm";
import { codeOf } from "../../../lib/error-facts.js";
import { INSUFFICIENT_PRIVILEGE } from "../../../platform/db/failures/sqlstates.js";
import type { WriteTransaction } from "../../../platform/db/transaction.js";

export const GIN_INDEXES = ["search_public", "search_pending"].flatMap((table) =>
  ["doc", "head"].map((column) => ({ name: `${table}_${column}_idx`, table, column })),
);

/**
 * Settings for a transaction or session that writes many rows: the size up to which searches read pending lists besides the index, entries of
 * some hundred posts, and the memory in which PostgreSQL sorts the entries before it inserts them.
 */
export const MANY_ENTRIES_SETTINGS = { gin_pending_list_limit: "8MB", work_mem: "64MB" } as const;

/** Prepares a transaction that writes many rows. */
export async function expectManyEntries(tx: EntityManager): Promise<void> {
  for (const [name, value] of Object.entries(MANY_ENTRIES_SETTINGS)) await tx.query(`set local ${name} = '${value}'`);
}

/** Returns the number of pages that the pending lists had. */
export async function insertPendingEntries(transact: WriteTransaction): Promise<number> {
  try {
    return await transact(async (tx) => {
      const [row]: { pages: number }[] = await tx.query(
        "/* search index.flush pending lists */ select sum(gin_clean_pending_list(to_regclass(i)))::integer as pages from unnest($1::text[]) i",
        [GIN_INDEXES.map(({ name }) => name)],
      );
      return row?.pages ?? 0;
    });
  } catch (error) {
    // Another role owns the tables. Then PostgreSQL flushes a list by itself when it is full.
    if (codeOf(error) !== INSUFFICIENT_PRIVILEGE) throw error;
    return 0;
  }
}
