// What the delivery of assets needs of the rest of the service: the look-up of an asset, the store, the encoder and the check of signatures.
import type { PictureEncoder } from "../../platform/pictures/picture-encoder.js";
import type { PicturePoint } from "../../platform/pictures/picture-job.js";
import type { PictureShape, PresetOptions } from "../../platform/pictures/picture-presets.js";
import type { ByteStore } from "../../platform/storage/byte-store.js";

export interface DeliveredAsset {
  key: string;
  /** Another one in each address after the bytes or the focal point have changed. */
  contentVersion: number;
  contentType: string;
  fileName: string;
  byteSize: number;
  /** Null for what is served as it is. */
  picture: PictureShape | null;
  focalPoint: PicturePoint | null;
  /** The key of its bytes in the store. */
  originalKey: string;
  /** Where the store has what was made of them. */
  variantFolder: string;
  /** Whether everybody may have the bytes. Otherwise they need a signature. */
  isPublic: boolean;
}

export interface AssetAccess {
  /** Null if there is no such asset. Without a promise where it is known already. */
  find(key: string): Promise<DeliveredAsset | null> | DeliveredAsset | null;
  store: ByteStore;
  pictures: Pick<PictureEncoder, "encode" | "load">;
  settings: PresetOptions;
  signer: { isValid(path: string, query: string): boolean };
}
