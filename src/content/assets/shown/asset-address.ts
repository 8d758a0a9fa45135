// The addresses of an asset. One names the version of the content, so that browsers and networks may keep it for ever; bytes that not everybody
// may read need a signature.
import { assetFolder } from "../../../platform/markup/files/file-path.js";
import type { AssetServices } from "../../../platform/pictures/asset-services.js";
import { servedExtension, servedFileName } from "../../../platform/pictures/file-names.js";
import {
  ImageFormat,
  ImagePreset,
  type PictureShape,
  type PictureVariant,
  srcsetOf,
  variantFor,
  variantName,
} from "../../../platform/pictures/picture-presets.js";

import type { Asset } from "../asset.entity.js";

export type AddressedAsset = Pick<
  Asset,
  "key" | "contentVersion" | "contentType" | "width" | "height" | "hasAlpha" | "isAnimated" | "isPublic"
>;
type AddressContext = { assets: Pick<AssetServices, "settings" | "signer"> };

/** What the presets are made of; null for what is served as it is. */
export function pictureShape({
  width,
  height,
  hasAlpha,
  isAnimated,
  contentType,
}: AddressedAsset): PictureShape | null {
  if (width === null || height === null || contentType === SVG) return null;
  return { width, height, hasAlpha, isAnimated };
}

const SVG = "image/svg+xml";

/** The variant of a picture that is shown, or null for what is served as it is. */
export function shownVariant(
  { assets }: AddressContext,
  asset: AddressedAsset,
  preset: ImagePreset,
  format: ImageFormat,
): PictureVariant | null {
  const picture = pictureShape(asset);
  return picture && variantFor(picture, preset, format, { servesAvif: assets.settings.servesAvif });
}

/** Absolute if the service knows its own origin, else relative to the root of its host. */
export function addressOf(ctx: AddressContext, asset: AddressedAsset, variant: PictureVariant | null): string {
  const { settings, signer } = ctx.assets;
  const file = variant === null ? servedFileName(servedExtension(asset.contentType) ?? "bin") : variantName(variant);
  const path = `${assetFolder(asset.key)}/${asset.contentVersion}/${file}`;
  return settings.origin + (asset.isPublic ? path : signer.sign(path));
}

/** Null for what has no variants. */
export function srcsetFor(ctx: AddressContext, asset: AddressedAsset, format: ImageFormat): string | null {
  const picture = pictureShape(asset);
  if (picture === null) return null;
  const variants = srcsetOf(picture, format, { servesAvif: ctx.assets.settings.servesAvif });
  return variants.map((variant) => `${addressOf(ctx, asset, variant)} ${variant.width}w`).join(", ");
}
