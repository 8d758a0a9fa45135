// Look-ahead: the fields that a query selects below a field, so that a statement reads only the columns that are needed. It ignores
// variables and types, so fields excluded by @skip and @include, and fields of types that do not apply, are included.
import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from "graphql";

/** The part of a resolver's `info` that look-ahead reads. */
export type SelectingInfo = Pick<GraphQLResolveInfo, "fieldNodes" | "fragments">;

export class SelectedFields {
  static readonly nothing = new SelectedFields([], {});
  readonly #nodes: readonly FieldNode[];
  readonly #fragments: SelectingInfo["fragments"];
  #fields: Map<string, FieldNode[]> | null = null;
  readonly #below = new Map<string, SelectedFields>();

  constructor(nodes: readonly FieldNode[], fragments: SelectingInfo["fragments"]) {
    this.#nodes = nodes;
    this.#fragments = fragments;
  }

  /** The names of the selected fields, without their aliases. */
  get names(): Iterable<string> {
    return this.#collected().keys();
  }

  has(field: string): boolean {
    return this.#collected().has(field);
  }

  /**
   * The values of an argument of each selection of the field: those of literals as they are written, undefined where it is absent, and null for
   * variables and other values.
   */
  argumentsOf(field: string, argument: string): (string | null | undefined)[] {
    return (this.#collected().get(field) ?? []).map((node) => {
      const value = node.arguments?.find(({ name }) => name.value === argument)?.value;
      if (value === undefined) return undefined;
      return value.kind === Kind.ENUM || value.kind === Kind.STRING ? value.value : null;
    });
  }

  /** The selection below a field, all of its aliases together. */
  at(field: string): SelectedFields {
    let below = this.#below.get(field);
    if (below === undefined) {
      const nodes = this.#collected().get(field);
      below = nodes === undefined ? SelectedFields.nothing : new SelectedFields(nodes, this.#fragments);
      this.#below.set(field, below);
    }
    return below;
  }

  #collected(): Map<string, FieldNode[]> {
    if (this.#fields === null) {
      this.#fields = new Map();
      for (const { selectionSet } of this.#nodes) if (selectionSet) this.#collect(selectionSet, this.#fields);
    }
    return this.#fields;
  }

  #collect(set: SelectionSetNode, fields: Map<string, FieldNode[]>): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const known = fields.get(selection.name.value);
        if (known === undefined) fields.set(selection.name.value, [selection]);
        else known.push(selection);
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments[selection.name.value] : selection;
      if (fragment !== undefined) this.#collect(fragment.selectionSet, fields);
    }
  }
}

/** By the first node. A document is parsed once for many requests, and its nodes contain nothing of a request. */
const selections = new WeakMap<FieldNode, { nodes: readonly FieldNode[]; selection: SelectedFields }>();

/** The selection below the field that is being resolved; computed once for each document. */
export function selectionOf({ fieldNodes, fragments }: SelectingInfo): SelectedFields {
  const [first] = fieldNodes;
  if (first === undefined) return SelectedFields.nothing;
  const entry = selections.get(first);
  if (entry !== undefined && isSame(entry.nodes, fieldNodes)) return entry.selection;
  const selection = new SelectedFields(fieldNodes, fragments);
  selections.set(first, { nodes: fieldNodes, selection });
  return selection;
}

const isSame = (a: readonly FieldNode[], b: readonly FieldNode[]): boolean =>
  a.length === b.length && a.every((node, index) => node === b[index]);

/** A value derived from a selection, computed once for each selection. */
export function onceForSelection<T>(derive: (selection: SelectedFields) => T): (selection: SelectedFields) => T {
  const values = new WeakMap<SelectedFields, { value: T }>();
  return (selection) => {
    let derived = values.get(selection);
    if (derived === undefined) {
      derived = { value: derive(selection) };
      values.set(selection, derived);
    }
    return derived.value;
  };
}
