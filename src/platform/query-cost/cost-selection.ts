// An operation as the limits see it: fields with the factors they multiply, and fragments as shared parts. It is built once for a
// document and contains no value of a variable, so checking a request is one pass over numbers.

/** Where the number of items of a list comes from. The first source that has a value applies. */
export interface Size {
  sources: readonly (number | { variable: string })[];
  /** The number of items if no source has a value. */
  fallback: number;
  /** A larger size is rejected with an error of its own when the field is resolved. */
  max: number;
  /** The argument that would make the list shorter; null if there is none. */
  argument: string | null;
}

/** Counts with all fragments expanded. */
export interface Shape {
  depth: number;
  fields: number;
  aliases: number;
}

export interface FieldTerm {
  kind: "field";
  /** The key of the field in the response. */
  key: string;
  /** Whether each item counts as an object. Connections, edges and PageInfo do not. */
  counts: boolean;
  /** The cost of resolving the field once, without its objects. */
  cost: number;
  /** Null for a single item. */
  size: Size | null;
  /** A connection passes its size on to the lists of its page below it. */
  role: "plain" | "connection" | "page";
  children: CostSelection | null;
  shape: Shape;
}

export interface PartTerm {
  kind: "part";
  /** The object type that the part is for, if other types are possible. An object has one type, so only the most expensive one counts. */
  on: string | null;
  selection: CostSelection;
}

export type Term = FieldTerm | PartTerm;

export interface CostSelection {
  terms: readonly Term[];
  /** Whether it is a fragment, which may be used in several places. */
  isShared: boolean;
  shape: Shape;
}

export const NOTHING: Shape = { depth: 0, fields: 0, aliases: 0 };

/** Fragments within fragments can double the count at each level. Above this number the exact count does not matter. */
const MAX_COUNT = 1_000_000_000;
const sum = (a: number, b: number): number => Math.min(a + b, MAX_COUNT);

/** The shape of two selections side by side. */
export function addShapes(a: Shape, b: Shape): Shape {
  return {
    depth: Math.max(a.depth, b.depth),
    fields: sum(a.fields, b.fields),
    aliases: sum(a.aliases, b.aliases),
  };
}

export function shapeOf(terms: readonly Term[]): Shape {
  return terms.reduce(
    (shape, term) => addShapes(shape, term.kind === "field" ? term.shape : term.selection.shape),
    NOTHING,
  );
}

/** The number of fields of the selection itself, with its fragments expanded. */
export function countOwnFields(selection: CostSelection, counts = new Map<CostSelection, number>()): number {
  const counted = counts.get(selection);
  if (counted !== undefined) return counted;
  const count = selection.terms.reduce(
    (total, term) => sum(total, term.kind === "field" ? 1 : countOwnFields(term.selection, counts)),
    0,
  );
  counts.set(selection, count);
  return count;
}
