// The bytes of variants: from the store, or made of the original once for all who ask at the same time, and stored then.
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { Logger } from "pino";
import { BoundedMap } from "../../lib/bounded-map.js";
import type { PictureSource } from "../../platform/pictures/picture-job.js";
import { contentTypeOf, type PictureVariant, variantName } from "../../platform/pictures/picture-presets.js";
import { HttpError } from "../http-rejection.js";
import type { AssetAccess, DeliveredAsset } from "./asset-access.js";

/** A picture that could not be encoded is not tried again for so long. */
const FAILURE_MS = 60_000;
const MAX_FAILURES = 1_000;

export interface VariantCounts {
  encoded: number;
  failed: number;
  stored: number;
}

export class VariantSource {
  readonly counts: VariantCounts = { encoded: 0, failed: 0, stored: 0 };
  readonly #access: AssetAccess;
  readonly #log: Logger;
  readonly #loading = new Map<string, Promise<Buffer>>();
  readonly #failures = new BoundedMap<string, number>(MAX_FAILURES);

  constructor(access: AssetAccess, log: Logger) {
    this.#access = access;
    this.#log = log;
  }

  /** Rejects with a `StorageUnavailableError` while the store is away, and with an `HttpError` if the picture cannot be encoded now. */
  async bytes(asset: DeliveredAsset, variant: PictureVariant): Promise<Buffer> {
    const key = `${asset.variantFolder}/${variantName(variant)}`;
    const loading = this.#loading.get(key) ?? this.#load(key, asset, variant).finally(() => this.#loading.delete(key));
    this.#loading.set(key, loading);
    return loading;
  }

  async #load(key: string, asset: DeliveredAsset, variant: PictureVariant): Promise<Buffer> {
    const { store } = this.#access;
    const stored = await store.get(key);
    if (stored !== null) {
      this.counts.stored += 1;
      return buffer(stored.stream);
    }
    const bytes = await this.#encode(key, asset, variant);
    const object = { contentType: contentTypeOf(variant), byteSize: bytes.length };
    await store.put(key, Readable.from([bytes]), object).catch((error: unknown) => {
      // What was made can be sent all the same; the next request tries to store it again.
      this.#log.warn({ err: error, key }, "A variant of a picture could not be stored.");
    });
    return bytes;
  }

  async #encode(key: string, asset: DeliveredAsset, variant: PictureVariant): Promise<Buffer> {
    if ((this.#failures.get(key) ?? 0) > Date.now()) throw notNow();
    const result = await this.#access.pictures.encode(() => this.#original(asset), variant, asset.focalPoint);
    if (result.isOk) {
      this.counts.encoded += 1;
      return Buffer.from(result.value);
    }
    const { reason, message } = result.failure;
    if (reason === "BUSY") throw new HttpError(503, "OVERLOADED", message, ["retry-after", "2"]);
    this.counts.failed += 1;
    this.#failures.set(key, Date.now() + FAILURE_MS);
    this.#log.warn({ key, reason }, "A picture could not be encoded.");
    throw notNow();
  }

  async #original({ originalKey }: DeliveredAsset): Promise<PictureSource> {
    const original = await this.#access.store.get(originalKey);
    if (original === null) throw new Error(`The store has no object ${originalKey}.`);
    return original;
  }
}

function notNow(): HttpError {
  const retryAfter = String(FAILURE_MS / 1_000);
  return new HttpError(503, "SERVICE_UNAVAILABLE", "The picture cannot be encoded now.", ["retry-after", retryAfter]);
}
