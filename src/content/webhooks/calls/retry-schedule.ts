// When a call that failed is attempted again: the schedule that Standard Webhooks recommends, with jitter, over about three days.

const [MINUTE, HOUR] = [60, 3_600];
/** Seconds from a failed attempt to the next one. The first attempt is made at once. */
const DELAYS: readonly number[] = [
  ...[5, 5 * MINUTE, 30 * MINUTE],
  ...[2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
];
export const MAX_ATTEMPTS = DELAYS.length + 1;
/** Up to this much is added, so that calls that failed together do not return together. */
const JITTER = 0.2;
const MAX_RETRY_AFTER = 24 * HOUR;

/** Seconds until the next attempt, after this many have failed; null if there is none. */
export function retryDelay(failed: number): number | null {
  const delay = DELAYS[failed - 1];
  return delay === undefined ? null : delay * (1 + JITTER * Math.random());
}

/** The seconds that a header Retry-After asks to wait, at most 24 hours; null if it does not. It has seconds or a date of HTTP. */
export function retryAfterSeconds(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? "";
  if (text === "") return null;
  const seconds = /^\d{1,10}$/.test(text) ? Number(text) : (Date.parse(text) - now) / 1_000;
  return Number.isNaN(seconds) ? null : Math.min(MAX_RETRY_AFTER, Math.max(0, seconds));
}
