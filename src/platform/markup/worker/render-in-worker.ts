// Renders long bodies one after the other, beside the thread that answers requests and would answer nobody meanwhile. What
// takes too long is given up.
import { Worker } from "node:worker_threads";
import type { JobRequest, JobResponse } from "../../../lib/worker-thread.js";
import type { RenderedBody } from "../body.js";
import type { RenderJob } from "./render-thread.js";

/** A body of 2 MiB takes one or two seconds on one core, and the worst that could be found ten. */
export const RENDER_LIMITS = { seconds: 20, maxOldGenerationSizeMb: 768 };

/** The body is more than a thread can render within the limits. */
export class RenderLimitError extends Error {
  override readonly name = "BodyTooDearError";
}

let worker: Worker | null = null;
let queue: Promise<unknown> = Promise.resolve();

export function renderInWorker(job: RenderJob, seconds = RENDER_LIMITS.seconds): Promise<RenderedBody> {
  const result = queue.then(() => renderNow(job, seconds));
  queue = result.catch(() => undefined);
  return result;
}

async function renderNow(job: RenderJob, seconds: number): Promise<RenderedBody> {
  const thread = worker ?? startThread();
  // Held while it works, and not by itself a reason to stay.
  thread.ref();
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), seconds * 1_000);
  try {
    return await responseOf(thread, { id: 0, jobs: [job] }, late.signal);
  } finally {
    clearTimeout(timer);
    thread.unref();
  }
}

function responseOf(thread: Worker, request: JobRequest<RenderJob>, late: AbortSignal): Promise<RenderedBody> {
  return new Promise((resolve, reject) => {
    const giveUp = (cause: unknown) => {
      settle();
      if (worker === thread) worker = null;
      void thread.terminate();
      reject(new RenderLimitError("The body cannot be rendered within the limits.", { cause }));
    };
    const onLate = () => giveUp(late.reason);
    const onMessage = ({ outcomes: [outcome] }: JobResponse<RenderedBody>) => {
      if (outcome === undefined || "fault" in outcome) return giveUp(outcome?.fault);
      settle();
      resolve(outcome.done);
    };
    const settle = () => {
      thread.off("message", onMessage).off("error", giveUp).off("exit", giveUp);
      late.removeEventListener("abort", onLate);
    };
    thread.on("message", onMessage).on("error", giveUp).on("exit", giveUp);
    late.addEventListener("abort", onLate);
    thread.postMessage(request);
  });
}

function startThread(): Worker {
  const { maxOldGenerationSizeMb } = RENDER_LIMITS;
  worker = new Worker(new URL("./render-worker.js", import.meta.url), { resourceLimits: { maxOldGenerationSizeMb } });
  return worker;
}
