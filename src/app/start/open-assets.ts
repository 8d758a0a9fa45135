// Opens what serves and stores the bytes of assets.
import { randomBytes } from "node:crypto";
import { InstanceSecret } from "../../identity/auth/instance-secrets.js";
import type { Platform } from "../../identity/context.js";
import type { CleanupStack } from "../../lib/cleanup-stack.js";
import type { AssetConfig } from "../../platform/config/asset-config.js";
import type { AssetServices } from "../../platform/pictures/asset-services.js";
import { PictureEncoder } from "../../platform/pictures/picture-encoder.js";
import { UrlSigner } from "../../platform/pictures/url-signer.js";
import { LazyStore } from "../../platform/storage/lazy-store.js";
import { openByteStore } from "../../platform/storage/open-store.js";

/** For processes that only print addresses, which no signature of theirs makes readable. */
export function openAssetAddresses(settings: AssetConfig): AssetServices {
  return { store: storeOf(settings), settings, pictures: new PictureEncoder(), signer: new UrlSigner(randomBytes(32)) };
}

/** The secret is shared by all processes of a site. Those that decode pictures start with the first picture. */
export async function openAssets(
  access: Pick<Platform, "privateReads" | "transact">,
  settings: AssetConfig,
  opened: CleanupStack,
): Promise<AssetServices> {
  const secret = await new InstanceSecret(access, "asset addresses").value();
  const pictures = new PictureEncoder();
  opened.add(() => pictures.close());
  return { store: storeOf(settings), settings, pictures, signer: new UrlSigner(secret) };
}

const storeOf = (settings: AssetConfig): LazyStore => new LazyStore(() => openByteStore(settings));
