// Decodes and encodes pictures with sharp. It runs in processes of its own, never in the service. Nothing of the metadata of a picture
// reaches an output: the orientation is applied, the colours are converted to sRGB, and all else is left out.
import sharp, { type Metadata, type Sharp, type SharpOptions } from "sharp";
import { rgbaToThumbHash } from "thumbhash";
import { dominantColour } from "./dominant-colour.js";
import {
  type PictureFailure,
  type PicturePoint,
  type PictureResult,
  type PictureTask,
  type ProbedPicture,
  pictureFailure,
} from "./picture-job.js";
import { excessOf, isAnimation, PICTURE_LIMITS } from "./picture-limits.js";
import type { PictureVariant, VariantExtension } from "./picture-presets.js";

/** Of libvips. Each loader that is not needed, such as those of SVG, PDF and TIFF, is one more way in. */
const LOADERS = ["Jpeg", "Png", "Webp", "Heif", "Nsgif"].map((format) => `VipsForeignLoad${format}Buffer`);
const FORMATS = new Set(["jpeg", "png", "webp", "gif", "heif", "avif"]);
const THUMB_SIZE = 100;
/** A variant has a fourth of the pixels at most that this limits; it ends work that libvips can end by itself. */
const VIPS_SECONDS = 25;
const WHITE = "#ffffff";
const BROKEN = "The picture is damaged or incomplete.";

sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: LOADERS });
// The process has one job at a time, and the machine has other work.
sharp.concurrency(1);
sharp.cache(false);

export async function executeTask(
  task: PictureTask,
  bytes: Uint8Array,
): Promise<PictureResult<ProbedPicture | Uint8Array>> {
  try {
    const metadata = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (!FORMATS.has(metadata.format) || (metadata.format === "heif" && metadata.compression !== "av1")) {
      return pictureFailure("BROKEN", BROKEN);
    }
    const excess = excessOf(metadata);
    if (excess !== null) return { isOk: false, failure: excess };
    return {
      isOk: true,
      value: task.kind === "probe" ? await probe(bytes, metadata) : await encode(task, bytes, metadata),
    };
  } catch (error) {
    return { isOk: false, failure: failureOf(error) };
  }
}

function open(bytes: Uint8Array, options: SharpOptions = {}): Sharp {
  const limits: SharpOptions = { limitInputPixels: PICTURE_LIMITS.pixels, failOn: "error", sequentialRead: true };
  return sharp(bytes, { ...limits, ...options }).timeout({ seconds: VIPS_SECONDS });
}

async function probe(bytes: Uint8Array, metadata: Metadata): Promise<ProbedPicture> {
  const isAnimated = isAnimation(metadata);
  // Reads all frames, so that an animation that breaks off is found now.
  if (isAnimated) await open(bytes, { animated: true }).resize(8).raw().toBuffer();
  const thumb = open(bytes).autoOrient().resize(THUMB_SIZE, THUMB_SIZE, { fit: "inside" }).toColourspace("srgb");
  const { data, info } = await thumb.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return {
    ...(isAnimated ? { width: metadata.width, height: metadata.height } : metadata.autoOrient),
    isAnimated,
    hasAlpha: metadata.hasAlpha && data.some((value, index) => index % 4 === 3 && value < 255),
    thumbHash: rgbaToThumbHash(info.width, info.height, data),
    colour: dominantColour(data),
  };
}

async function encode(
  { variant, focalPoint }: PictureTask & { kind: "encode" },
  bytes: Uint8Array,
  metadata: Metadata,
) {
  const animated = variant.isAnimated && isAnimation(metadata);
  const source = animated ? open(bytes, { animated }) : open(bytes).autoOrient();
  const cut = variant.isCropped ? source.extract(cropOf(metadata.autoOrient, variant, focalPoint)) : source;
  const scaled = cut.resize(variant.width, variant.height, { fit: "fill" }).toColourspace("srgb");
  return write(scaled, variant.extension, metadata).toBuffer();
}

function write(picture: Sharp, extension: VariantExtension, { format }: Metadata): Sharp {
  // Drawings and screenshots have sharp coloured edges, which the usual reduction of colours blurs.
  const smartSubsample = format === "png" || format === "gif";
  if (extension === "webp") return picture.webp({ quality: 80, effort: 4, smartSubsample });
  if (extension === "avif") return picture.avif({ quality: 55, effort: 3 });
  if (extension === "png") return picture.png({ compressionLevel: 8 });
  return picture.flatten({ background: WHITE }).jpeg({ quality: 82, progressive: true });
}

/** The largest part with the proportions of the variant whose centre is as near to the focal point as possible. */
function cropOf(source: { width: number; height: number }, variant: PictureVariant, point: PicturePoint) {
  const scale = Math.min(source.width / variant.width, source.height / variant.height);
  const width = Math.min(source.width, Math.max(1, Math.round(variant.width * scale)));
  const height = Math.min(source.height, Math.max(1, Math.round(variant.height * scale)));
  const left = start(source.width, width, point.x);
  return { left, top: start(source.height, height, point.y), width, height };
}

function start(whole: number, part: number, centre: number): number {
  return Math.min(whole - part, Math.max(0, Math.round(whole * centre - part / 2)));
}

function failureOf(error: unknown): PictureFailure {
  const message = error instanceof Error ? error.message : "";
  if (/pixel limit/i.test(message)) return pictureFailure("TOO_LARGE", "The picture has too many pixels.").failure;
  if (/^timeout/i.test(message)) return pictureFailure("TIMEOUT", "The picture takes too long to read.").failure;
  return pictureFailure("BROKEN", BROKEN).failure;
}
