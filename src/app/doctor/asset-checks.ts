// Checks what assets need: a folder or bucket for their bytes, and a decoder for pictures. Without them the service runs, and refuses uploads.

import { access, constants } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { messageOf } from "../../lib/error-facts.js";
import type { AssetConfig } from "../../platform/config/asset-config.js";
import { PictureEncoder } from "../../platform/pictures/picture-encoder.js";
import { S3Store } from "../../platform/storage/s3-store.js";
import { UPLOADS } from "../../platform/storage/upload-places.js";
import { type Finding, ok, warning } from "./finding.js";

/** A PNG of one pixel. */
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
/** A bucket that does not respond within it is too slow for visitors. */
const SILENCE_MS = 5_000;

export async function checkAssets(config: AssetConfig): Promise<Finding[]> {
  return Promise.all([config.bucket === null ? checkFolder(config) : checkBucket(config.bucket), checkPictures()]);
}

async function checkFolder({ directory }: AssetConfig): Promise<Finding> {
  const folder = resolve(directory);
  for (let place = folder; ; place = dirname(place)) {
    const state = await access(place, constants.W_OK).then(
      () => "writable",
      (error: NodeJS.ErrnoException) => error.code,
    );
    if (state === "writable") return ok("assets", `The bytes of assets are stored in the folder ${folder}.`);
    // It is created with the first upload.
    if (state === "ENOENT" && dirname(place) !== place) continue;
    const advice = "Make it writable for the user that runs the service, or set ASSETS_DIR to another folder.";
    return warning("assets", `The folder ${place} is not writable, so that no pictures can be uploaded.`, advice);
  }
}

async function checkBucket(bucket: NonNullable<AssetConfig["bucket"]>): Promise<Finding> {
  try {
    // Reads one page of names and changes nothing.
    for await (const _ of new S3Store(bucket, { silenceMs: SILENCE_MS }).list(UPLOADS)) break;
    return ok("assets", "The bucket of assets responds and accepts the key.");
  } catch (error) {
    const advice = "Check ASSETS_S3_URL, ASSETS_S3_REGION, the key and its rights, and the clock of this machine.";
    return warning("assets", `The bucket of assets cannot be used. ${messageOf(error)}`, advice);
  }
}

async function checkPictures(): Promise<Finding> {
  const pictures = new PictureEncoder({ processes: 1 });
  const result = await pictures.probe(async () => PIXEL);
  pictures.close();
  if (result.isOk) return ok("pictures", "Pictures can be decoded.");
  const advice = "Install the optional dependencies: run npm ci without --omit=optional, on this platform.";
  return warning("pictures", result.failure.message, advice);
}
