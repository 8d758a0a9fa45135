// The normalised key of a request: its document without ignored tokens, the operation name, the variables with sorted fields, and
// the media type of the response. Requests with equal keys share a response; null means that the request is not cacheable.

import { createHash } from "node:crypto";
import { stripIgnoredCharacters } from "graphql";
import { BoundedMap } from "../../lib/bounded-map.js";

export interface SentOperation {
  query: unknown;
  operationName: unknown;
  variables: unknown;
}

/** Documents are few and recur. The map keeps its keys in memory, so their length is limited too. */
const MAX_DOCUMENTS = 500;
const MAX_DOCUMENT_LENGTH = 20_000;

export class OperationKeys {
  readonly #documents = new BoundedMap<string, string>(MAX_DOCUMENTS);

  keyOf({ query, operationName, variables }: SentOperation, mediaType: string): string | null {
    if (typeof query !== "string" || query.length > MAX_DOCUMENT_LENGTH) return null;
    if (operationName != null && typeof operationName !== "string") return null;
    if (variables != null && (typeof variables !== "object" || Array.isArray(variables))) return null;
    const document = this.#normalised(query);
    if (document === null) return null;
    const values = canonical(variables ?? {});
    if (values === null) return null;
    const text = JSON.stringify([mediaType, document, operationName ?? null]);
    return createHash("sha256").update(text).update(values).digest("base64url");
  }

  /** Null for text that is not a document. */
  #normalised(query: string): string | null {
    const known = this.#documents.get(query);
    if (known !== undefined) return known;
    const normalised = withoutIgnoredTokens(query);
    if (normalised !== null) this.#documents.set(query, normalised);
    return normalised;
  }
}

function withoutIgnoredTokens(query: string): string | null {
  try {
    // The keyword is optional if nothing else precedes the selection set.
    return stripIgnoredCharacters(query).replace(/^query(?=\{)/, "");
  } catch {
    return null;
  }
}

/** Deeper than any input of the schema; requests with deeper JSON are not cached. */
const MAX_DEPTH = 32;

/** The same text for equal values, whatever the order of their fields; null if JSON cannot represent the value exactly. */
function canonical(value: unknown): string | null {
  try {
    return JSON.stringify(withSortedFields(value, 0));
  } catch {
    return null;
  }
}

function withSortedFields(value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new RangeError("Nested too deeply.");
  // A number in JSON may exceed the range of a double; it is parsed as Infinity, which JSON cannot represent.
  if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError("No finite number.");
  if (Array.isArray(value)) return value.map((item) => withSortedFields(item, depth + 1));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, withSortedFields(item, depth + 1)]));
}
