// Finds the asset that a path of the site leads to, and the address for it.
import type { Context } from "../../../identity/context.js";
import { type Deferred, DeferredList } from "../../../platform/graphql/deferred.js";
import { familyPath, widthOfForm } from "../../../platform/markup/files/file-path.js";
import {
  ImageFormat,
  ImagePreset,
  type PictureVariant,
  presetForWidth,
} from "../../../platform/pictures/picture-presets.js";
import type { Asset } from "../asset.entity.js";
import { assetByPath } from "../asset.loaders.js";
import { addressOf, shownVariant } from "./asset-address.js";

/** The asset at a path of the site, or the original of the form of a picture at this path. */
export function assetAtPath(ctx: Context, path: string): Deferred<Asset | null> {
  const loader = assetByPath(ctx);
  const family = familyPath(path);
  if (family === null) return loader.load(path);
  return new DeferredList([loader.load(path), loader.load(family)]).map(
    ([exact, original]) => exact ?? original ?? null,
  );
}

/** What is shown in the place of the path: for a smaller form of a picture the preset with about twice its width, since screens have more pixels. */
export function variantForPath(ctx: Context, asset: Asset, path: string, usual: ImagePreset): PictureVariant | null {
  const width = widthOfForm(path);
  const preset = width === null ? usual : presetForWidth(2 * width);
  return shownVariant(ctx, asset, preset, ImageFormat.FALLBACK);
}

export function addressForPath(ctx: Context, asset: Asset, path: string, usual: ImagePreset): string {
  return addressOf(ctx, asset, variantForPath(ctx, asset, path, usual));
}

/** For a link or a redirect to a picture, whose viewers want to see it as a whole. */
export const WHOLE_PICTURE = ImagePreset.W2560;
