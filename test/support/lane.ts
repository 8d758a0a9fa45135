// Runs several test files in one process, each as a suite named after it. A process of its own for every file would
// spend most of its time loading the same modules again; a suite keeps the hooks of a file to that file all the same.
import { after, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { readFaultRounds, readPropertyRuns, readSoakMinutes } from "./environment.js";

const isLong = readFaultRounds().kills !== undefined || readSoakMinutes() !== null;
const FILE_MS = isLong ? 3_600_000 : 400_000;
const QUIET_MS = 10_000;

export function runLane(files: readonly { name: string; url: string }[]): void {
  const { seed } = readPropertyRuns();
  if (seed !== undefined) fc.configureGlobal({ seed });
  for (const { name, url } of files) {
    describe(name, { timeout: FILE_MS }, async () => {
      try {
        await import(url);
      } catch (error) {
        // The summary counts failed tests, not failed suites.
        it("can be loaded", () => {
          throw error;
        });
      }
    });
  }
  after(() => void endIfHeld());
}

/** A connection or timer that a test forgot would otherwise hold the whole run for ever, without a word. */
async function endIfHeld(): Promise<void> {
  await sleep(QUIET_MS, undefined, { ref: false });
  console.error(
    `The tests ended, but something keeps the process alive: ${process.getActiveResourcesInfo().join(", ")}`,
  );
  process.exit(1);
}
