// Deletes the oldest revisions of posts where an operator has limited their number. The current version is always kept.
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import type { WriteTransaction } from "../../../platform/db/transaction.js";

const DELETE = `/* Revision.deleteOld */ with old as (
    select r.id from revision r join post p on p.id = r.post_id where r.version <= p.version - $1::integer limit $2)
  delete from revision r using old where r.id = old.id returning r.id`;
/** Each batch is a transaction of its own, so that the job can be interrupted and holds few locks. */
const BATCH = 1_000;

/** Keeps the newest revisions of each post, and returns how many others were deleted. */
export async function deleteOldRevisions(transact: WriteTransaction, keep: number): Promise<number> {
  for (let deleted = 0; ; ) {
    const count = await transact(async (tx) => (await queryPrepared(tx, DELETE, [keep, BATCH])).length);
    deleted += count;
    if (count < BATCH) return deleted;
  }
}
