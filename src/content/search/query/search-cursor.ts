// What a cursor of a search carries beside its place: the figures its scores were made of. They change while a reader
// pages; measured by them, later pages fit those that were read.
import { isInstant } from "../../../platform/db/timestamp.js";
import { BadInputError } from "../../../platform/graphql/bad-input.js";
import type { CursorCodec } from "../../../platform/graphql/pagination/cursor.js";

export interface SearchState {
  /** Day that ages are counted from. */
  asOf: string;
  /** When the newest post was published as the first page was read: no page shows what came later. Null where that is told by the order. */
  until: string | null;
  /** Evidence that is enough; null where all words must match. */
  cut: number | null;
  rarities: number[];
}

export interface SearchPlace {
  /** Score, or instant of publication. */
  key: string;
  postId: string;
  /** Of publication, which tells posts of one score apart. */
  instant: string;
  /** Among how many candidates it was found: those of the small window come before the others of the large one. */
  window: number;
}

const NUMBER = /^-?\d{1,12}(?:\.\d{1,12})?$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** How many candidates are scored: for the first pages, and where these have been read. */
export const [NEAR, FAR] = [120, 1_000];
const WINDOWS = [NEAR, FAR];

export function encodeCursor(codec: CursorCodec, place: SearchPlace, state: SearchState): string {
  const { asOf, until, cut, rarities } = state;
  return codec.encode([
    place.key,
    place.postId,
    place.instant,
    asOf,
    until ?? "",
    cut === null ? "" : String(cut),
    String(place.window),
    ...rarities.map(String),
  ]);
}

/** Numbers as cursors carry them, so that the first page is measured like the others. */
export const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

export function decodeCursor(
  codec: CursorCodec,
  cursor: string,
  { units, keyIsInstant }: { units: number; keyIsInstant: boolean },
): { place: SearchPlace; state: SearchState } {
  const [key = "", postId = "", instant = "", asOf = "", until = "", cut = "", window = "", ...rarities] = codec.decode(
    cursor,
    "after",
  );
  const isSound =
    (keyIsInstant ? isInstant(key) : NUMBER.test(key)) &&
    UUID.test(postId) &&
    isInstant(instant) &&
    asOf !== "infinity" &&
    isInstant(asOf) &&
    (until === "" || isInstant(until)) &&
    (cut === "" || NUMBER.test(cut)) &&
    WINDOWS.some((size) => String(size) === window) &&
    rarities.length === units &&
    rarities.every((value) => NUMBER.test(value) && Number(value) >= 0 && Number(value) < 100);
  if (!isSound) {
    throw new BadInputError("CURSOR_DAMAGED", 'Argument "after" is not a cursor of this service.', "after");
  }
  return {
    place: { key, postId, instant, window: Number(window) },
    state: {
      asOf,
      until: until === "" ? null : until,
      cut: cut === "" ? null : Number(cut),
      rarities: rarities.map(Number),
    },
  };
}
