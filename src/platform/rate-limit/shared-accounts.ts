// Lets several processes count together, through Redis. Each counts for itself and tells the others once a second, so no
// request ever waits for Redis; while it is away every process goes on with what it knows.
import type { Logger } from "pino";
import type { RedisClient } from "../redis/redis-client.js";
import type { Account, AccountBook } from "./account-book.js";

export interface SharedAccounts {
  close(): Promise<void>;
}

const TELL_EVERY_MS = 1_000;
const PREFIX = "colophon:rate:";
/** Adds to what all processes have spent, and gives the sum and the rest of the window. */
const SPEND = `
  local spent = redis.call('INCRBY', KEYS[1], ARGV[1])
  local rest = redis.call('PTTL', KEYS[1])
  if rest < 0 then
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
    rest = tonumber(ARGV[2])
  end
  return {spent, rest}`;

export function shareAccounts(
  books: Readonly<Record<string, AccountBook>>,
  redis: RedisClient,
  log: Logger,
): SharedAccounts {
  let isAway = false;
  const tell = async () => {
    try {
      for (const [name, book] of Object.entries(books)) await tellAll(name, book, redis);
      if (isAway) log.info("Redis is back: rates are counted together again.");
      isAway = false;
    } catch (error) {
      if (!isAway) log.warn({ err: error }, "Redis cannot be reached: each process counts rates for itself.");
      isAway = true;
    }
  };
  let telling: Promise<void> = Promise.resolve();
  let isTelling = false;
  const timer = setInterval(() => {
    if (isTelling) return;
    isTelling = true;
    telling = tell().finally(() => {
      isTelling = false;
    });
  }, TELL_EVERY_MS);
  timer.unref();
  return {
    close: async () => {
      clearInterval(timer);
      await telling;
    },
  };
}

async function tellAll(name: string, book: AccountBook, redis: RedisClient): Promise<void> {
  const accounts = [...book.unsynced()];
  if (accounts.length === 0) return;
  const pipeline = redis.pipeline();
  const told = accounts.map(({ key, unsynced, endsAt }) => {
    const rest = Math.max(1, Math.ceil(endsAt - performance.now()));
    pipeline.eval(SPEND, 1, `${PREFIX}${name}:${key}`, unsynced, rest);
    return unsynced;
  });
  const results = await pipeline.exec();
  for (const [index, account] of accounts.entries()) {
    const [error, response] = results?.[index] ?? [new Error("Redis answered fewer commands than it was sent."), null];
    if (error !== null) throw error;
    take(account, told[index] ?? 0, response as [number, number]);
  }
}

/** What was spent while Redis was asked is not told yet. */
function take(account: Account, told: number, [spent, restMs]: [number, number]): void {
  account.unsynced -= told;
  account.spent = spent + account.unsynced;
  account.endsAt = performance.now() + restMs;
}
