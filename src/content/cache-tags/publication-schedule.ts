// When the next scheduled post appears, and under which names: an answer that depends on one of them is no longer true from
// that instant on. One small query now and then instead of one for each answer, renewed when an event says it is out of date.

import type { SqlClient } from "../../platform/db/database.js";
import type { DatabaseClock } from "../../platform/db/database-clock.js";
import type { InvalidationFeed } from "../../platform/events/invalidation-feed.js";
import type { StoredEvent } from "../../platform/events/outbox.js";
import type { Logger } from "../../platform/observability/log.js";
import type { Schedule } from "../../platform/response-cache/response-cache.js";
import { OBJECT } from "./cache-tags.js";
import { nextAppearances, type Scopes } from "./content-event.js";
import { appearanceTags } from "./invalidated-tags.js";

/** So many posts ahead are known; beyond the last of them nothing is promised. */
const MAX_APPEARANCES = 200;
const RENEW_MS = 60_000;
const RETRY_MS = 1_000;
/** An instant that is so long past is in nobody's way. */
const PAST_MS = 10_000;
/** Nothing they tell of moves a scheduled post. */
const UNRELATED = /^(?:search|site)\./;
const OF_POSTS = /^posts?\./;
const OF_TERMS = /^(?:category|tag|author|series)\./;

export interface RunningSchedule extends Schedule {
  close(): Promise<void>;
}

interface Known {
  /** Instants in milliseconds since 1970, ascending, by name. */
  byKey: ReadonlyMap<string, readonly number[]>;
  all: readonly number[];
  horizon: number;
}

export interface ScheduleOptions {
  db: SqlClient;
  invalidationFeed: InvalidationFeed;
  clock: DatabaseClock;
  log: Logger;
}

export function startSchedule({ db, invalidationFeed, clock, log }: ScheduleOptions): RunningSchedule {
  let known: Known | null = null;
  let changes = 0;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let loading: Promise<void> | null = null;

  /** Again where an event came while it was read. */
  const load = async (): Promise<void> => {
    for (let seen = -1; seen !== changes && !isClosed; ) {
      seen = changes;
      const found = await read(db);
      if (seen === changes) known = found;
    }
  };
  const renew = (): void => {
    clearTimeout(timer);
    if (isClosed || loading !== null) return;
    loading = load()
      .then(
        () => RENEW_MS,
        (error: unknown) => {
          log.warn({ err: error }, "What is scheduled could not be read; nothing is kept meanwhile.");
          known = null;
          return RETRY_MS;
        },
      )
      .then((delayMs) => {
        loading = null;
        if (isClosed) return;
        timer = setTimeout(renew, delayMs);
        timer.unref();
      });
  };
  invalidationFeed.subscribe((events) => {
    if (!events.some((event) => mayMove(event, known, clock.earliest() - PAST_MS))) return;
    changes += 1;
    known = null;
    renew();
  });
  renew();

  return {
    nextAfter: (instant, keys) => (known === null ? null : nextFor(known, instant, keys)),
    nextOfAny: (instant) => (known === null ? null : firstAfter(known.all, instant, known.horizon)),
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await loading;
    },
  };
}

/** Whether an event moves something that is still to come. */
function mayMove({ type, payload }: StoredEvent, known: Known | null, past: number): boolean {
  if (UNRELATED.test(type)) return false;
  // What is to come may stand under the term.
  if (OF_TERMS.test(type)) return known === null || known.all.some((instant) => instant > past);
  if (!OF_POSTS.test(type)) return true;
  const { before, after } = payload as { before: Scopes; after: Scopes };
  return [...before.visibleFrom, ...after.visibleFrom].some((instant) => Date.parse(instant) > past);
}

async function read(db: SqlClient): Promise<Known> {
  const appearances = await nextAppearances(db, MAX_APPEARANCES);
  const byKey = new Map<string, number[]>();
  const all: number[] = [];
  for (const appearance of appearances) {
    const instant = Date.parse(appearance.visibleFrom[0] ?? "");
    all.push(instant);
    for (const key of [`${OBJECT.post}:${appearance.postId}`, ...appearanceTags(appearance)]) {
      const instants = byKey.get(key);
      if (instants === undefined) byKey.set(key, [instant]);
      else instants.push(instant);
    }
  }
  const isWhole = appearances.length < MAX_APPEARANCES;
  return { byKey, all, horizon: isWhole ? Number.POSITIVE_INFINITY : (all.at(-1) ?? 0) };
}

function nextFor({ byKey, horizon }: Known, instant: number, keys: ReadonlySet<string>): number {
  let next = horizon;
  if (byKey.size === 0) return next;
  for (const key of keys) {
    const instants = byKey.get(key);
    if (instants !== undefined) next = Math.min(next, firstAfter(instants, instant, next));
  }
  return next;
}

function firstAfter(instants: readonly number[], instant: number, otherwise: number): number {
  for (const one of instants) if (one > instant) return one;
  return otherwise;
}
