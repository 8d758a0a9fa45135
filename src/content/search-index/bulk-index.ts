// GIN takes milliseconds to insert a post of some hundred words by itself, and a tenth of that where many are inserted at
// once. While thousands of rows are written, PostgreSQL collects them in the indexes' pending lists, which searches read too.
import type { EntityManager } from "typeorm";
import type { WriteTransaction } from "../../db/transaction.js";
import { codeOf } from "../../lib/error-facts.js";

const INDEXES = ["search_public", "search_pending"].flatMap((table) => [`${table}_doc_idx`, `${table}_head_idx`]);

/** As much as searches may have to read besides the index: entries of some hundred posts. */
const PENDING_KB = 8 * 1024;
/** PostgreSQL sorts them in this before it inserts them. */
const SORT_MEMORY = "64MB";
/** Searches that are being answered hold an index for a moment. */
const WAIT = "2s";
/** lock_not_available; insufficient_privilege, where the tables are somebody else's: then it takes longer. */
const REFUSALS = new Set(["55P03", "42501"]);

export async function collectEntries(transact: WriteTransaction): Promise<void> {
  await alter(transact, [`set (fastupdate = on, gin_pending_list_limit = ${PENDING_KB})`]);
}

/** Also what a process that was killed has left behind. */
export async function settleEntries(transact: WriteTransaction): Promise<void> {
  if (!(await transact(isCollecting))) return;
  await alter(transact, ["set (fastupdate = off)", "reset (gin_pending_list_limit)"]);
  await transact((tx) => tx.query("select gin_clean_pending_list(i::regclass) from unnest($1::text[]) i", [INDEXES]));
}

/** For a transaction that inserts rows while entries are collected. */
export async function giveSortMemory(tx: EntityManager): Promise<void> {
  await tx.query(`set local work_mem = '${SORT_MEMORY}'`);
}

async function isCollecting(tx: EntityManager): Promise<boolean> {
  const [row]: { found: boolean }[] = await tx.query(
    `select exists (select from unnest($1::text[]) i join pg_class c on c.oid = i::regclass
       where 'fastupdate=on' = any(c.reloptions)) as found`,
    [INDEXES],
  );
  return row?.found === true;
}

async function alter(transact: WriteTransaction, changes: readonly string[]): Promise<void> {
  try {
    await transact(async (tx) => {
      await tx.query(`set local lock_timeout = '${WAIT}'`);
      for (const index of INDEXES) {
        for (const change of changes) await tx.query(`alter index ${index} ${change}`);
      }
    });
  } catch (error) {
    if (!REFUSALS.has(codeOf(error))) throw error;
  }
}
