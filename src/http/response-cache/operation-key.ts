// What makes two requests the same question: the operation without what a parser ignores, its name, its variables in one
// spelling, and the media type of the answer. Null for what cannot be told, which is then never taken from a cache.

import { createHash } from "node:crypto";
import { stripIgnoredCharacters } from "graphql";
import { BoundedMap } from "../../lib/bounded-map.js";

export interface SentOperation {
  query: unknown;
  operationName: unknown;
  variables: unknown;
}

/** Documents are few and recur; the key of a map is kept alive by it, so they are short as well. */
const MAX_DOCUMENTS = 500;
const MAX_DOCUMENT_LENGTH = 20_000;

export class OperationKeys {
  readonly #documents = new BoundedMap<string, string>(MAX_DOCUMENTS);

  keyOf({ query, operationName, variables }: SentOperation, mediaType: string): string | null {
    if (typeof query !== "string" || query.length > MAX_DOCUMENT_LENGTH) return null;
    if (operationName != null && typeof operationName !== "string") return null;
    if (variables != null && (typeof variables !== "object" || Array.isArray(variables))) return null;
    const document = this.#bare(query);
    if (document === null) return null;
    const values = canonical(variables ?? {});
    if (values === null) return null;
    const text = JSON.stringify([mediaType, document, operationName ?? null]);
    return createHash("sha256").update(text).update(values).digest("base64url");
  }

  /** Null where it is no document. */
  #bare(query: string): string | null {
    const known = this.#documents.get(query);
    if (known !== undefined) return known;
    const bare = stripped(query);
    if (bare === null) return null;
    this.#documents.set(query, bare);
    return bare;
  }
}

function stripped(query: string): string | null {
  try {
    // The keyword may be left out where nothing else stands before the selections.
    return stripIgnoredCharacters(query).replace(/^query(?=\{)/, "");
  } catch {
    return null;
  }
}

/** Deeper than any input of the schema; JSON that is nested deeper is no question worth keeping. */
const MAX_DEPTH = 32;

/** One text for equal values, whatever the order of their fields; null where none says all of a value. */
function canonical(value: unknown): string | null {
  try {
    return JSON.stringify(inOrder(value, 0));
  } catch {
    return null;
  }
}

function inOrder(value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new RangeError("Nested too deeply.");
  // JSON has numbers that a double cannot hold, and no text for them.
  if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError("No finite number.");
  if (Array.isArray(value)) return value.map((item) => inOrder(item, depth + 1));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, inOrder(item, depth + 1)]));
}
