// The program of a process that decodes and encodes pictures: one job after the other, until the service closes the channel or ends.
import type { PictureJob, PictureResult } from "./picture-job.js";
import { pictureFailure } from "./picture-job.js";

const work = import("./picture-work.js").then(
  ({ executeJob }) => executeJob,
  // The optional dependency is missing, or there is none for this platform.
  () => null,
);

async function respondTo(job: PictureJob): Promise<PictureResult<unknown>> {
  const executeJob = await work;
  if (executeJob !== null) return executeJob(job);
  return pictureFailure("UNAVAILABLE", "Pictures cannot be processed here, because sharp is not installed.");
}

process.on("message", (job: PictureJob) => {
  void respondTo(job).then((result) => process.send?.(result));
});
process.on("disconnect", () => process.exit());
// Signals to the group, such as Ctrl+C in a terminal, are for the service, which may still need this process to finish its requests.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
