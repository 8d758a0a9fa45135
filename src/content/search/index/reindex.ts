// Brings the index up to date outside of requests: writes rows that are missing, marked as outdated or of an older tokeniser, and moves
// posts that have become due to the public table. Each batch is a transaction, so the work can be stopped at any time and resumes there.
import type { EntityManager } from "typeorm";
import type { WriteTransaction } from "../../../platform/db/transaction.js";
import { recordContent } from "../../cache-tags/content-event.js";
import { makeMissingIndexes } from "./bulk/deferred-indexes.js";
import { moveIndexRows, reindexPosts } from "./index-writer.js";
import { expectManyEntries, insertPendingEntries } from "./pending-entries.js";
import { TOKENISER_VERSION } from "./tokens.js";
import { type Vectorise, VectorThread, vectoriseHere } from "./vector-thread.js";

/** Rows of one transaction. */
const BATCH = 200;
/** Size of the texts of one transaction as PostgreSQL stores them; in memory they take several times as much. */
const BATCH_BYTES = 2 * 1024 * 1024;
/** From this many rows on, the planner and the scores need new statistics at once, and starting a thread pays. */
const MANY = 200;

const hasNoRow = (table: string): string =>
  `not exists (select 1 from ${table} s where s.post_id = p.id and s.tokeniser_version = ${TOKENISER_VERSION})`;
const OUTDATED = `${hasNoRow("search_public")} and ${hasNoRow("search_pending")}`;

export interface IndexingOptions {
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Also makes indexes that an import has left out. Returns the number of posts that were indexed. */
export async function indexOutdated(transact: WriteTransaction, options: IndexingOptions = {}): Promise<number> {
  await makeMissingIndexes(transact);
  const total = await transact(countOutdated);
  if (total < MANY) return indexBatches(transact, total, vectoriseHere, options);
  const thread = new VectorThread();
  try {
    const done = await indexBatches(transact, total, thread.vectorise, options);
    await insertPendingEntries(transact);
    await analyse(transact);
    return done;
  } finally {
    await thread.close();
  }
}

async function indexBatches(
  transact: WriteTransaction,
  total: number,
  vectorise: Vectorise,
  { onProgress }: IndexingOptions,
): Promise<number> {
  let done = 0;
  let after = "00000000-0000-0000-0000-000000000000";
  while (total > 0) {
    onProgress?.(Math.min(done, total), total);
    const ids = await transact(async (tx) => {
      await expectManyEntries(tx);
      const batch = await outdatedAfter(tx, after);
      await reindexPosts(tx, batch, vectorise);
      if (batch.length > 0) await recordContent(tx, [{ type: "search.indexed", payload: { postIds: batch } }]);
      return batch;
    });
    const last = ids.at(-1);
    if (last === undefined) break;
    after = last;
    done += ids.length;
  }
  if (done > 0) onProgress?.(total, total);
  return done;
}

/** Whether rows are marked as outdated. Cheap enough to be called often. */
export async function hasMarkedRows(transact: WriteTransaction): Promise<boolean> {
  return transact(async (tx) => {
    const [row]: { found: boolean }[] = await tx.query(
      `/* search index.has outdated */
       select exists (select from search_public where tokeniser_version < ${TOKENISER_VERSION})
         or exists (select from search_pending where tokeniser_version < ${TOKENISER_VERSION}) as found`,
    );
    return row?.found === true;
  });
}

async function countOutdated(tx: EntityManager): Promise<number> {
  const [row]: { count: number }[] = await tx.query(
    `/* search index.count outdated */ select count(*)::integer as count from post p where ${OUTDATED}`,
  );
  return row?.count ?? 0;
}

/** The next batch: at least one post if any is outdated, whatever its size. */
async function outdatedAfter(tx: EntityManager, after: string): Promise<string[]> {
  const rows: { id: string }[] = await tx.query(
    `/* search index.next outdated */
     select x.id from (
       select o.id, row_number() over w as place, sum(pg_column_size(b.text)) over w as bytes
       from (select p.id from post p where p.id > $1 and ${OUTDATED} order by p.id limit ${BATCH}) o
       join post_body b on b.post_id = o.id window w as (order by o.id)) x
     where x.place = 1 or x.bytes <= ${BATCH_BYTES} order by x.id`,
    [after],
  );
  return rows.map(({ id }) => id);
}

/** On a large site, document frequencies are read from the statistics of the vectors. */
async function analyse(transact: WriteTransaction): Promise<void> {
  await transact(async (tx) => {
    for (const table of ["search_public", "search_pending"])
      await tx.query(`/* search index.analyze */ analyze ${table}`);
  });
}

/** Posts that have become due are found without this; in the public table they also count in document frequencies. */
export async function moveDueRows(transact: WriteTransaction): Promise<void> {
  await transact(async (tx) => {
    const rows: { id: string }[] = await tx.query(
      `/* search index.due posts */
       select post_id as id from search_pending where visible_from <= now()
       order by visible_from limit 500 for update skip locked`,
    );
    if (rows.length === 0) return;
    const postIds = rows.map(({ id }) => id);
    await moveIndexRows(tx, postIds);
    await recordContent(tx, [{ type: "search.indexed", payload: { postIds } }]);
  });
}

/** Marked rows stay searchable until they are written again. */
export async function markAllOutdated(transact: WriteTransaction): Promise<void> {
  await transact(async (tx) => {
    for (const table of ["search_public", "search_pending"]) {
      await tx.query(
        `/* search index.mark all outdated */ update ${table} set tokeniser_version = 0 where tokeniser_version <> 0`,
      );
    }
  });
}
