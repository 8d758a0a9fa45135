// Runs several test files in one process, each as a suite with the file's name. A separate process for every file would spend most of
// its time loading the same modules; a suite still limits the hooks of a file to that file.
import { after, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { readFaultRounds, readPropertyRuns, readSoakMinutes } from "./environment.js";

const isLong = readFaultRounds().kills !== undefined || readSoakMinutes() !== null;
const FILE_TIMEOUT_MS = isLong ? 3_600_000 : 400_000;
const EXIT_TIMEOUT_MS = 10_000;

export function runLane(files: readonly { name: string; url: string }[]): void {
  const { seed } = readPropertyRuns();
  if (seed !== undefined) fc.configureGlobal({ seed });
  for (const { name, url } of files) {
    describe(name, { timeout: FILE_TIMEOUT_MS }, async () => {
      try {
        await import(url);
      } catch (error) {
        // A test, because the summary counts failed tests and not failed suites.
        it("can be loaded", () => {
          throw error;
        });
      }
    });
  }
  after(() => void exitIfStillRunning());
}

/** Ends the process with an error if a test left a connection or timer open, which would otherwise keep the run alive forever. */
async function exitIfStillRunning(): Promise<void> {
  await sleep(EXIT_TIMEOUT_MS, undefined, { ref: false });
  console.error(
    `The tests ended, but open resources keep the process alive: ${process.getActiveResourcesInfo().join(", ")}.`,
  );
  process.exit(1);
}
