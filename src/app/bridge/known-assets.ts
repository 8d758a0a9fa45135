// Connects the delivery of bytes with the content: which assets exist, and which of them are public. The look-ups use the private connections,
// because the address of a hidden asset may be signed.

import { findServedAssets } from "../../content/assets/shown/served-asset.js";
import type { AssetAccess } from "../../http/assets/asset-access.js";
import { RememberedAssets } from "../../http/assets/remembered-assets.js";
import type { Platform } from "../../identity/context.js";
import { BatchedLookUps } from "../../lib/batched-look-ups.js";

/** Requests for made-up keys take no more connections than this, however many they are. */
const MAX_STATEMENTS = 2;
const MAX_KEYS = 500;

type Access = Pick<Platform, "assets" | "invalidationFeed" | "privateReads">;

export function createAssetAccess({ assets, invalidationFeed, privateReads }: Access): AssetAccess {
  const lookUps = new BatchedLookUps({
    load: (keys: readonly string[]) => findServedAssets(privateReads, keys),
    maxRunning: MAX_STATEMENTS,
    maxKeys: MAX_KEYS,
  });
  const remembered = new RememberedAssets(invalidationFeed, (key) => lookUps.find(key));
  return { ...assets, find: (key) => remembered.find(key) };
}
