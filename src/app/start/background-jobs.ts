// What has to be done now and then: expired idempotency keys and events that every listener has long handled are thrown
// away, the search's index is brought up to date, and what writes have left to be inserted into it is inserted.
import type { DataSource } from "typeorm";
import { advancePostCounts } from "../../content/post-counts/post-counts.js";
import { insertPendingEntries } from "../../content/search/index/pending-entries.js";
import { hasMarkedRows, indexOutdated, moveDueRows } from "../../content/search/index/reindex.js";
import { forgetExpiredKeys } from "../../intake/idempotency/execute-once.js";
import { ownTransactions } from "../../platform/db/transaction.js";
import type { InvalidationFeed } from "../../platform/events/invalidation-feed.js";
import type { Logger } from "../../platform/observability/log.js";

const EVERY_MS = 60 * 60 * 1_000;
const INDEX_EVERY_MS = 30_000;
const INSERT_EVERY_MS = 1_000;
const COUNT_EVERY_MS = 60_000;
/** Long enough for a durable listener that was down over a long weekend. */
const EVENT_LIFETIME = "14 days";

export interface BackgroundJobs {
  close(): Promise<void>;
}

/** Each part runs soon after the start and then again and again; harmless in several processes at once. */
export function startBackgroundJobs(
  dataSource: DataSource,
  invalidationFeed: InvalidationFeed,
  log: Logger,
): BackgroundJobs {
  const cleaning = repeat(
    () => clean(dataSource),
    60_000 * Math.random(),
    EVERY_MS,
    (error) => log.warn({ err: error }, "Cleaning up failed; trying again later."),
  );
  let isFirst = true;
  const indexing = repeat(
    async () => {
      await keepIndexCurrent(dataSource, isFirst);
      isFirst = false;
    },
    10_000 * (1 + Math.random()),
    INDEX_EVERY_MS,
    (error) => log.warn({ err: error }, "The search's index could not be brought up to date; trying again later."),
  );
  let hasChanged = true;
  invalidationFeed.subscribe(() => {
    hasChanged = true;
  });
  const inserting = repeat(
    async () => {
      if (!hasChanged) return;
      hasChanged = false;
      const pages = await insertPendingEntries(ownTransactions(dataSource));
      if (pages > 0) log.debug({ pages }, "Pending entries were inserted into the search's index.");
    },
    INSERT_EVERY_MS,
    INSERT_EVERY_MS,
    (error) => log.warn({ err: error }, "Pending entries of the search's index could not be inserted; later again."),
  );
  const counting = repeat(
    () => advancePostCounts(ownTransactions(dataSource)),
    COUNT_EVERY_MS * Math.random(),
    COUNT_EVERY_MS,
    (error) => log.warn({ err: error }, "The counts of posts could not be brought up to date; trying again later."),
  );
  const parts = [cleaning, indexing, inserting, counting];
  return { close: async () => void (await Promise.all(parts.map((part) => part.close()))) };
}

/** Rounds never overlap: one that takes long makes the next one wait. */
function repeat(
  work: () => Promise<void>,
  firstMs: number,
  everyMs: number,
  onError: (error: unknown) => void,
): BackgroundJobs {
  let current: Promise<void> = Promise.resolve();
  let timer = setTimeout(run, firstMs);
  timer.unref();
  let isClosed = false;
  function run(): void {
    current = work()
      .catch(onError)
      .then(() => {
        if (isClosed) return;
        timer = setTimeout(run, everyMs);
        timer.unref();
      });
  }
  return {
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await current;
    },
  };
}

/** Rows that are missing can only be from before this process: an import that was killed, a version without a search. */
async function keepIndexCurrent(dataSource: DataSource, looksForMissing: boolean): Promise<void> {
  const transact = ownTransactions(dataSource);
  await moveDueRows(transact);
  if (looksForMissing || (await hasMarkedRows(transact))) await indexOutdated(transact);
}

export async function clean(dataSource: DataSource): Promise<void> {
  await forgetExpiredKeys(dataSource);
  // A listener that lags keeps its events however old they are.
  await dataSource.query(
    `delete from outbox_event where created_at < now() - $1::interval
       and id <= coalesce((select min(event_id) from outbox_position), id)`,
    [EVENT_LIFETIME],
  );
}
