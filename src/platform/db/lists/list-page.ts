// A page of a list, and which parts of it a query reads.

export interface ListPage<Row> {
  /** In the order of the list, at most as many as requested. */
  rows: Row[];
  /** Whether more rows exist beyond the page in the direction of paging; false if `PAGE_FIELD.more` is not read. */
  hasMore: boolean;
  /** Null if `PAGE_FIELD.total` is not read. */
  total: number | null;
}

/** Bits combined by `|`: those of `PAGE_FIELD`, and above them the bits that a list gives to the columns of its rows (`rowField`). */
export type PageFields = number;

export const PAGE_FIELD = {
  /** The number of rows of the whole list. */
  total: 1,
  /** Whether there are rows beyond the page. */
  more: 2,
  /** The values of the keyset, which cursors are made of. */
  keys: 4,
  /** The page itself, at least its number of rows. */
  page: 8,
} as const;

const ROW_SHIFT = 4;
/** Bitwise operators work on 32 bits, of which the last is the sign. */
const ROW_BITS = 31 - ROW_SHIFT;

/** All fields of the page and all columns of its rows, but not the total. */
export const ROW_FIELDS: PageFields = ~PAGE_FIELD.total;

/** The bits of a row's columns, as the list numbers them, among the bits of a page. */
export function rowField(row: number): PageFields {
  if (row >>> ROW_BITS === 0) return row << ROW_SHIFT;
  throw new RangeError(`Expected at most ${ROW_BITS} groups of columns, got the bits ${row.toString(2)}.`);
}

export const rowOf = (fields: PageFields): number => fields >> ROW_SHIFT;

export const hasField = (fields: PageFields, field: keyof typeof PAGE_FIELD): boolean =>
  (fields & PAGE_FIELD[field]) !== 0;
