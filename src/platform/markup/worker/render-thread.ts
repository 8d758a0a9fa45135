// Renders the bodies of an import in a thread of its own.
import { type Outcome, WorkerThread } from "../../../lib/worker-thread.js";
import type { MarkupFormat, RenderedBody, RenderOptions } from "../body.js";
import { renderBody } from "../render.js";

export interface RenderJob {
  source: string;
  format: MarkupFormat;
  options: RenderOptions;
}

/** Fewer are rendered sooner than a thread has started. */
const MIN_JOBS = 50;

export class RenderThread {
  readonly #thread = new WorkerThread<RenderJob, RenderedBody>({
    module: new URL("./render-worker.js", import.meta.url),
    minJobs: MIN_JOBS,
    doHere: ({ source, format, options }) => renderBody(source, format, options),
  });
  readonly #options: RenderOptions;

  constructor(options: RenderOptions) {
    this.#options = options;
  }

  /** In the order of the bodies. */
  render(bodies: readonly Omit<RenderJob, "options">[]): Promise<Outcome<RenderedBody>[]> {
    return this.#thread.run(bodies.map(({ source, format }) => ({ source, format, options: this.#options })));
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}
