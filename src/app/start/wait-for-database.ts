// Waits for a database that does not accept connections yet, and says so on the terminal. Who starts a service beside its database, or wakes
// one that sleeps, should not have to start it twice.
import { setTimeout as sleep } from "node:timers/promises";
import { codeOf, messageOf } from "../../lib/error-facts.js";
import { failureKind } from "../../platform/db/failures/failure-table.js";

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 2_000;
/** A connection that takes longer is reported, although it may succeed. */
const SLOW_MS = 2_000;

/** A rejected login, a database that does not exist and a certificate that does not fit stay so. */
const LASTING_CODE = /^28|^3D|CERT|SIGNATURE|^ERR_TLS|^ERR_SSL/;
const LASTING_MESSAGE = /^SASL: |SSL connection|command-line options|startup parameter/;

const isWorthWaiting = (error: unknown): boolean =>
  error instanceof Error &&
  failureKind(error) === "unavailable" &&
  !LASTING_CODE.test(codeOf(error)) &&
  !LASTING_MESSAGE.test(error.message);

/** Repeats `open` until it succeeds, fails for a reason that lasts, or has failed for `limitMs`. */
export async function waitForDatabase<T>(open: () => Promise<T>, limitMs: number): Promise<T> {
  const startedAt = performance.now();
  let isReported = false;
  const report = (reason: string): void => {
    if (isReported) return;
    isReported = true;
    process.stderr.write(`colophon: Waiting up to ${Math.round(limitMs / 1_000)} s for the database: ${reason}.\n`);
  };
  for (let attempts = 0; ; attempts += 1) {
    const slow = setTimeout(() => report("it has not answered yet"), SLOW_MS);
    try {
      return await open();
    } catch (error) {
      const delay = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempts, 10));
      if (!isWorthWaiting(error) || performance.now() - startedAt + delay > limitMs) throw error;
      report(messageOf(error) || codeOf(error));
      await sleep(delay);
    } finally {
      clearTimeout(slow);
    }
  }
}
