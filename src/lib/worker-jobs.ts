// The other side of a JobThread: what the module of a worker thread calls.
import { parentPort } from "node:worker_threads";
import { type JobRequest, type JobResponse, outcomeOf } from "./worker-thread.js";

export function serveJobs<Job, Result>(work: (job: Job) => Result): void {
  const port = parentPort;
  if (port === null) throw new Error("This module is the start of a worker thread.");
  port.on("message", ({ id, jobs }: JobRequest<Job>) => {
    const outcomes = jobs.map((job) => outcomeOf(work, job));
    port.postMessage({ id, outcomes } satisfies JobResponse<Result>);
  });
}
