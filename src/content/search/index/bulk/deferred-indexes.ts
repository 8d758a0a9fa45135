// Lets the first import of a site write the search index without its GIN indexes, which are made from all rows at the end: in a third of the time
// that adding each post to them takes. Searches find the same without them, only more slowly.
import type { EntityManager } from "typeorm";
import { codeOf } from "../../../../lib/error-facts.js";
import { INSUFFICIENT_PRIVILEGE, LOCK_NOT_AVAILABLE } from "../../../../platform/db/failures/sqlstates.js";
import type { WriteTransaction } from "../../../../platform/db/transaction.js";
import { GIN_INDEXES } from "../pending-entries.js";

/** How long readers may be kept waiting. */
const MAX_WAIT_MS = 500;

/**
 * Drops the indexes if no post is indexed yet. That they are missing is all that has to be remembered: an import that is killed leaves it to
 * the next import, or to the start of the service, to make them. Returns whether they were dropped.
 */
export async function dropIndexesOfEmptySite(transact: WriteTransaction): Promise<boolean> {
  try {
    return await transact(async (tx) => {
      if (await isIndexed(tx)) return false;
      await tx.query(`/* search index.wait briefly */ set local lock_timeout = ${MAX_WAIT_MS}`);
      await tx.query(
        "/* search index.lock before drop */ lock table search_public, search_pending in access exclusive mode",
      );
      if (await isIndexed(tx)) return false;
      const names = GIN_INDEXES.map(({ name }) => name).join(", ");
      await tx.query(`/* search index.drop indexes */ drop index if exists ${names}`);
      return true;
    });
  } catch (error) {
    if ([LOCK_NOT_AVAILABLE, INSUFFICIENT_PRIVILEGE].includes(codeOf(error))) return false;
    throw error;
  }
}

async function isIndexed(tx: EntityManager): Promise<boolean> {
  const [row]: { isIndexed: boolean }[] = await tx.query(
    `/* search index.is empty */ select exists (select from search_public) or exists (select from search_pending) as "isIndexed"`,
  );
  return row?.isIndexed === true;
}

/** Makes the indexes that are missing. Meanwhile posts can be read and searched, and writes wait. Returns whether any was missing. */
export async function makeMissingIndexes(transact: WriteTransaction): Promise<boolean> {
  if (!(await transact(isAnyMissing))) return false;
  return transact(async (tx) => {
    // Of processes that start at the same time, one makes the indexes, and the others find them.
    await tx.query(
      "/* search index.lock before make */ lock table search_public, search_pending in share row exclusive mode",
    );
    if (!(await isAnyMissing(tx))) return false;
    await tx.query("/* search index.take time */ set local statement_timeout = 0");
    await tx.query("/* search index.sort in memory */ set local maintenance_work_mem = '128MB'");
    for (const { name, table, column } of GIN_INDEXES) {
      await tx.query(
        `/* search index.make */ create index if not exists ${name} on ${table} using gin (${column}) with (fastupdate = on)`,
      );
    }
    return true;
  });
}

async function isAnyMissing(tx: EntityManager): Promise<boolean> {
  const [row]: { isMissing: boolean }[] = await tx.query(
    `/* search index.is any missing */ select bool_or(to_regclass(i) is null) as "isMissing" from unnest($1::text[]) i`,
    [GIN_INDEXES.map(({ name }) => name)],
  );
  return row?.isMissing === true;
}
