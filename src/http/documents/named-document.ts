// Reads how a request names its document, from the body of a POST or the URL of a GET.

import type { GraphqlRequest } from "../graphql/graphql-engine.js";
import { badRequest } from "../http-rejection.js";

export interface SentDocument {
  /** Undefined also for null and an empty string, which some clients send in its place. */
  query: unknown;
  documentId: unknown;
  operationName: unknown;
  variables: unknown;
  persistedQuery: PersistedQuery | undefined;
}

/** As Apollo's clients send it in the extensions. */
export interface PersistedQuery {
  version: unknown;
  sha256Hash: unknown;
}

/** Clients of Relay send the id by these names. They count only without a query, since they are members of no specification. */
const OTHER_NAMES = ["doc_id", "id"] as const;

export function sentDocumentOf({ method, search, body = {} }: GraphqlRequest): SentDocument {
  return method === "POST" ? readMembers(body) : readMembers(membersOf(new URLSearchParams(search)));
}

function readMembers(members: Readonly<Record<string, unknown>>): SentDocument {
  const query = presentOrUndefined(members.query);
  const [otherName] = query === undefined ? OTHER_NAMES.filter((name) => members[name] != null) : [];
  return {
    query,
    documentId: members.documentId ?? (otherName === undefined ? undefined : members[otherName]),
    operationName: members.operationName,
    variables: members.variables,
    persistedQuery: persistedQueryOf(members.extensions),
  };
}

const presentOrUndefined = (value: unknown): unknown => (value === null || value === "" ? undefined : value);

/** A parameter that is given twice is an array, which is no valid value of a member. */
function membersOf(parameters: URLSearchParams): Record<string, unknown> {
  const members: Record<string, unknown> = Object.create(null);
  for (const name of new Set(parameters.keys())) {
    const values = parameters.getAll(name);
    members[name] = values.length === 1 ? values[0] : values;
  }
  if (typeof members.extensions === "string") members.extensions = jsonOf(members.extensions);
  return members;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("Expected extensions to be JSON.");
  }
}

function persistedQueryOf(extensions: unknown): PersistedQuery | undefined {
  if (typeof extensions !== "object" || extensions === null || !("persistedQuery" in extensions)) return undefined;
  const { persistedQuery } = extensions;
  if (typeof persistedQuery !== "object" || persistedQuery === null) {
    throw badRequest("Expected persistedQuery to be an object.");
  }
  return { version: undefined, sha256Hash: undefined, ...persistedQuery };
}
