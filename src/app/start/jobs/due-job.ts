// A job that sleeps until something is due by the clock of the database, such as an appearance or a call. It may be planned earlier at any time.

/** Also finds what was written without an event, and corrects for clocks that drift. */
export const JOB_POLL_MS = 30_000;
const RETRY_MS = 1_000;
/** The database's clock has milliseconds, and a timer may fire a little early. */
const AFTER_MS = 2;

export interface DueJob {
  readonly isClosed: boolean;
  /** Runs the job after so many milliseconds, unless it is planned for an earlier time. */
  plan(delayMs: number): void;
  /** Resolves when a run that has begun has ended. */
  close(): Promise<void>;
}

/** The first run begins at once, and runs never overlap. `run` resolves to the milliseconds until something is due; null if nothing is. */
export function startDueJob(run: () => Promise<number | null>, onError: (error: unknown) => void): DueJob {
  let current: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let plannedAt = Number.POSITIVE_INFINITY;
  let isClosed = false;

  const plan = (delayMs: number): void => {
    const at = performance.now() + delayMs;
    if (isClosed || at >= plannedAt) return;
    clearTimeout(timer);
    plannedAt = at;
    timer = setTimeout(begin, delayMs);
    timer.unref();
  };
  function begin(): void {
    plannedAt = Number.POSITIVE_INFINITY;
    current = current
      .then(run)
      .then((next) => (next === null ? JOB_POLL_MS : Math.min(JOB_POLL_MS, Math.max(0, next) + AFTER_MS)))
      .catch((error: unknown) => {
        onError(error);
        return RETRY_MS;
      })
      .then(plan);
  }
  begin();
  return {
    get isClosed() {
      return isClosed;
    },
    plan,
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await current;
    },
  };
}
