// Derives the content of the posts of an import in a worker thread, while the main thread reads posts and writes them. A body that breaks
// the thread is reported alone; the others of its batch are rendered all the same.
import type { Piscina } from "piscina";
import { BODY_LAYOUT } from "../../../content/posts/writing/new-posts.js";
import { messageOf } from "../../../lib/error-facts.js";
import { executeChunks, openBatchPool } from "../../../lib/worker-pool.js";
import type { RenderOptions } from "../../../platform/markup/body.js";
import { renderInWorker } from "../../../platform/markup/worker/render-in-worker.js";
import { type BatchContent, type BatchJob, type BatchTask, deriveContent, derivedContent } from "./batch-worker.js";

export type RenderOutcome = BatchContent | { failure: string };

/** Fewer bodies are rendered sooner than a thread starts. */
const MIN_JOBS = 50;

export class BatchRenderer {
  readonly #options: RenderOptions;
  #pool: Promise<Piscina<BatchTask, BatchContent[]>> | null = null;
  #isClosed = false;

  constructor(options: RenderOptions) {
    this.#options = options;
  }

  /** The outcomes are in the order of the bodies. */
  async render(bodies: readonly Omit<BatchJob, "options">[]): Promise<RenderOutcome[]> {
    const jobs = bodies.map((body) => ({ ...body, options: this.#options }));
    if (this.#pool === null && jobs.length < MIN_JOBS) return jobs.map(deriveHere);
    return (await executeChunks(jobs, (chunk) => this.#renderChunk(chunk))).flat();
  }

  /** Bodies that are still being rendered end as failures. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await (await this.#pool)?.destroy();
  }

  async #renderChunk(jobs: readonly BatchJob[]): Promise<RenderOutcome[]> {
    this.#pool ??= openBatchPool(new URL("./batch-worker.js", import.meta.url), "deriveAll");
    const pool = await this.#pool;
    try {
      if (this.#isClosed) throw new Error("The renderer is closed.");
      return await pool.run({ jobs, layout: BODY_LAYOUT });
    } catch {
      const outcomes: RenderOutcome[] = [];
      for (const job of jobs) outcomes.push(await this.#renderAlone(job));
      return outcomes;
    }
  }

  /** On the thread of `renderInWorker`, where no other body is lost with this one. */
  async #renderAlone(job: BatchJob): Promise<RenderOutcome> {
    if (this.#isClosed) return { failure: "The import was stopped." };
    try {
      const { indexed, row, ...body } = job;
      return derivedContent(job, await renderInWorker(body), BODY_LAYOUT);
    } catch (error) {
      return { failure: messageOf(error) };
    }
  }
}

function deriveHere(job: BatchJob): RenderOutcome {
  try {
    return deriveContent(job, BODY_LAYOUT);
  } catch (error) {
    return { failure: messageOf(error) };
  }
}
