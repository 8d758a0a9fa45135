// Rendering for the service, which reads far more often than it writes: the parsers are loaded with the first write, so that they do not
// delay the start. Long bodies and all rich forms are rendered in a worker thread, so that they do not delay other requests.
import type { MarkupFormat, RenderedBody, RenderOptions } from "../body.js";
import { NOT_ENRICHED } from "../rich/rich-version.js";
import type { OutsideJob, RenderJob } from "./render-worker.js";

/** In UTF-16 units. The slowest body of this length takes 0.2 s, prose a twentieth of that. */
const LONG_BODY = 32 * 1024;

/** Throws a `RenderLimitError` for a long body that exceeds the limits of its thread. */
export async function lazyRender(source: string, format: MarkupFormat, options: RenderOptions): Promise<RenderedBody> {
  const job = { source, format, options };
  const rendered = await renderedAlone(job);
  if (rendered.richVersion !== NOT_ENRICHED) return rendered;
  const { enrichedInWorker } = await import("./render-in-worker.js");
  return enrichedInWorker(job, rendered);
}

/** Markdown whose links and pictures have absolute URLs. */
export async function lazyOutside(job: OutsideJob): Promise<string> {
  // Most links of most posts have them already.
  if (!/\]\(\s*<?(?![a-z][a-z0-9+.-]*:|#)|\]:|<[a-z]/i.test(job.source)) return job.source;
  if (job.source.length > LONG_BODY) {
    const { outsideInWorker } = await import("./render-in-worker.js");
    return outsideInWorker(job);
  }
  const { absoluteAddresses } = await import("../dialect/absolute-addresses.js");
  return absoluteAddresses(job.source, "MARKDOWN", { ...job, isForOutside: true });
}

async function renderedAlone({ source, format, options }: RenderJob): Promise<RenderedBody> {
  if (source.length > LONG_BODY) {
    const { renderInWorker } = await import("./render-in-worker.js");
    return renderInWorker({ source, format, options });
  }
  const { renderBody } = await import("../render.js");
  return renderBody(source, format, options);
}
