// Counts the directives of a document that has not been validated. Validation compares directives with each other and reports each unknown one, so that
// thousands of them would be expensive; a document with too many is rejected before.
import {
  type DefinitionNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  visit,
} from "graphql";
import type { LimitConfig } from "../config/limit-config.js";
import { LimitError } from "./limit-error.js";

type Limits = Pick<LimitConfig, "directives" | "tokens">;

interface Counted {
  directives: number;
  spreads: ReadonlySet<string>;
}

/** The error for a document one of whose definitions exceeds the limit, with the fragments that it uses; null for any other. */
export function directiveLimitError(source: string, { directives: allowed, tokens }: Limits): LimitError | null {
  // Most documents have fewer at signs than they may have directives, even in strings and comments.
  if (!hasMore(source, "@", allowed)) return null;
  const definitions = definitionsOf(source, tokens);
  const fragments = new Map<string, Counted>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, countIn(definition));
  }
  for (const definition of definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    const actual = totalOf(countIn(definition), fragments);
    if (actual <= allowed) continue;
    const message = `An operation and its fragments may have at most ${allowed} directives; these have ${actual}.`;
    return new LimitError(message, { limit: "directives", allowed, actual });
  }
  return null;
}

function hasMore(text: string, sign: string, allowed: number): boolean {
  let count = 0;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) {
    count += 1;
    if (count > allowed) return true;
  }
  return false;
}

/** Empty for a text that is no document, which is rejected for that. */
function definitionsOf(source: string, maxTokens: number): readonly DefinitionNode[] {
  try {
    return parse(source, { maxTokens, noLocation: true }).definitions;
  } catch {
    return [];
  }
}

function countIn(definition: OperationDefinitionNode | FragmentDefinitionNode): Counted {
  let directives = 0;
  const spreads = new Set<string>();
  visit(definition, {
    Directive() {
      directives += 1;
    },
    FragmentSpread({ name }) {
      spreads.add(name.value);
    },
  });
  return { directives, spreads };
}

/** Each fragment counts once, as in the limit of valid documents; unknown and cyclic ones are left to validation. */
function totalOf({ directives, spreads }: Counted, fragments: ReadonlyMap<string, Counted>): number {
  let total = directives;
  const seen = new Set(spreads);
  for (const name of seen) {
    const fragment = fragments.get(name);
    if (fragment === undefined) continue;
    total += fragment.directives;
    for (const inner of fragment.spreads) seen.add(inner);
  }
  return total;
}
