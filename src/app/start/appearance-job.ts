// Records appearances at their instants. Every process sleeps until the next one; the first that wakes records it.
import type { DataSource } from "typeorm";
import { recordAppearances, untilNextAppearance } from "../../content/appearances/record-appearances.js";
import { Database } from "../../platform/db/database.js";
import { ownTransactions } from "../../platform/db/transaction.js";
import type { InvalidationFeed } from "../../platform/events/invalidation-feed.js";
import type { StoredEvent } from "../../platform/events/outbox.js";
import type { Logger } from "../../platform/observability/log.js";
import type { BackgroundJobs } from "./background-jobs.js";

/** Also finds dates that were written without an event, and corrects for clocks that drift. */
const POLL_MS = 30_000;
const RETRY_MS = 1_000;
/** The database's clock has milliseconds, and a timer may fire a little early. */
const AFTER_MS = 2;
const DATED = /^(?:post|page)s?\.(?!appeared)/;

export function startAppearances(
  dataSource: DataSource,
  invalidationFeed: InvalidationFeed,
  log: Logger,
): BackgroundJobs {
  const [transact, db] = [ownTransactions(dataSource), new Database(dataSource)];
  let current: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let plannedAt = Number.POSITIVE_INFINITY;
  let isClosed = false;

  const plan = (delayMs: number): void => {
    const at = performance.now() + delayMs;
    if (isClosed || at >= plannedAt) return;
    clearTimeout(timer);
    plannedAt = at;
    timer = setTimeout(run, delayMs);
    timer.unref();
  };
  const recordDue = async (): Promise<number> => {
    let isDone = false;
    while (!isDone && !isClosed) isDone = (await recordAppearances(transact)) === 0;
    const next = await untilNextAppearance(db);
    return next === null ? POLL_MS : Math.min(POLL_MS, Math.max(0, next) + AFTER_MS);
  };
  function run(): void {
    plannedAt = Number.POSITIVE_INFINITY;
    current = current
      .then(recordDue)
      .catch((error: unknown) => {
        log.warn({ err: error }, "Appearances could not be recorded; the job will be retried.");
        return RETRY_MS;
      })
      .then(plan);
  }
  invalidationFeed.subscribe((events) => {
    // The next run finds out by the clock of the database when the post or page appears.
    if (events.some(schedules)) plan(AFTER_MS);
  });
  run();
  return {
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await current;
    },
  };
}

/** Whether a post or page may appear after the event, judged generously, since clocks differ. */
function schedules({ type, payload }: StoredEvent): boolean {
  if (!DATED.test(type)) return false;
  const { visibleFrom = [] } = (payload as { after?: { visibleFrom?: string[] } }).after ?? {};
  return visibleFrom.some((instant) => Date.parse(instant) > Date.now() - POLL_MS);
}
