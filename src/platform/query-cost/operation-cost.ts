// Computes the cost of a selection for the variables of one request, in one pass over the terms and each fragment once.
import type { CostSelection, FieldTerm, Size, Term } from "./cost-selection.js";

export interface Cost {
  /** The number of objects that the response may contain. */
  nodes: number;
  /** That number plus the cost of fields. */
  points: number;
}

/** The cost of a selection, and its additional cost for each item of the page that it selects from. */
interface PageCost extends Cost {
  itemNodes: number;
  itemPoints: number;
}

export type Variables = Readonly<Record<string, unknown>>;

const ZERO: PageCost = { nodes: 0, points: 0, itemNodes: 0, itemPoints: 0 };

export class CostCalculator {
  readonly #variables: Variables;
  readonly #sizes: ReadonlyMap<FieldTerm, number>;
  readonly #shared = new Map<CostSelection, PageCost>();

  /** `sizes` override the sizes that the arguments give. */
  constructor(variables: Variables, sizes: ReadonlyMap<FieldTerm, number> = new Map()) {
    this.#variables = variables;
    this.#sizes = sizes;
  }

  of(selection: CostSelection): PageCost {
    if (!selection.isShared) return this.#sum(selection.terms);
    const existing = this.#shared.get(selection);
    if (existing !== undefined) return existing;
    const cost = this.#sum(selection.terms);
    this.#shared.set(selection, cost);
    return cost;
  }

  sizeOf(term: FieldTerm): number {
    if (term.size === null) return 1;
    return this.#sizes.get(term) ?? resolveSize(term.size, this.#variables);
  }

  #sum(terms: readonly Term[]): PageCost {
    const total = { ...ZERO };
    let byType: Map<string, PageCost> | null = null;
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

  #field(term: FieldTerm): PageCost {
    const inner = term.children === null ? ZERO : this.of(term.children);
    const self = term.counts ? 1 : 0;
    if (term.role === "page") {
      const [itemNodes, itemPoints] = [self + inner.nodes, self + inner.points];
      return { nodes: 0, points: term.cost, itemNodes, itemPoints };
    }
    const size = this.sizeOf(term);
    const [nodes, points] =
      term.role === "connection"
        ? [inner.nodes + size * inner.itemNodes, inner.points + size * inner.itemPoints]
        : [size * (self + inner.nodes), size * (self + inner.points)];
    return { nodes, points: term.cost + points, itemNodes: 0, itemPoints: 0 };
  }
}

export function resolveSize({ sources, fallback, max }: Size, variables: Variables): number {
  for (const source of sources) {
    const value = typeof source === "number" ? source : variables[source.variable];
    const size = Array.isArray(value) ? value.length : value;
    if (typeof size === "number") return Math.min(Math.max(size, 0), max);
  }
  return fallback;
}

function add(total: PageCost, more: PageCost): void {
  total.nodes += more.nodes;
  total.points += more.points;
  total.itemNodes += more.itemNodes;
  total.itemPoints += more.itemPoints;
}

/** The most expensive of several object types, since an object has one of them. */
function greatest(costs: readonly PageCost[]): PageCost {
  return {
    nodes: Math.max(...costs.map(({ nodes }) => nodes)),
    points: Math.max(...costs.map(({ points }) => points)),
    itemNodes: 0,
    itemPoints: 0,
  };
}
