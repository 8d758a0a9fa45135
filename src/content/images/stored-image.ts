// An image as it is stored. Separate from its input and its type, because threads that load no schema use it.
import { filePath } from "../../platform/markup/files/file-path.js";
import type { Image } from "./image.js";

/** The image as it is stored. Keys that say nothing are absent, so that equal images are equal texts. */
export function imageColumns(image: Omit<Image, "path" | "assetId"> & { assetId?: string | null }): Image {
  const { url, alt, width, height, assetId } = image;
  const path = assetId == null && url.startsWith("/") ? filePath(url, null) : null;
  return { url, alt, width, height, ...(assetId == null ? {} : { assetId }), ...(path === null ? {} : { path }) };
}
