// The row of a post in the search index, written for COPY in the thread that computes its vectors.
import { copyRows } from "../../../../platform/db/copy/copy-rows.js";
import { fold } from "../fold.js";
import type { SearchVectors } from "../search-document.js";
import { TOKENISER_VERSION } from "../tokens.js";

/** The columns of `search_public` and `search_pending` with their types. */
export const INDEX_COLUMNS = {
  post_id: "uuid",
  tokeniser_version: "smallint",
  visible_from: "timestamptz",
  title_folded: "text",
  head: "tsvector",
  doc: "tsvector",
  is_clipped: "boolean",
} as const;

const TYPES = Object.values(INDEX_COLUMNS);

export interface IndexedTitle {
  postId: string;
  title: string;
  visibleFrom: string;
}

export function indexRow({ postId, title, visibleFrom }: IndexedTitle, vectors: SearchVectors): Buffer {
  const { titleVector, documentVector, isClipped } = vectors;
  return copyRows(TYPES, [
    [postId, TOKENISER_VERSION, visibleFrom, fold(title), titleVector, documentVector, isClipped],
  ]);
}

/** After the number of the columns, and the id and the version with the lengths before them. */
const VERSION_OFFSET = 2 + (4 + 16) + 4;

/** Changes the row so that it counts as outdated and is written again by `indexOutdated`. */
export function asOutdated(row: Uint8Array): Uint8Array {
  const outdated = Buffer.from(row);
  outdated.writeInt16BE(0, VERSION_OFFSET);
  return outdated;
}
