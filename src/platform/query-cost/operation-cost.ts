// Works out what a selection costs with the variables of one request: a pass over the terms, each fragment once.
import type { CostSelection, FieldTerm, Size, Term } from "./cost-selection.js";

export interface Cost {
  /** Objects that the answer may hold. */
  nodes: number;
  /** Objects, and what fields cost besides. */
  points: number;
}

/** Of a selection: what it costs once, and what it costs for each item of the page that it selects from. */
interface Amount extends Cost {
  itemNodes: number;
  itemPoints: number;
}

export type Variables = Readonly<Record<string, unknown>>;

const ZERO: Amount = { nodes: 0, points: 0, itemNodes: 0, itemPoints: 0 };

export class CostCalculator {
  readonly #variables: Variables;
  readonly #sizes: ReadonlyMap<FieldTerm, number>;
  readonly #shared = new Map<CostSelection, Amount>();

  /** `sizes` stand in place of what the arguments say. */
  constructor(variables: Variables, sizes: ReadonlyMap<FieldTerm, number> = new Map()) {
    this.#variables = variables;
    this.#sizes = sizes;
  }

  of(selection: CostSelection): Amount {
    if (!selection.isShared) return this.#sum(selection.terms);
    const known = this.#shared.get(selection);
    if (known !== undefined) return known;
    const amount = this.#sum(selection.terms);
    this.#shared.set(selection, amount);
    return amount;
  }

  sizeOf(term: FieldTerm): number {
    if (term.size === null) return 1;
    return this.#sizes.get(term) ?? resolveSize(term.size, this.#variables);
  }

  #sum(terms: readonly Term[]): Amount {
    const total = { ...ZERO };
    let byType: Map<string, Amount> | null = null;
    for (const term of terms) {
      if (term.kind === "field") add(total, this.#field(term));
      else if (term.on === null) add(total, this.of(term.selection));
      else {
        byType ??= new Map();
        const sum = byType.get(term.on) ?? { ...ZERO };
        add(sum, this.of(term.selection));
        byType.set(term.on, sum);
      }
    }
    if (byType !== null) add(total, greatest([...byType.values()]));
    return total;
  }

  #field(term: FieldTerm): Amount {
    const inner = term.children === null ? ZERO : this.of(term.children);
    const self = term.counts ? 1 : 0;
    if (term.role === "page") {
      const [itemNodes, itemPoints] = [self + inner.nodes, self + inner.points];
      return { nodes: 0, points: term.points, itemNodes, itemPoints };
    }
    const size = this.sizeOf(term);
    const [nodes, points] =
      term.role === "connection"
        ? [inner.nodes + size * inner.itemNodes, inner.points + size * inner.itemPoints]
        : [size * (self + inner.nodes), size * (self + inner.points)];
    return { nodes, points: term.points + points, itemNodes: 0, itemPoints: 0 };
  }
}

export function resolveSize({ sources, otherwise, max }: Size, variables: Variables): number {
  for (const source of sources) {
    const value = typeof source === "number" ? source : variables[source.variable];
    const size = Array.isArray(value) ? value.length : value;
    if (typeof size === "number") return Math.min(Math.max(size, 0), max);
  }
  return otherwise;
}

function add(total: Amount, more: Amount): void {
  total.nodes += more.nodes;
  total.points += more.points;
  total.itemNodes += more.itemNodes;
  total.itemPoints += more.itemPoints;
}

/** Of several object types an object has one. */
function greatest(amounts: readonly Amount[]): Amount {
  return {
    nodes: Math.max(...amounts.map(({ nodes }) => nodes)),
    points: Math.max(...amounts.map(({ points }) => points)),
    itemNodes: 0,
    itemPoints: 0,
  };
}
