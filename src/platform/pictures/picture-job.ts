// What the service asks the processes that decode and encode pictures, and what they respond.
import type { Readable } from "node:stream";
import type { PictureVariant } from "./picture-presets.js";

/** From 0 to 1, from the left and from the top. */
export interface PicturePoint {
  x: number;
  y: number;
}

/** What is done with a picture. */
export type PictureTask = { kind: "probe" } | { kind: "encode"; variant: PictureVariant; focalPoint: PicturePoint };

/** A task for a process, whose bytes follow on its standard input. */
export type PictureJob = PictureTask & { byteSize: number };

/** The bytes of a picture, such as an opened object of a store. */
export interface PictureSource {
  stream: Readable;
  byteSize: number;
}

export interface ProbedPicture {
  /** As a viewer sees it, with the orientation applied. */
  width: number;
  height: number;
  isAnimated: boolean;
  hasAlpha: boolean;
  /** A blurred stand-in (ThumbHash), at most 32 bytes. */
  thumbHash: Uint8Array;
  /** The most frequent colour, as `#rrggbb`. */
  colour: string;
}

/**
 * `BROKEN`: the bytes are no picture that can be read. `TOO_LARGE`: more pixels or frames than are decoded. `TIMEOUT`: it took too long.
 * `CRASHED`: the process ended while it decoded. `BUSY`: too many jobs wait. `UNAVAILABLE`: sharp is not installed.
 */
export type PictureFailureReason = "BROKEN" | "TOO_LARGE" | "TIMEOUT" | "CRASHED" | "BUSY" | "UNAVAILABLE";

export interface PictureFailure {
  reason: PictureFailureReason;
  /** A sentence for the person who uploads the picture. */
  message: string;
}

export type PictureResult<T> = { isOk: true; value: T } | { isOk: false; failure: PictureFailure };

export function pictureFailure(
  reason: PictureFailureReason,
  message: string,
): { isOk: false; failure: PictureFailure } {
  return { isOk: false, failure: { reason, message } };
}
