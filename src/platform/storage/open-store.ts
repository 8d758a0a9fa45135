// Opens the store that the configuration names: a bucket, or else a folder.
import type { AssetConfig } from "../config/asset-config.js";
import type { ByteStore } from "./byte-store.js";
import { LocalStore } from "./local-store.js";

export async function openByteStore({ bucket, directory }: AssetConfig): Promise<ByteStore> {
  if (bucket === null) return LocalStore.open(directory);
  const { S3Store } = await import("./s3-store.js");
  return new S3Store(bucket);
}
