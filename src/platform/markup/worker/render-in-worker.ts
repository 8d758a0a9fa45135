// Renders long bodies one after the other in a worker thread, so that the main thread goes on serving requests. A body that takes too
// much time or memory is abandoned together with its thread.
import type { Piscina } from "piscina";
import { openWorkerPool } from "../../../lib/worker-pool.js";
import type { RenderedBody } from "../body.js";
import type { RichJob } from "../rich/rich-form.js";
import { NOT_ENRICHED, richVersion } from "../rich/rich-version.js";
import type { OutsideJob, RenderJob } from "./render-worker.js";

/** A body of 2 MiB takes one to two seconds on one core; the slowest that was found takes ten. */
export const RENDER_LIMITS = { seconds: 20, maxOldGenerationSizeMb: 768 };

/** Usual bodies take some milliseconds. One that takes longer than this has no rich form of its own. */
const RICH_SECONDS = 5;

/** Rendering the body takes more time or memory than `RENDER_LIMITS` allow. */
export class RenderLimitError extends Error {
  override readonly name = "RenderLimitError";
}

class RenderThread {
  #pool: Promise<Piscina> | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  /** The jobs queue here, not in Piscina, whose signal would count the time in the queue against the limit. */
  run<Result>(
    name: "renderJob" | "richJob" | "convertJob" | "outsideJob",
    job: unknown,
    seconds: number,
  ): Promise<Result> {
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
/** Of the job that brings stored bodies up to date. */
const enrichments = new RenderThread();

/** All forms but the rich one. */
export const renderInWorker = (job: RenderJob, seconds = RENDER_LIMITS.seconds): Promise<RenderedBody> =>
  writes.run("renderJob", job, seconds);

export async function previewInWorker(job: RenderJob): Promise<RenderedBody> {
  const rendered = await previews.run<RenderedBody>("renderJob", job, RENDER_LIMITS.seconds);
  return enriched(previews, job, rendered);
}

export const outsideInWorker = (job: OutsideJob): Promise<string> =>
  previews.run("outsideJob", job, RENDER_LIMITS.seconds);

/** The body with its rich form. Grammars of code may take quadratic time, so that it is always derived on the thread. */
export const enrichedInWorker = (job: RenderJob, rendered: RenderedBody): Promise<RenderedBody> =>
  enriched(writes, job, rendered);

/** For a stored body; null if it exceeds the limit of time. */
export const richFormInWorker = (job: RichJob): Promise<string | null> =>
  enrichments.run<string>("richJob", job, RICH_SECONDS).catch(() => null);

async function enriched(thread: RenderThread, job: RenderJob, rendered: RenderedBody): Promise<RenderedBody> {
  if (rendered.richVersion !== NOT_ENRICHED) return rendered;
  const richHtml = await thread.run<string>("richJob", job, RICH_SECONDS).catch(() => null);
  return {
    ...rendered,
    richHtml: richHtml === rendered.html ? null : richHtml,
    richVersion: richVersion(job.options.hasFormulas ?? false),
  };
}

export const convertInWorker = (html: string): Promise<string> =>
  previews.run("convertJob", html, RENDER_LIMITS.seconds);
