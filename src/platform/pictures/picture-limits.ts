// Limits of what is decoded. A small file can stand for a picture that fills the memory, so that they count pixels, not bytes.
import type { Metadata } from "sharp";
import { type PictureFailure, pictureFailure } from "./picture-job.js";

export const PICTURE_LIMITS = {
  /** Of the file. The picture is held in memory as a whole while it is encoded. */
  bytes: 52_428_800,
  pixels: 64_000_000,
  frames: 1_000,
  /** Of all frames of an animation together. */
  animationPixels: 40_000_000,
  /** For a job; what takes longer is ended with its process. */
  seconds: 30,
};

const megapixels = (count: number) => `${Math.round(count / 1_000_000)} megapixels`;

export function isAnimation({ format, pages = 1 }: Metadata): boolean {
  return pages > 1 && (format === "gif" || format === "webp");
}

/** Null if the picture may be decoded; read from its head alone. */
export function excessOf(metadata: Metadata): PictureFailure | null {
  const { width, height, pages = 1 } = metadata;
  const dimensions = `${width} × ${height} pixels`;
  const { pixels, frames, animationPixels } = PICTURE_LIMITS;
  if (width * height > pixels) {
    return excess(
      `The picture has ${dimensions}; the limit is ${megapixels(pixels)}. Make it smaller and upload it again.`,
    );
  }
  if (!isAnimation(metadata)) return null;
  if (pages <= frames && width * height * pages <= animationPixels) return null;
  const limit = `${frames} frames and ${megapixels(animationPixels)} in all frames together`;
  return excess(
    `The animation has ${pages} frames of ${dimensions}; the limit is ${limit}. Make it smaller, or upload it as a video.`,
  );
}

function excess(message: string): PictureFailure {
  return pictureFailure("TOO_LARGE", message).failure;
}
