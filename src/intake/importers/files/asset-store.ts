// Makes assets of the files of an import, with the aliases by which bodies find them. A file with the bytes of an asset is not stored again.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { assetWithHash, registerAliases } from "../../../content/assets/asset-writer.js";
import { storeFile } from "../../../content/assets/uploads/stored-file.js";
import { LIMITS } from "../../../content/input-check.js";
import type { WriteTransaction } from "../../../platform/db/transaction.js";
import { CodedError } from "../../../platform/graphql/error-codes.js";
import type { AssetServices } from "../../../platform/pictures/asset-services.js";
import { SNIFFED_BYTES, sniffType } from "../../../platform/pictures/sniffed-type.js";
import { StorageFullError, StorageUnavailableError } from "../../../platform/storage/byte-store.js";
import type { FileOutcome, FileStore } from "./file-import.js";
import type { FileTexts, OpenedFile } from "./file-source.js";

const MAX_FILE_NAME = 255;

export class AssetStore implements FileStore {
  constructor(private readonly services: Pick<AssetServices, "store" | "pictures" | "settings">) {}

  async store(
    file: OpenedFile,
    texts: FileTexts,
    aliases: readonly string[],
    transact: WriteTransaction,
  ): Promise<FileOutcome> {
    const reason = await this.refusalOf(file);
    if (reason !== null) return { absence: "REFUSED", reason };
    const outcome = (await sameBytes(file, transact)) ?? (await this.#make(file, texts, transact));
    if ("assetId" in outcome) await this.addAliases(outcome.assetId, aliases, transact);
    return outcome;
  }

  async refusalOf({ file, byteSize }: OpenedFile): Promise<string | null> {
    const { settings } = this.services;
    if (byteSize > settings.maxBytes) return `it has ${byteSize} bytes, and the limit is ${settings.maxBytes} bytes`;
    const type = sniffType(await headOf(file), settings);
    return type.kind === "refused" ? clauseOf(type.message) : null;
  }

  async addAliases(assetId: string, paths: readonly string[], transact: WriteTransaction): Promise<void> {
    const aliases = paths.map((path) => ({ path, assetId }));
    await transact((tx) => registerAliases(tx, aliases));
  }

  async #make(file: OpenedFile, { alt, caption }: FileTexts, transact: WriteTransaction): Promise<FileOutcome> {
    try {
      const stored = await storeFile(this.services, transact, {
        open: () => createReadStream(file.file),
        byteSize: file.byteSize,
        fileName: nameOf(file),
        alt: shortened(alt, LIMITS.alt),
        caption: caption === null ? null : shortened(caption, LIMITS.excerpt),
        takenFrom: file.takenFrom,
        createdBy: null,
      });
      return "refused" in stored ? { absence: "REFUSED", reason: clauseOf(stored.refused) } : stored;
    } catch (error) {
      const isTransient =
        error instanceof CodedError || error instanceof StorageUnavailableError || error instanceof StorageFullError;
      if (isTransient) return { absence: "FAILED", reason: clauseOf(error.message) };
      throw error;
    }
  }
}

async function sameBytes({ file }: OpenedFile, transact: WriteTransaction): Promise<FileOutcome | null> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  const sha256 = hash.digest("hex");
  const assetId = await transact((tx) => assetWithHash(tx, sha256));
  return assetId === null ? null : { assetId, isNew: false };
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SNIFFED_BYTES), 0, SNIFFED_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Sentences of advice follow as they are. */
const clauseOf = (message: string): string =>
  message.replace(/^[A-Z](?=[a-z ])/, (letter) => letter.toLowerCase()).replace(/\.$/, "");

const nameOf = ({ fileName }: OpenedFile): string =>
  shortened(fileName.normalize("NFC").replace(/[/\\\p{Cc}]/gu, "_"), MAX_FILE_NAME) || "file";

const shortened = (text: string, limit: number): string =>
  [...text.replace(/[\0\p{Surrogate}]/gu, "")].slice(0, limit).join("").trim();
