// An operation as its limits see it: fields with what they multiply, fragments as shared parts. It is made once for a
// document and holds no variable's value, so that judging a request is one pass over numbers.

/** Where the number of items of a list comes from. The first source that has a value counts. */
export interface Size {
  sources: readonly (number | { variable: string })[];
  otherwise: number;
  /** More is refused when the field is resolved, by an error that says so. */
  max: number;
  /** The argument that would make the list shorter; null where none does. */
  argument: string | null;
}

/** Counts with fragments expanded. */
export interface Shape {
  depth: number;
  fields: number;
  aliases: number;
}

export interface FieldTerm {
  kind: "field";
  /** In the answer. */
  key: string;
  /** Whether each item is an object that counts; connections, edges and PageInfo do not. */
  counts: boolean;
  points: number;
  /** Null: one item. */
  size: Size | null;
  /** A connection gives its size to the lists of its page below it. */
  role: "plain" | "connection" | "page";
  children: CostSelection | null;
  shape: Shape;
}

export interface PartTerm {
  kind: "part";
  /** The object type that it applies to, where others are possible: parts of two types never cost both. */
  on: string | null;
  selection: CostSelection;
}

export type Term = FieldTerm | PartTerm;

export interface CostSelection {
  terms: readonly Term[];
  /** A fragment, which may be used in many places. */
  isShared: boolean;
  shape: Shape;
}

export const NOTHING: Shape = { depth: 0, fields: 0, aliases: 0 };

/** Fragments in fragments double with each level; beyond this nobody has to know how much. */
const PLENTY = 1_000_000_000;
const sum = (a: number, b: number): number => Math.min(a + b, PLENTY);

/** Of selections side by side. */
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

/** Fields of the selection itself, its fragments expanded. */
export function countOwnFields(selection: CostSelection, known = new Map<CostSelection, number>()): number {
  const counted = known.get(selection);
  if (counted !== undefined) return counted;
  const count = selection.terms.reduce(
    (total, term) => sum(total, term.kind === "field" ? 1 : countOwnFields(term.selection, known)),
    0,
  );
  known.set(selection, count);
  return count;
}
