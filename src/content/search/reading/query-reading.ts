// How a query is read where its text alone does not tell: by what the public posts hold. The first page decides, and cursors carry the
// decision, so that all pages of a search read the query alike.

export interface QueryReading {
  /** Whether a hyphen before a word excludes nothing, because public posts hold the word as an option. */
  hyphensAreText: boolean;
}

export const AS_TYPED: QueryReading = { hyphensAreText: false };

/** For a cursor; empty for a query that is read as it was typed. */
export function encodeReading({ hyphensAreText }: QueryReading): string {
  return hyphensAreText ? "-" : "";
}

/** Null for a text that `encodeReading` does not write. */
export function decodeReading(text: string): QueryReading | null {
  return text === "" || text === "-" ? { hyphensAreText: text === "-" } : null;
}
