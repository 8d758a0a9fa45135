// Periodic jobs: delete expired idempotency keys, delivered events and surplus revisions, compact the change feed, bring the search index and rich bodies
// up to date, flush the pending lists of its GIN indexes, advance the totals of posts, and record that scheduled posts and pages have appeared.
import type { DataSource } from "typeorm";
import { compactChanges } from "../../../content/change-feed/compact-changes.js";
import { advancePostCounts } from "../../../content/post-counts/post-counts.js";
import { enrichOutdatedBodies } from "../../../content/posts/body/html/enrich-bodies.js";
import { deleteOldRevisions } from "../../../content/posts/revisions/revision-retention.js";
import { insertPendingEntries } from "../../../content/search/index/pending-entries.js";
import { hasMarkedRows, indexOutdated, moveDueRows } from "../../../content/search/index/reindex.js";
import { deleteOldDeliveries } from "../../../content/webhooks/calls/delivery-retention.js";
import { deleteEndedSessions } from "../../../identity/sessions/studio-sessions.js";
import { forgetExpiredKeys } from "../../../intake/idempotency/execute-once.js";
import type { OperationsConfig } from "../../../platform/config/operations-config.js";
import { ownTransactions } from "../../../platform/db/transaction.js";
import type { InvalidationFeed } from "../../../platform/events/invalidation-feed.js";
import type { Logger } from "../../../platform/observability/log.js";
import { startAppearances } from "./appearance-job.js";

const CLEANUP_INTERVAL_MS = 60 * 60 * 1_000;
const INDEXING_INTERVAL_MS = 30_000;
const FLUSH_INTERVAL_MS = 1_000;
const COUNTING_INTERVAL_MS = 60_000;
/** Long enough for a durable listener that was down for a long weekend. */
const EVENT_LIFETIME = "14 days";

export interface BackgroundJobs {
  close(): Promise<void>;
}

/** Each job runs soon after the start and then periodically. Several processes may run the jobs at the same time. */
export function startBackgroundJobs(
  dataSource: DataSource,
  invalidationFeed: InvalidationFeed,
  log: Logger,
  { revisionsKept }: Pick<OperationsConfig, "revisionsKept">,
): BackgroundJobs {
  const cleaning = repeat(
    async () => {
      await clean(dataSource);
      if (revisionsKept !== null) await deleteOldRevisions(ownTransactions(dataSource), revisionsKept);
    },
    60_000 * Math.random(),
    CLEANUP_INTERVAL_MS,
    (error) => log.warn({ err: error }, "The cleanup job failed and will be retried."),
  );
  let isFirst = true;
  const indexing = repeat(
    async () => {
      await updateIndex(dataSource, isFirst);
      isFirst = false;
    },
    10_000 * (1 + Math.random()),
    INDEXING_INTERVAL_MS,
    (error) => log.warn({ err: error }, "The search index could not be brought up to date; the job will be retried."),
  );
  const enriching = repeat(
    async () => void (await enrichOutdatedBodies(ownTransactions(dataSource))),
    10_000 * (1 + Math.random()),
    INDEXING_INTERVAL_MS,
    (error) => log.warn({ err: error }, "Rich bodies could not be brought up to date; the job will be retried."),
  );
  let hasChanged = true;
  invalidationFeed.subscribe(() => {
    hasChanged = true;
  });
  const flushing = repeat(
    async () => {
      if (!hasChanged) return;
      hasChanged = false;
      const pages = await insertPendingEntries(ownTransactions(dataSource));
      if (pages > 0) log.debug({ pages }, "Pending entries were inserted into the search index.");
    },
    FLUSH_INTERVAL_MS,
    FLUSH_INTERVAL_MS,
    (error) =>
      log.warn({ err: error }, "Pending entries could not be inserted into the search index; the job will be retried."),
  );
  const counting = repeat(
    () => advancePostCounts(ownTransactions(dataSource)),
    COUNTING_INTERVAL_MS * Math.random(),
    COUNTING_INTERVAL_MS,
    (error) => log.warn({ err: error }, "The totals of posts could not be advanced; the job will be retried."),
  );
  const jobs = [cleaning, indexing, enriching, flushing, counting, startAppearances(dataSource, invalidationFeed, log)];
  return { close: async () => void (await Promise.all(jobs.map((job) => job.close()))) };
}

/** Runs never overlap: the interval begins when a run has ended. */
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

/** Index rows can be missing only at the start of a process: after an import that was killed, or a version without search. */
async function updateIndex(dataSource: DataSource, looksForMissing: boolean): Promise<void> {
  const transact = ownTransactions(dataSource);
  await moveDueRows(transact);
  if (looksForMissing || (await hasMarkedRows(transact))) await indexOutdated(transact);
}

export async function clean(dataSource: DataSource): Promise<void> {
  await forgetExpiredKeys(dataSource);
  await ownTransactions(dataSource)(deleteEndedSessions);
  await compactChanges(ownTransactions(dataSource));
  await deleteOldDeliveries(ownTransactions(dataSource));
  // Events that a durable listener has not handled are not deleted, however old they are.
  await dataSource.query(
    `/* outbox.delete delivered */
     delete from outbox_event where created_at < now() - $1::interval
       and id <= coalesce((select min(event_id) from outbox_position), id)`,
    [EVENT_LIFETIME],
  );
}
