// Persisted documents, which clients name instead of sending them: trusted documents from the manifest of a client's build, and
// automatic persisted queries (APQ), which a client sends once with their digest. Both make a query short enough for a URL, and so for
// a CDN.
import { createHash } from "node:crypto";
import { HttpError } from "../http-rejection.js";
import type { GraphqlRequest } from "./graphql-engine.js";

/** Documents by id in the path, so that a CDN can have rules for them. */
export const DOCUMENTS_PATH = "/graphql/documents/";

export type TrustMode = "off" | "allow" | "only";

export interface DocumentsOptions {
  /** Whether clients may name documents of the manifest, or must. */
  mode: TrustMode;
  /** Texts by id. */
  trusted: ReadonlyMap<string, string>;
}

/** Any client may persist queries, so that their memory is limited; a client whose query was evicted sends it again. */
const MAX_PERSISTED = 1_000;
const MAX_PERSISTED_CHARS = 4_194_304;
const DIGEST = /^[0-9a-f]{64}$/;
const PREFIX = "sha256:";

export class PersistedDocuments {
  readonly #options: DocumentsOptions;
  readonly #trustedTexts: ReadonlySet<string>;
  readonly #persisted = new Map<string, string>();
  #chars = 0;

  constructor(options: DocumentsOptions) {
    this.#options = options;
    this.#trustedTexts = new Set(options.trusted.values());
  }

  /** The request with the text of the document that it names. Throws an `HttpError` for an unknown or untrusted document. */
  resolve(request: GraphqlRequest): GraphqlRequest {
    const sent = parametersOf(request);
    const text = this.#textOf(sent);
    if (text === undefined) {
      this.#requireTrust(sent.query);
      return request;
    }
    const { operationName, variables } = sent;
    if (request.method === "POST") {
      const named = operationName == null ? {} : { operationName };
      return { ...request, body: { query: text, ...named, ...(variables != null && { variables }) } };
    }
    const search = new URLSearchParams({ query: text });
    if (typeof operationName === "string") search.set("operationName", operationName);
    if (typeof variables === "string") search.set("variables", variables);
    return { ...request, search: `?${search}`, body: undefined };
  }

  /** Undefined if the request names no document. */
  #textOf({ query, documentId, extensions }: Sent): string | undefined {
    if (documentId !== undefined) return this.#named(documentId, query);
    const persisted = persistedOf(extensions);
    return persisted === undefined ? undefined : this.#persistedText(persisted, query);
  }

  #named(id: unknown, query: unknown): string {
    if (typeof id !== "string" || query !== undefined) {
      throw new HttpError(400, "BAD_REQUEST", "Expected documentId to be a string, and no query beside it.");
    }
    const text = this.#trusted(id) ?? this.#persistedByDigest(id.startsWith(PREFIX) ? id.slice(PREFIX.length) : id);
    if (text === undefined) throw new HttpError(404, "DOCUMENT_NOT_FOUND", "Expected the id of a known document.");
    return text;
  }

  #trusted(id: string): string | undefined {
    const { mode, trusted } = this.#options;
    if (mode === "off") return undefined;
    return trusted.get(id) ?? (id.startsWith(PREFIX) ? trusted.get(id.slice(PREFIX.length)) : undefined);
  }

  /** With `only` there are no persisted queries: any client could add to the trusted documents. */
  #persistedByDigest(digest: string): string | undefined {
    const text = this.#options.mode === "only" ? undefined : this.#persisted.get(digest);
    if (text === undefined) return undefined;
    this.#persisted.delete(digest);
    this.#persisted.set(digest, text);
    return text;
  }

  #persistedText({ version, sha256Hash: digest }: Persisted, query: unknown): string {
    if (version !== 1)
      throw new HttpError(400, "PERSISTED_QUERY_NOT_SUPPORTED", "Expected version 1 of persisted queries.");
    if (typeof digest !== "string" || !DIGEST.test(digest)) {
      throw new HttpError(400, "BAD_REQUEST", "Expected sha256Hash to be 64 lower case hexadecimal digits.");
    }
    if (query === undefined) {
      const text = this.#trusted(digest) ?? this.#persistedByDigest(digest);
      // The message that APQ clients look for.
      if (text === undefined) throw new HttpError(200, "PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound");
      return text;
    }
    if (typeof query !== "string" || createHash("sha256").update(query).digest("hex") !== digest) {
      throw new HttpError(400, "PERSISTED_QUERY_HASH_MISMATCH", "Expected sha256Hash to be the digest of the query.");
    }
    this.#requireTrust(query);
    this.#persist(digest, query);
    return query;
  }

  #persist(digest: string, text: string): void {
    if (this.#options.mode === "only" || this.#persisted.has(digest) || text.length > MAX_PERSISTED_CHARS / 4) return;
    this.#persisted.set(digest, text);
    this.#chars += text.length;
    for (const [oldest, evicted] of this.#persisted) {
      if (this.#persisted.size <= MAX_PERSISTED && this.#chars <= MAX_PERSISTED_CHARS) return;
      this.#persisted.delete(oldest);
      this.#chars -= evicted.length;
    }
  }

  #requireTrust(query: unknown): void {
    if (this.#options.mode !== "only" || this.#trustedTexts.has(String(query))) return;
    throw new HttpError(400, "DOCUMENT_NOT_TRUSTED", "Expected a trusted document; this service executes no others.");
  }
}

/** Whether a query string may name a document. */
const namesDocument = (search: string): boolean =>
  search.includes("documentId=") || search.includes("persistedQuery");

interface Sent {
  query: unknown;
  documentId: unknown;
  operationName: unknown;
  variables: unknown;
  extensions: unknown;
}

interface Persisted {
  version: unknown;
  sha256Hash: unknown;
}

function parametersOf({ method, search, body = {} }: GraphqlRequest): Sent {
  if (method === "POST") {
    const { query, documentId, operationName, variables, extensions } = body;
    return { query: query ?? undefined, documentId: documentId ?? undefined, operationName, variables, extensions };
  }
  if (!namesDocument(search)) {
    const query = new URLSearchParams(search).get("query") ?? undefined;
    return { query, documentId: undefined, operationName: undefined, variables: undefined, extensions: undefined };
  }
  const parameters = new URLSearchParams(search);
  const parameter = (name: string): string | undefined => parameters.get(name) ?? undefined;
  return {
    query: parameter("query"),
    documentId: parameter("documentId"),
    operationName: parameter("operationName"),
    variables: parameter("variables"),
    extensions: jsonOf(parameter("extensions")),
  };
}

function jsonOf(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(400, "BAD_REQUEST", "Expected extensions to be JSON.");
  }
}

function persistedOf(extensions: unknown): Persisted | undefined {
  if (typeof extensions !== "object" || extensions === null || !("persistedQuery" in extensions)) return undefined;
  const { persistedQuery } = extensions;
  if (typeof persistedQuery !== "object" || persistedQuery === null) {
    throw new HttpError(400, "BAD_REQUEST", "Expected persistedQuery to be an object.");
  }
  return { version: undefined, sha256Hash: undefined, ...persistedQuery };
}
