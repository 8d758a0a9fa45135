// A picture in a text with everything that its element states: address, size, widths to choose from, and a colour for its place.
import type { Context } from "../../../identity/context.js";
import { widthOfForm } from "../../../platform/markup/files/file-path.js";
import { ImageFormat, ImagePreset } from "../../../platform/pictures/picture-presets.js";
import { tintOf } from "../../../platform/pictures/tints.js";
import type { Asset } from "../asset.entity.js";
import { addressOf, srcsetFor } from "./asset-address.js";
import { variantForPath } from "./asset-at-path.js";

interface PictureInText {
  src: string;
  width: number | null;
  height: number | null;
  srcset: string | null;
  tint: string | null;
}

/** `path` is that of the file, or of one of its smaller forms; the size is what the author wrote, in pixels. */
export function pictureInText(
  ctx: Context,
  asset: Asset,
  path: string,
  written: { width: number | null; height: number | null },
): PictureInText {
  const formWidth = widthOfForm(path);
  const variant = variantForPath(ctx, asset, path, ImagePreset.W1280);
  const size = shownSize(variant ?? asset, written, formWidth);
  return {
    src: addressOf(ctx, asset, variant),
    ...size,
    srcset: srcsetFor(ctx, asset, ImageFormat.WEBP),
    // A colour would show through a transparent picture.
    tint: asset.hasAlpha || variant === null || asset.colour === null ? null : tintOf(asset.colour),
  };
}

/** The proportions are those of the picture, unless the author wrote both lengths. */
function shownSize(
  picture: { width: number | null; height: number | null },
  written: { width: number | null; height: number | null },
  formWidth: number | null,
): { width: number | null; height: number | null } {
  if (written.width !== null && written.height !== null) return written;
  const { width, height } = picture;
  if (width === null || height === null) return { width: null, height: null };
  if (written.height !== null) {
    return { width: Math.max(1, Math.round((written.height * width) / height)), height: written.height };
  }
  const shown = written.width ?? Math.min(formWidth ?? width, width);
  return { width: shown, height: Math.max(1, Math.round((shown * height) / width)) };
}
