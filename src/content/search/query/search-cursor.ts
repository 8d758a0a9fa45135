// The cursor of a search: a position in the list, and the figures that the first page was scored with. These change while a client pages;
// scored with the figures of the first page, later pages continue the same list.
import { isUuid } from "../../../lib/uuid.js";
import { isInstant } from "../../../platform/db/timestamp.js";
import { BadInputError } from "../../../platform/graphql/bad-input.js";
import type { CursorCodec } from "../../../platform/graphql/pagination/cursor.js";
import { AS_TYPED, decodeReading, encodeReading, type QueryReading } from "../reading/query-reading.js";

export interface SearchState {
  /** The day that ages are counted from. */
  asOf: string;
  /** When the newest post of the first page's search was published; later ones are on no page. Null if the order decides that. */
  publishedUntil: string | null;
  /** The least matched weight of a relaxed search; null for a strict search. */
  minWeight: number | null;
  /** Of each term of the query. */
  weights: number[];
  reading: QueryReading;
}

export interface SearchPosition {
  /** The score, or the instant of publication, by the order of the search. */
  key: string;
  postId: string;
  /** When the post was published, which orders posts of equal scores. */
  instant: string;
  /** The size of the candidate window in which it was found. Posts of the first window come before the others of the large window. */
  window: number;
}

const NUMBER = /^-?\d{1,12}(?:\.\d{1,12})?$/;
/** How many candidates are scored: for the first pages, and for pages after those. */
export const [FIRST_WINDOW, LARGE_WINDOW] = [120, 1_000];
const WINDOWS = [FIRST_WINDOW, LARGE_WINDOW];

export function encodeCursor(codec: CursorCodec, position: SearchPosition, state: SearchState): string {
  const { asOf, publishedUntil, minWeight, weights, reading } = state;
  return codec.encode([
    position.key,
    position.postId,
    position.instant,
    asOf,
    publishedUntil ?? "",
    minWeight === null ? "" : String(minWeight),
    String(position.window),
    encodeReading(reading),
    ...weights.map(String),
  ]);
}

/** The first page rounds its numbers as cursors do, so that all pages are scored alike. */
export const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

export function decodeCursor(
  codec: CursorCodec,
  cursor: string,
  keyIsInstant: boolean,
): { position: SearchPosition; state: SearchState } {
  const values = codec.decode(cursor, "after");
  const [key = "", postId = "", instant = "", asOf = "", publishedUntil = "", minWeight = "", window = "", read = ""] =
    values;
  const weights = values.slice(8);
  const reading = decodeReading(read);
  const isSound =
    (keyIsInstant ? isInstant(key) : NUMBER.test(key)) &&
    isUuid(postId) &&
    isInstant(instant) &&
    asOf !== "infinity" &&
    isInstant(asOf) &&
    (publishedUntil === "" || isInstant(publishedUntil)) &&
    (minWeight === "" || NUMBER.test(minWeight)) &&
    WINDOWS.some((size) => String(size) === window) &&
    weights.every((value) => NUMBER.test(value) && Number(value) >= 0 && Number(value) < 100);
  if (!isSound || reading === null) throw damagedCursor();
  return {
    position: { key, postId, instant, window: Number(window) },
    state: {
      asOf,
      publishedUntil: publishedUntil === "" ? null : publishedUntil,
      minWeight: minWeight === "" ? null : Number(minWeight),
      weights: weights.map(Number),
      reading,
    },
  };
}

export const damagedCursor = (): BadInputError =>
  new BadInputError(
    "CURSOR_DAMAGED",
    'Argument "after" is not a cursor of this service. Pass a cursor as it was received.',
    "after",
  );

/** Whether a post comes after a position in the order of relevance. */
export function isAfter(
  { id, score, instant }: { id: string; score: number; instant: string },
  position: SearchPosition,
): boolean {
  const last = Number(position.key);
  if (score !== last) return score < last;
  return instant === position.instant ? id < position.postId : instant > position.instant;
}

/** Ages are counted from the start of the day, so that scores stay the same for a day. */
const today = (): string => `${new Date().toISOString().slice(0, 10)}T00:00:00.000Z`;

/** Of a first page, before its search. */
export const firstState = (): SearchState => ({
  asOf: today(),
  publishedUntil: null,
  minWeight: null,
  weights: [],
  reading: AS_TYPED,
});
