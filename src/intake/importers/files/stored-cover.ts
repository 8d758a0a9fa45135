// The cover of an imported post as it is stored. If it is on the old site, its path finds the asset that the file becomes, now or later.

import type { Image } from "../../../content/images/image.js";
import { imageColumns } from "../../../content/images/stored-image.js";
import { filePath } from "../../../platform/markup/files/file-path.js";
import type { ImportedImage } from "../import-event.js";

export function storedCover(cover: ImportedImage, siteUrl: string): Image {
  const path = filePath(cover.url, siteUrl);
  return { ...imageColumns(cover), ...(path !== null && { path }) };
}
