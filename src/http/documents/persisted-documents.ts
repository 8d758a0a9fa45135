// Persisted documents, which clients name instead of sending them: trusted documents from the manifest of a client's build, and
// automatic persisted queries (APQ), which a client sends once with their digest. Both make a query short enough for a URL, and so for
// a CDN.

import type { GraphqlRequest } from "../graphql/graphql-engine.js";
import { badRequest, HttpError } from "../http-rejection.js";
import { digestOfDocument, documentsByKey, isDigest, keyOfDocumentId } from "./document-id.js";
import { type PersistedQuery, type SentDocument, sentDocumentOf } from "./named-document.js";

/** Documents by id in the path, so that a CDN can have rules for them. */
export const DOCUMENTS_PATH = "/graphql/documents/";

export type TrustMode = "off" | "allow" | "only";

export interface DocumentsOptions {
  /** Whether clients may name documents of the manifest, or must. */
  mode: TrustMode;
  /** Texts by id, as the manifest has them. */
  trusted: ReadonlyMap<string, string>;
}

/** Any client may persist queries, so that their memory is limited; a client whose query was evicted sends it again. */
const MAX_PERSISTED = 1_000;
const MAX_PERSISTED_CHARS = 4_194_304;

export class PersistedDocuments {
  readonly #mode: TrustMode;
  readonly #trusted: ReadonlyMap<string, string>;
  readonly #trustedTexts: ReadonlySet<string>;
  readonly #persisted = new Map<string, string>();
  #chars = 0;

  constructor({ mode, trusted }: DocumentsOptions) {
    this.#mode = mode;
    this.#trusted = mode === "off" ? new Map() : documentsByKey(trusted);
    this.#trustedTexts = new Set(trusted.values());
  }

  /** The request with the text of the document that it names. Throws an `HttpError` for an unknown or untrusted document. */
  resolve(request: GraphqlRequest): GraphqlRequest {
    const sent = sentDocumentOf(request);
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
    for (const [name, value] of Object.entries({ operationName, variables })) {
      if (Array.isArray(value)) throw badRequest(`Expected ${name} once in the query string, got it twice.`);
      if (typeof value === "string") search.set(name, value);
    }
    return { ...request, search: `?${search}`, body: undefined };
  }

  /** Undefined if the request names no document. */
  #textOf({ query, documentId, persistedQuery }: SentDocument): string | undefined {
    if (documentId !== undefined) return this.#named(documentId, query);
    return persistedQuery === undefined ? undefined : this.#persistedText(persistedQuery, query);
  }

  #named(id: unknown, query: unknown): string {
    if (typeof id !== "string" || query !== undefined) {
      throw badRequest("Expected documentId to be a string, and no query beside it.");
    }
    const text = this.#find(id);
    if (text === undefined) throw new HttpError(404, "DOCUMENT_NOT_FOUND", "Expected the id of a known document.");
    return text;
  }

  #find(id: string): string | undefined {
    const key = keyOfDocumentId(id);
    return this.#trusted.get(key) ?? this.#persistedByKey(key);
  }

  /** With `only` there are no persisted queries: any client could add to the trusted documents. */
  #persistedByKey(key: string): string | undefined {
    const text = this.#mode === "only" ? undefined : this.#persisted.get(key);
    if (text === undefined) return undefined;
    this.#persisted.delete(key);
    this.#persisted.set(key, text);
    return text;
  }

  /** The hash is the id of a document in the client's manifest, of any kind, or the digest of the query. */
  #persistedText({ version, sha256Hash: id }: PersistedQuery, query: unknown): string {
    if (version !== 1)
      throw new HttpError(400, "PERSISTED_QUERY_NOT_SUPPORTED", "Expected version 1 of persisted queries.");
    const known = typeof id === "string" ? this.#find(id) : undefined;
    if (known !== undefined && (query === undefined || query === known)) return known;
    if (typeof id !== "string" || !isDigest(id)) {
      throw badRequest("Expected sha256Hash to be the id of a trusted document, or 64 hexadecimal digits.");
    }
    // The message that APQ clients look for.
    if (query === undefined) throw new HttpError(200, "PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound");
    if (typeof query !== "string" || digestOfDocument(query) !== keyOfDocumentId(id)) {
      throw new HttpError(400, "PERSISTED_QUERY_HASH_MISMATCH", "Expected sha256Hash to be the digest of the query.");
    }
    this.#requireTrust(query);
    this.#persist(keyOfDocumentId(id), query);
    return query;
  }

  #persist(digest: string, text: string): void {
    if (this.#mode === "only" || this.#persisted.has(digest) || text.length > MAX_PERSISTED_CHARS / 4) return;
    this.#persisted.set(digest, text);
    this.#chars += text.length;
    for (const [oldest, evicted] of this.#persisted) {
      if (this.#persisted.size <= MAX_PERSISTED && this.#chars <= MAX_PERSISTED_CHARS) return;
      this.#persisted.delete(oldest);
      this.#chars -= evicted.length;
    }
  }

  #requireTrust(query: unknown): void {
    if (this.#mode !== "only" || this.#trustedTexts.has(String(query))) return;
    throw new HttpError(400, "DOCUMENT_NOT_TRUSTED", "Expected a trusted document; this service executes no others.");
  }
}
