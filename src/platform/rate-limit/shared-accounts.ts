// Shares rate-limit accounts between processes through Redis. Each process counts in memory and synchronises once a second, so that no
// request waits for Redis; while Redis is unreachable, each process counts alone.
import type { Logger } from "pino";
import type { RedisClient } from "../redis/redis-client.js";
import type { Account, AccountBook } from "./account-book.js";

export interface SharedAccounts {
  close(): Promise<void>;
}

const SYNC_INTERVAL_MS = 1_000;
const PREFIX = "colophon:rate:";
/** Adds points to the shared counter, and returns its value and the rest of the window in milliseconds. */
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
  let isUnreachable = false;
  const syncBooks = async () => {
    try {
      for (const [name, book] of Object.entries(books)) await syncBook(name, book, redis);
      if (isUnreachable) log.info("Redis is reachable again; rate limits are shared between processes.");
      isUnreachable = false;
    } catch (error) {
      if (!isUnreachable) log.warn({ err: error }, "Redis is unreachable; each process counts rate limits alone.");
      isUnreachable = true;
    }
  };
  let syncing: Promise<void> = Promise.resolve();
  let isSyncing = false;
  const timer = setInterval(() => {
    if (isSyncing) return;
    isSyncing = true;
    syncing = syncBooks().finally(() => {
      isSyncing = false;
    });
  }, SYNC_INTERVAL_MS);
  timer.unref();
  return {
    close: async () => {
      clearInterval(timer);
      await syncing;
    },
  };
}

async function syncBook(name: string, book: AccountBook, redis: RedisClient): Promise<void> {
  const accounts = [...book.unsynced()];
  if (accounts.length === 0) return;
  const pipeline = redis.pipeline();
  const sent = accounts.map(({ key, unsynced, endsAt }) => {
    const rest = Math.max(1, Math.ceil(endsAt - performance.now()));
    pipeline.eval(SPEND, 1, `${PREFIX}${name}:${key}`, unsynced, rest);
    return unsynced;
  });
  const results = await pipeline.exec();
  for (const [index, account] of accounts.entries()) {
    const [error, response] = results?.[index] ?? [
      new Error("Redis replied to fewer commands than it was sent."),
      null,
    ];
    if (error !== null) throw error;
    update(account, sent[index] ?? 0, response as [number, number]);
  }
}

/** Points that were spent since the command was sent remain unsynced. */
function update(account: Account, sent: number, [spent, restMs]: [number, number]): void {
  account.unsynced -= sent;
  account.spent = spent + account.unsynced;
  account.endsAt = performance.now() + restMs;
}
