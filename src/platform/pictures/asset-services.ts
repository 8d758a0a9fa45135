// What resolvers and commands need beside the database to work with assets.
import type { AssetConfig } from "../config/asset-config.js";
import type { ByteStore } from "../storage/byte-store.js";
import type { PictureEncoder } from "./picture-encoder.js";
import type { UrlSigner } from "./url-signer.js";

export interface AssetServices {
  store: ByteStore;
  pictures: PictureEncoder;
  settings: AssetConfig;
  signer: UrlSigner;
}
