// Records appearances at their instants. Every process sleeps until the next one; the first that wakes records it.
import type { DataSource } from "typeorm";
import { recordAppearances, untilNextAppearance } from "../../../content/appearances/record-appearances.js";
import { Database } from "../../../platform/db/database.js";
import { ownTransactions } from "../../../platform/db/transaction.js";
import type { InvalidationFeed } from "../../../platform/events/invalidation-feed.js";
import type { StoredEvent } from "../../../platform/events/outbox.js";
import type { Logger } from "../../../platform/observability/log.js";
import type { BackgroundJobs } from "./background-jobs.js";
import { JOB_POLL_MS, startDueJob } from "./due-job.js";

/** The database has milliseconds, and the event of a date its instant. */
const AFTER_MS = 2;
const DATED = /^(?:post|page)s?\.(?!appeared)/;

export function startAppearances(
  dataSource: DataSource,
  invalidationFeed: InvalidationFeed,
  log: Logger,
): BackgroundJobs {
  const [transact, db] = [ownTransactions(dataSource), new Database(dataSource)];
  const recordDue = async (): Promise<number | null> => {
    let isDone = false;
    while (!isDone && !job.isClosed) isDone = (await recordAppearances(transact)) === 0;
    return untilNextAppearance(db);
  };
  const job = startDueJob(recordDue, (error) =>
    log.warn({ err: error }, "Appearances could not be recorded; the job will be retried."),
  );
  invalidationFeed.subscribe((events) => {
    // The next run finds out by the clock of the database when the post or page appears.
    if (events.some(schedules)) job.plan(AFTER_MS);
  });
  return job;
}

/** Whether a post or page may appear after the event, judged generously, since clocks differ. */
function schedules({ type, payload }: StoredEvent): boolean {
  if (!DATED.test(type)) return false;
  const { visibleFrom = [] } = (payload as { after?: { visibleFrom?: string[] } }).after ?? {};
  return visibleFrom.some((instant) => Date.parse(instant) > Date.now() - JOB_POLL_MS);
}
