// The program of a process that decodes and encodes pictures: one job after the other, until the service closes the channel or ends.
import type { PictureJob, PictureResult } from "./picture-job.js";
import { pictureFailure } from "./picture-job.js";

const work = import("./picture-work.js").then(
  ({ executeTask }) => executeTask,
  // The optional dependency is missing, or there is none for this platform.
  () => null,
);

async function respondTo(job: PictureJob): Promise<PictureResult<unknown>> {
  const bytes = await readInput(job.byteSize);
  const executeTask = await work;
  if (executeTask !== null) return executeTask(job, bytes);
  return pictureFailure("UNAVAILABLE", "Pictures cannot be processed here, because sharp is not installed.");
}

/** The next bytes of the standard input. */
function readInput(byteSize: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafeSlow(byteSize);
  let filled = 0;
  return new Promise((resolve) => {
    const take = () => {
      while (filled < byteSize) {
        const chunk: Buffer | null = process.stdin.read(Math.min(byteSize - filled, process.stdin.readableLength));
        if (chunk === null) return;
        filled += chunk.copy(bytes, filled);
      }
      process.stdin.off("readable", take);
      resolve(bytes);
    };
    process.stdin.on("readable", take);
    take();
  });
}

process.on("message", (job: PictureJob) => {
  void respondTo(job).then((result) => process.send?.(result));
});
process.on("disconnect", () => process.exit());
// Signals to the group, such as Ctrl+C in a terminal, are for the service, which may still need this process to finish its requests.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
