// Finds whom an operation that costs too much has to blame, for its error alone: which list to shorten, and to what.

import type { CostSelection, FieldTerm } from "./cost-selection.js";
import type { LimitFault } from "./limit-error.js";
import { type Cost, CostCalculator, type Variables } from "./operation-cost.js";

interface Sized {
  path: string;
  term: FieldTerm;
}

/** A document has as many at most as it has fields, but fragments in fragments have more paths than can be walked. */
const MAX_CANDIDATES = 300;

/** The list that has to shrink least for the operation to be within the limit; else the one that costs most. */
export function explainListLimit(
  selection: CostSelection,
  variables: Variables,
  measure: keyof Cost,
  allowed: number,
): Pick<LimitFault, "field" | "price" | "fits"> {
  let best: { fault: Pick<LimitFault, "field" | "price" | "fits">; rank: number } | null = null;
  const usual = new CostCalculator(variables);
  const total = usual.of(selection)[measure];
  for (const { path, term } of sizedFields(selection)) {
    const at = (size: number) => new CostCalculator(variables, new Map([[term, size]])).of(selection)[measure];
    const rest = at(0);
    const price = total - rest;
    const value = Math.floor((allowed - rest) / (at(1) - rest));
    const isMendable = term.size?.argument != null && value >= 1 && value < usual.sizeOf(term);
    // A list whose shrinking mends all comes first; else the innermost of those that account for most.
    const rank = isMendable ? 1 + value / usual.sizeOf(term) : innermost(price / total, path);
    if (best !== null && rank <= best.rank) continue;
    const fits = isMendable ? { argument: term.size?.argument ?? "first", value } : undefined;
    best = { rank, fault: { field: path, price, ...(fits && { fits }) } };
  }
  return best?.fault ?? {};
}

function innermost(share: number, path: string): number {
  return share > 1 / 2 ? 1 - 1 / (1 + path.split(".").length) : share / 2;
}

/** The path of response names that lies deepest. */
export function deepestPath(selection: CostSelection): string {
  const names: string[] = [];
  for (let next: CostSelection | null = selection; next !== null; ) {
    const terms: readonly CostSelection["terms"][number][] = next.terms;
    const depthOf = (term: (typeof terms)[number]) => (term.kind === "field" ? term.shape : term.selection.shape).depth;
    const deepest = terms.reduce<(typeof terms)[number] | null>(
      (found, term) => (found === null || depthOf(term) > depthOf(found) ? term : found),
      null,
    );
    if (deepest?.kind === "field") names.push(deepest.key);
    next = deepest === null ? null : deepest.kind === "field" ? deepest.children : deepest.selection;
  }
  return names.join(".");
}

function sizedFields(selection: CostSelection): Sized[] {
  const found: Sized[] = [];
  const visited = new Set<CostSelection>();
  const open: { selection: CostSelection; path: string }[] = [{ selection, path: "" }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (visited.has(next.selection)) continue;
    visited.add(next.selection);
    for (const term of next.selection.terms) {
      const path = term.kind === "part" ? next.path : [next.path, term.key].filter((name) => name !== "").join(".");
      const below = term.kind === "part" ? term.selection : term.children;
      if (term.kind === "field" && term.size !== null) found.push({ path, term });
      if (below !== null) open.push({ selection: below, path });
    }
  }
  return found.slice(0, MAX_CANDIDATES);
}
