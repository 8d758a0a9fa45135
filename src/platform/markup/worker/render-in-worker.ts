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

class RenderThread {
  #pool: Promise<Piscina> | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  /** The jobs queue here, not in Piscina, whose signal would count the time in the queue against the limit. */
  run<Result>(name: "renderJob" | "convertJob", job: unknown, seconds: number): Promise<Result> {
    const result = this.#queue.then(() => this.#runNow(name, job, seconds));
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #runNow(name: string, job: unknown, seconds: number) {
    const { maxOldGenerationSizeMb } = RENDER_LIMITS;
    this.#pool ??= openWorkerPool({
      module: new URL("./render-worker.js", import.meta.url),
      name,
      resourceLimits: { maxOldGenerationSizeMb },
    });
    const renderer = await this.#pool;
    try {
      return await renderer.run(job, { name, signal: AbortSignal.timeout(seconds * 1_000) });
    } catch (cause) {
      throw new RenderLimitError("The body cannot be rendered within the limits.", { cause });
    }
  }
}

const writes = new RenderThread();
/** On a thread of their own, so that previews never delay a write. */
const previews = new RenderThread();

export const renderInWorker = (job: RenderJob, seconds = RENDER_LIMITS.seconds): Promise<RenderedBody> =>
  writes.run("renderJob", job, seconds);

export const previewInWorker = (job: RenderJob): Promise<RenderedBody> =>
  previews.run("renderJob", job, RENDER_LIMITS.seconds);

export const convertInWorker = (html: string): Promise<string> =>
  previews.run("convertJob", html, RENDER_LIMITS.seconds);
