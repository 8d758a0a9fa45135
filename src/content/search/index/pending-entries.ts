// GIN takes milliseconds to insert a post of some hundred words, and a tenth of that a post where many are inserted at
// once. So PostgreSQL collects entries in the indexes' pending lists, which searches read too, and inserts them from here:
// soon after a write, when nobody waits for it, or every few hundred posts where thousands are written.
import type { EntityManager } from "typeorm";
import { codeOf } from "../../../lib/error-facts.js";
import type { WriteTransaction } from "../../../platform/db/transaction.js";

const INDEXES = ["search_public", "search_pending"].flatMap((table) => [`${table}_doc_idx`, `${table}_head_idx`]);

/** As much as searches may have to read besides the index: entries of some hundred posts. */
const MANY_ENTRIES = "8MB";
/** PostgreSQL sorts them in this before it inserts them. */
const SORT_MEMORY = "64MB";
/** The tables are somebody else's: then PostgreSQL inserts by itself, whenever the lists are full. */
const INSUFFICIENT_PRIVILEGE = "42501";

/** For a transaction that writes many rows. */
export async function expectManyEntries(tx: EntityManager): Promise<void> {
  await tx.query(`set local gin_pending_list_limit = '${MANY_ENTRIES}'`);
  await tx.query(`set local work_mem = '${SORT_MEMORY}'`);
}

/** Answers how many pages of entries there were. */
export async function insertPendingEntries(transact: WriteTransaction): Promise<number> {
  try {
    return await transact(async (tx) => {
      const [row]: { pages: number }[] = await tx.query(
        "select sum(gin_clean_pending_list(i::regclass))::integer as pages from unnest($1::text[]) i",
        [INDEXES],
      );
      return row?.pages ?? 0;
    });
  } catch (error) {
    if (codeOf(error) !== INSUFFICIENT_PRIVILEGE) throw error;
    return 0;
  }
}
