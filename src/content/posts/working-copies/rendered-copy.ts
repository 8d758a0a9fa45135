// Renders the texts of working copies when they are asked for. The last results are kept, since a preview is read several times between saves.
import { BoundedMap } from "../../../lib/bounded-map.js";
import { CodedError } from "../../../platform/graphql/error-codes.js";
import type { SelectedFields } from "../../../platform/graphql/look-ahead.js";
import { onceForSelection } from "../../../platform/graphql/look-ahead.js";
import { lazyRender } from "../../../platform/markup/worker/lazy-render.js";
import { RENDER_LIMITS, RenderLimitError } from "../../../platform/markup/worker/render-in-worker.js";
import { ResponseTooLargeError } from "../../../platform/query-cost/response-size.js";
import { type BodyColumns, unstoredBody } from "../body/post-body.loaders.js";
import type { WorkingCopy } from "./working-copy.type.js";

const MAX_RESULTS = 16;
const results = new BoundedMap<string, BodyColumns>(MAX_RESULTS);

/** Expects a copy that was read with its source. */
export async function renderedCopy(copy: WorkingCopy, responseBytes: number): Promise<BodyColumns> {
  const { ownerId, version, siteUrl, hasFormulas, basePath, source, format } = copy;
  if (source === null) throw new ResponseTooLargeError(responseBytes);
  const key = `${ownerId} ${version} ${siteUrl} ${hasFormulas} ${basePath}`;
  const known = results.get(key);
  if (known !== undefined) return known;
  try {
    const rendered = await lazyRender(source, format, { siteUrl, hasFormulas, page: basePath });
    const body = unstoredBody(source, format, rendered);
    results.set(key, body);
    return body;
  } catch (error) {
    if (!(error instanceof RenderLimitError)) throw error;
    const message = `The body of the working copy takes longer than ${RENDER_LIMITS.seconds} seconds to render.`;
    throw new CodedError("TIMEOUT", message);
  }
}

const UNRENDERED: ReadonlySet<string> = new Set(["source", "format", "__typename"]);

/** Whether the selected fields of a body need more than its source. */
export const needsRendering = onceForSelection((body: SelectedFields): boolean =>
  [...body.names].some((name) => !UNRENDERED.has(name)),
);
