// Stores a file of an import or of the command line as an asset. What is refused is a value, since one file must not end the import of others.
import type { Readable } from "node:stream";
import type { WriteTransaction } from "../../../platform/db/transaction.js";
import { UserErrors } from "../../../platform/graphql/user-error.js";
import type { AssetServices } from "../../../platform/pictures/asset-services.js";
import { newKey, ORIGINALS } from "../asset-storage.js";
import { type AssetTexts, insertAsset } from "../asset-writer.js";
import { inspectFile } from "./inspected-file.js";

export interface GivenFile extends AssetTexts {
  /** Called once. Gives exactly `byteSize` bytes. */
  open(): Readable;
  byteSize: number;
}

export type StoredFile = { assetId: string; isNew: boolean } | { refused: string };

/** Rejects if the store or the database is not available. */
export async function storeFile(
  services: Pick<AssetServices, "store" | "pictures" | "settings">,
  transact: WriteTransaction,
  { open, byteSize, ...texts }: GivenFile,
): Promise<StoredFile> {
  const { maxBytes } = services.settings;
  if (byteSize < 1 || byteSize > maxBytes) return { refused: `Expected 1 to ${maxBytes} bytes, got ${byteSize}.` };
  const bytesKey = newKey();
  const key = ORIGINALS + bytesKey;
  await services.store.put(key, open(), { contentType: "application/octet-stream", byteSize });
  try {
    const file = await inspectFile(services, { key, byteSize, sha256: null, path: [] });
    const { id, isNew } = await transact((tx) => insertAsset(tx, bytesKey, file, texts));
    if (!isNew) await services.store.delete(key);
    return { assetId: id, isNew };
  } catch (error) {
    // A failed commit may have been made after all, so that only what was refused is removed; `colophon assets prune` removes the rest.
    if (!(error instanceof UserErrors)) throw error;
    await services.store.delete(key);
    return { refused: error.message };
  }
}
