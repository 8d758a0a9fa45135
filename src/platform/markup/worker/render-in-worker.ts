// Renders long bodies one after the other in a worker thread, so that the main thread goes on serving requests. A body that takes too
// much time or memory is abandoned together with its thread.
import type { Piscina } from "piscina";
import { openWorkerPool } from "../../../lib/worker-pool.js";
import type { RenderedBody } from "../body.js";
import type { RenderJob } from "./render-worker.js";

/** A body of 2 MiB takes one to two seconds on one core; the slowest that was found takes ten. */
export const RENDER_LIMITS = { seconds: 20, maxOldGenerationSizeMb: 768 };

/** Rendering the body takes more time or memory than `RENDER_LIMITS` allow. */
export class RenderLimitError extends Error {
  override readonly name = "RenderLimitError";
}

let pool: Promise<Piscina<RenderJob, RenderedBody>> | null = null;
let queue: Promise<unknown> = Promise.resolve();

/** The bodies queue here, not in Piscina, whose signal would count the time in the queue against the limit. */
export function renderInWorker(job: RenderJob, seconds = RENDER_LIMITS.seconds): Promise<RenderedBody> {
  const result = queue.then(() => renderNow(job, seconds));
  queue = result.catch(() => undefined);
  return result;
}

async function renderNow(job: RenderJob, seconds: number): Promise<RenderedBody> {
  const { maxOldGenerationSizeMb } = RENDER_LIMITS;
  pool ??= openWorkerPool({
    module: new URL("./render-worker.js", import.meta.url),
    name: "renderJob",
    resourceLimits: { maxOldGenerationSizeMb },
  });
  const renderer = await pool;
  try {
    return await renderer.run(job, { signal: AbortSignal.timeout(seconds * 1_000) });
  } catch (cause) {
    throw new RenderLimitError("The body cannot be rendered within the limits.", { cause });
  }
}
