// What the service asks the processes that decode and encode pictures, and what they respond.
import type { PictureVariant } from "./picture-presets.js";

/** From 0 to 1, from the left and from the top. */
export interface PicturePoint {
  x: number;
  y: number;
}

export type PictureJob =
  | { kind: "probe"; bytes: Uint8Array }
  | { kind: "encode"; bytes: Uint8Array; variant: PictureVariant; focalPoint: PicturePoint };

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
