// Rendering for the service, which reads far more than it writes: the parsers are loaded with the first write, so that a
// start does not wait for them, and long bodies are rendered in a thread of their own, so that no reader does.
import type { MarkupFormat, RenderedBody, RenderOptions } from "../body.js";

/** In UTF-16 units: the worst that was found takes a fifth of a second, prose a twentieth of that. */
const LONG = 32 * 1024;

/** Throws a `BodyTooDearError` for a long body that takes more than its thread has. */
export async function lazyRender(source: string, format: MarkupFormat, options: RenderOptions): Promise<RenderedBody> {
  if (source.length > LONG) {
    const { renderInWorker } = await import("./render-in-worker.js");
    return renderInWorker({ source, format, options });
  }
  const { renderBody } = await import("../render.js");
  return renderBody(source, format, options);
}
