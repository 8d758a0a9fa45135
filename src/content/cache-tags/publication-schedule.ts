// The instants at which scheduled posts and pages appear, and their cache tags: a response with one of the tags is valid until then only. One small
// query once a minute, and after an event that may change it, instead of one for each response.
import type { SqlClient } from "../../platform/db/database.js";
import type { DatabaseClock } from "../../platform/db/database-clock.js";
import type { InvalidationFeed } from "../../platform/events/invalidation-feed.js";
import type { StoredEvent } from "../../platform/events/outbox.js";
import type { Logger } from "../../platform/observability/log.js";
import type { Schedule } from "../../platform/response-cache/response-cache.js";
import { OBJECT } from "./cache-tags.js";
import { nextAppearances, type Scopes } from "./content-event.js";
import { appearanceTags, pageAppearanceTags } from "./invalidated-tags.js";
import { nextPageAppearances } from "./page-scopes.js";

/** The next so many scheduled posts, and as many pages, are known; no response is valid beyond the last of them. */
const MAX_APPEARANCES = 200;
const REFRESH_MS = 60_000;
const RETRY_MS = 1_000;
/** A post or page that appeared before this time no longer limits a response. */
const PAST_MS = 10_000;
/** Events that never concern a scheduled post. */
const UNRELATED = /^(?:search|site|assets?|comments?)\./;
const DATED = /^(?:post|page)s?\./;
const OF_TERMS = /^(?:category|tag|author|series|menu)\./;

export interface RunningSchedule extends Schedule {
  close(): Promise<void>;
}

interface Known {
  /** Instants by tag, in milliseconds since 1970, ascending. */
  byTag: ReadonlyMap<string, readonly number[]>;
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

  /** Reads again if an event arrived during the read. */
  const load = async (): Promise<void> => {
    for (let seen = -1; seen !== changes && !isClosed; ) {
      seen = changes;
      const found = await read(db);
      if (seen === changes) known = found;
    }
  };
  const refresh = (): void => {
    clearTimeout(timer);
    if (isClosed || loading !== null) return;
    loading = load()
      .then(
        () => REFRESH_MS,
        (error: unknown) => {
          log.warn({ err: error }, "The schedule could not be read; responses are not cached until it can be.");
          known = null;
          return RETRY_MS;
        },
      )
      .then((delayMs) => {
        loading = null;
        if (isClosed) return;
        timer = setTimeout(refresh, delayMs);
        timer.unref();
      });
  };
  invalidationFeed.subscribe((events) => {
    if (!events.some((event) => mayChange(event, known, clock.earliest() - PAST_MS))) return;
    changes += 1;
    known = null;
    refresh();
  });
  refresh();

  return {
    nextAfter: (instant, tags) => (known === null ? null : nextFor(known, instant, tags)),
    nextOfAny: (instant) => (known === null ? null : firstAfter(known.all, instant, known.horizon)),
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await loading;
    },
  };
}

type Dated = Pick<Scopes, "visibleFrom">;

/** Whether an event may change a scheduled appearance or its tags. */
function mayChange({ type, payload }: StoredEvent, known: Known | null, past: number): boolean {
  if (UNRELATED.test(type)) return false;
  // A scheduled post may have the term, or the menu an item that leads to it.
  if (OF_TERMS.test(type)) return known === null || known.all.some((instant) => instant > past);
  if (!DATED.test(type)) return true;
  const { before, after } = payload as { before: Dated; after: Dated };
  return [...before.visibleFrom, ...after.visibleFrom].some((instant) => Date.parse(instant) > past);
}

async function read(db: SqlClient): Promise<Known> {
  const posts = (await nextAppearances(db, MAX_APPEARANCES)).map((post) => ({
    instant: instantOf(post),
    tags: [`${OBJECT.post}:${post.postId}`, ...appearanceTags(post)],
  }));
  const pages = (await nextPageAppearances(db, MAX_APPEARANCES)).map((page) => ({
    instant: instantOf(page),
    tags: pageAppearanceTags(page),
  }));
  const appearances = [...posts, ...pages].sort((one, other) => one.instant - other.instant);
  const byTag = new Map<string, number[]>();
  for (const { instant, tags } of appearances) {
    for (const tag of tags) {
      const instants = byTag.get(tag);
      if (instants === undefined) byTag.set(tag, [instant]);
      else instants.push(instant);
    }
  }
  const ends = [posts, pages]
    .filter(({ length }) => length === MAX_APPEARANCES)
    .map((list) => list.at(-1)?.instant ?? 0);
  return {
    byTag,
    all: appearances.map(({ instant }) => instant),
    horizon: Math.min(Number.POSITIVE_INFINITY, ...ends),
  };
}

const instantOf = ({ visibleFrom }: Dated): number => Date.parse(visibleFrom[0] ?? "");

function nextFor({ byTag, horizon }: Known, instant: number, tags: ReadonlySet<string>): number {
  let next = horizon;
  if (byTag.size === 0) return next;
  for (const tag of tags) {
    const instants = byTag.get(tag);
    if (instants !== undefined) next = Math.min(next, firstAfter(instants, instant, next));
  }
  return next;
}

function firstAfter(instants: readonly number[], instant: number, fallback: number): number {
  for (const candidate of instants) if (candidate > instant) return candidate;
  return fallback;
}
