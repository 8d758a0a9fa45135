// The delivery of assets behind the real HTTP server, with a store of bytes and a list of assets in memory instead of the database.
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { DeliveredAsset } from "../../../src/http/assets/asset-access.js";
import type { HttpServerOptions } from "../../../src/http/server.js";
import type { Metric, Sample } from "../../../src/platform/observability/metrics.js";
import { PictureEncoder } from "../../../src/platform/pictures/picture-encoder.js";
import type { ByteStore } from "../../../src/platform/storage/byte-store.js";
import { LocalStore } from "../../../src/platform/storage/local-store.js";
import { S3Store } from "../../../src/platform/storage/s3-store.js";
import { S3Double } from "../../support/s3-double.js";
import { startTinyApp, type TinyApp, type TinyContext } from "../tiny-app.js";

export const NEVER = "9999999999";
const PAST = "1000000000";

export interface AssetApp extends TinyApp {
  store: ByteStore;
  assets: Map<string, DeliveredAsset>;
  /** How often an asset was looked up. */
  lookUps(): number;
  /** The value of a metric, with the value of its label. */
  count(name: string, label?: string): Promise<number>;
  /** Adds a file, and a picture if its size is given; returns the path without the name. */
  add(bytes: Buffer, asset: Partial<DeliveredAsset>): Promise<string>;
}

export function signed(path: string, isExpired = false): string {
  const until = isExpired ? PAST : NEVER;
  return `${path}?until=${until}&sig=${createHash("sha256").update(`${until}${path}`).digest("base64url")}`;
}

const signer = { isValid: (path: string, query: string) => path + query === signed(path) };

export async function startAssetApp(
  store: ByteStore,
  changes: Partial<HttpServerOptions<TinyContext>> = {},
): Promise<AssetApp> {
  const assets = new Map<string, DeliveredAsset>();
  const metrics: Metric[] = [];
  const pictures = new PictureEncoder();
  let lookUps = 0;
  const find = async (key: string) => {
    lookUps += 1;
    return assets.get(key) ?? null;
  };
  const app = await startTinyApp({
    assets: { find, store, pictures, settings: { servesAvif: false }, signer },
    addMetrics: (...added) => metrics.push(...added),
    ...changes,
    // Clients of these tests leave their connections open.
    timeouts: { idleGraceMs: 20, ...changes.timeouts },
  });
  return {
    ...app,
    store,
    assets,
    lookUps: () => lookUps,
    count: async (name, label) => {
      const metric = metrics.find((each) => each.name === `colophon_asset_${name}`);
      const samples = [...((await metric?.read()) ?? [])] as Sample[];
      return (
        samples.find(({ labels = {} }) => label === undefined || Object.values(labels).includes(label))?.value ??
        Number.NaN
      );
    },
    add: async (bytes, asset) => {
      const key = randomBytes(16).toString("hex");
      const originalKey = `originals/${key}`;
      const contentType = asset.contentType ?? "image/jpeg";
      await store.put(originalKey, Readable.from([bytes]), { contentType, byteSize: bytes.length });
      const facts = { fileName: "file", byteSize: bytes.length, picture: null, focalPoint: null, isPublic: true };
      assets.set(key, {
        key,
        contentVersion: 1,
        contentType,
        ...facts,
        originalKey,
        variantFolder: `variants/${key}/1`,
        ...asset,
      });
      return `/assets/${key}/${asset.contentVersion ?? 1}`;
    },
    close: async () => {
      await app.close();
      pictures.close();
    },
  };
}

export interface Stores {
  folder: string;
  local: ByteStore;
  bucket: ByteStore;
  double: S3Double;
  close(): Promise<void>;
}

export async function openStores(): Promise<Stores> {
  const folder = await mkdtemp(join(tmpdir(), "asset-app-"));
  const double = await S3Double.start();
  return {
    folder,
    local: await LocalStore.open(join(folder, "assets")),
    bucket: new S3Store(double.bucket, { pauseMs: 1 }),
    double,
    close: async () => {
      await double.close();
      await rm(folder, { recursive: true });
    },
  };
}

export async function keysOf(store: ByteStore): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list("")) keys.push(key);
  return keys.sort();
}
