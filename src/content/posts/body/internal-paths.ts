// The paths of the site that a body links to, which its post stores. Separate, because worker threads load it.
import type { RenderedBody } from "../../../platform/markup/body.js";
import { MAX_PATH_BYTES } from "../../site-path.js";

/** Longer ones than a path of this site can be are left out, since no index takes them. */
export const internalPaths = (rendered: Pick<RenderedBody, "links">): string[] => {
  const paths = new Set(rendered.links.flatMap((link) => link.path ?? []));
  return [...paths].filter((path) => Buffer.byteLength(path) <= MAX_PATH_BYTES);
};
