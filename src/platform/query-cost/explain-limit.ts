// Explains to the client which list makes an operation too expensive, and which size of it would fit. Runs only for the error.
import type { CostSelection, FieldTerm } from "./cost-selection.js";
import type { LimitViolation } from "./limit-error.js";
import { type Cost, CostCalculator, type Variables } from "./operation-cost.js";

type Explanation = Pick<LimitViolation, "field" | "cost" | "fits">;

interface SizedField {
  path: string;
  term: FieldTerm;
}

/** A document has at most as many lists as fields, but nested fragments have more paths than can be visited. */
const MAX_CANDIDATES = 300;

/** Explains by the list that has to shrink least for the operation to fit, or else by the most expensive one. */
export function explainListLimit(
  selection: CostSelection,
  variables: Variables,
  measure: keyof Cost,
  allowed: number,
): Explanation {
  let best: { explanation: Explanation; rank: number } | null = null;
  const requested = new CostCalculator(variables);
  const total = requested.of(selection)[measure];
  for (const { path, term } of sizedFields(selection)) {
    const costWithSize = (size: number) =>
      new CostCalculator(variables, new Map([[term, size]])).of(selection)[measure];
    const rest = costWithSize(0);
    const cost = total - rest;
    const value = Math.floor((allowed - rest) / (costWithSize(1) - rest));
    const isEnough = term.size?.argument != null && value >= 1 && value < requested.sizeOf(term);
    // Lists whose reduction is enough come first; then the innermost of those that account for most of the cost.
    const rank = isEnough ? 1 + value / requested.sizeOf(term) : innermostRank(cost / total, path);
    if (best !== null && rank <= best.rank) continue;
    const fits = isEnough ? { argument: term.size?.argument ?? "first", value } : undefined;
    best = { rank, explanation: { field: path, cost, ...(fits && { fits }) } };
  }
  return best?.explanation ?? {};
}

function innermostRank(share: number, path: string): number {
  return share > 1 / 2 ? 1 - 1 / (1 + path.split(".").length) : share / 2;
}

/** The response keys on the way to the deepest field. */
export function deepestPath(selection: CostSelection): string {
  const keys: string[] = [];
  for (let next: CostSelection | null = selection; next !== null; ) {
    const terms: readonly CostSelection["terms"][number][] = next.terms;
    const depthOf = (term: (typeof terms)[number]) => (term.kind === "field" ? term.shape : term.selection.shape).depth;
    const deepest = terms.reduce<(typeof terms)[number] | null>(
      (found, term) => (found === null || depthOf(term) > depthOf(found) ? term : found),
      null,
    );
    if (deepest?.kind === "field") keys.push(deepest.key);
    next = deepest === null ? null : deepest.kind === "field" ? deepest.children : deepest.selection;
  }
  return keys.join(".");
}

function sizedFields(selection: CostSelection): SizedField[] {
  const found: SizedField[] = [];
  const visited = new Set<CostSelection>();
  const open: { selection: CostSelection; path: string }[] = [{ selection, path: "" }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (visited.has(next.selection)) continue;
    visited.add(next.selection);
    for (const term of next.selection.terms) {
      const path = term.kind === "part" ? next.path : [next.path, term.key].filter((key) => key !== "").join(".");
      const below = term.kind === "part" ? term.selection : term.children;
      if (term.kind === "field" && term.size !== null) found.push({ path, term });
      if (below !== null) open.push({ selection: below, path });
    }
  }
  return found.slice(0, MAX_CANDIDATES);
}
