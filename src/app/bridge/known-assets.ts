// Connects the delivery of bytes with the content: which assets exist, and which of them are public. The look-ups use the private connections,
// because the address of a hidden asset may be signed.

import { findServedAsset } from "../../content/assets/shown/served-asset.js";
import type { AssetAccess } from "../../http/assets/asset-access.js";
import { RememberedAssets } from "../../http/assets/remembered-assets.js";
import type { Platform } from "../../identity/context.js";

type Access = Pick<Platform, "assets" | "invalidationFeed" | "privateReads">;

export function createAssetAccess({ assets, invalidationFeed, privateReads }: Access): AssetAccess {
  const remembered = new RememberedAssets(invalidationFeed, (key) => findServedAsset(privateReads, key));
  return { ...assets, find: (key) => remembered.find(key) };
}
