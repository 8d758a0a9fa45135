// Deletes the oldest revisions of posts and pages where an operator has limited their number. The current version is always kept.
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import type { WriteTransaction } from "../../../platform/db/transaction.js";

const deleteSql = (
  table: "revision" | "page_revision",
  owner: "post" | "page",
) => `/* Revision.deleteOld ${owner} */ with old as (
    select r.id from ${table} r join ${owner} p on p.id = r.${owner}_id where r.version <= p.version - $1::integer limit $2)
  delete from ${table} r using old where r.id = old.id returning r.id`;
const STATEMENTS = [deleteSql("revision", "post"), deleteSql("page_revision", "page")];
/** Each batch is a transaction of its own, so that the job can be interrupted and holds few locks. */
const BATCH = 1_000;

/** Keeps the newest revisions of each post and page, and returns how many others were deleted. */
export async function deleteOldRevisions(transact: WriteTransaction, keep: number): Promise<number> {
  let deleted = 0;
  for (const statement of STATEMENTS) {
    for (let count = BATCH; count === BATCH; deleted += count) {
      count = await transact(async (tx) => (await queryPrepared(tx, statement, [keep, BATCH])).length);
    }
  }
  return deleted;
}
