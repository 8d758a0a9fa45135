// How a query is read where its text alone does not tell: by what the public posts hold. The first page decides, and cursors carry the
// decision, so that all pages of a search read the query alike.

/** Another word that counts as a word of the query. */
export interface Correction {
  /** The folded word with the marks that belong to its name. */
  typed: string;
  corrected: string;
  /** Whether public posts hold the word as it was typed, so that it may be right. */
  isWritten: boolean;
}

export interface QueryReading {
  /** Whether a hyphen before a word excludes nothing, because public posts hold the word as an option. */
  hyphensAreText: boolean;
  corrections: readonly Correction[];
  /** Words of the query that many titles hold, so that they name what a post is about. */
  topics: readonly string[];
}

export const AS_TYPED: QueryReading = { hyphensAreText: false, corrections: [], topics: [] };

/** The word without the marks of its name is no other spelling: `issue#` is read as `issue` where no post has such a name. */
export const isOfLetters = ({ typed }: Correction): boolean => /^\p{L}+$/u.test(typed);

/** For a cursor; empty for a query that is read as it was typed. */
export function encodeReading({ hyphensAreText, corrections, topics }: QueryReading): string {
  if (!hyphensAreText && corrections.length === 0 && topics.length === 0) return "";
  const corrected = corrections.map((one) => [one.typed, one.corrected, one.isWritten]);
  return JSON.stringify([hyphensAreText, ...corrected, ...topics]);
}

const WORD = /^[^\s\0]{1,64}$/u;

/** Null for a text that `encodeReading` does not write. */
export function decodeReading(text: string): QueryReading | null {
  if (text === "") return AS_TYPED;
  const values = parsed(text);
  if (values === null || typeof values[0] !== "boolean") return null;
  const isTopic = (value: unknown): value is string => typeof value === "string" && WORD.test(value);
  const topics = values.filter(isTopic);
  const corrections = values
    .slice(1)
    .filter((value) => !isTopic(value))
    .map(asCorrection);
  if (!corrections.every((correction) => correction !== null)) return null;
  return { hyphensAreText: values[0], corrections, topics };
}

function parsed(text: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function asCorrection(value: unknown): Correction | null {
  if (!Array.isArray(value) || value.length !== 3) return null;
  const [typed, corrected, isWritten]: unknown[] = value;
  if (typeof typed !== "string" || typeof corrected !== "string" || typeof isWritten !== "boolean") return null;
  return WORD.test(typed) && WORD.test(corrected) ? { typed, corrected, isWritten } : null;
}
