// Reads the manifest of trusted documents that a client's build wrote: texts by id, as GraphQL Code Generator, Relay and gql.tada write them, or
// Apollo's persisted query manifest, whose operations are a list or, from some tools, an object.
import { readFile } from "node:fs/promises";
import { siteDocuments } from "../../../site/src/site.js";
import { PersistedDocuments } from "../../http/documents/persisted-documents.js";
import { messageOf } from "../../lib/error-facts.js";
import type { DocumentsConfig } from "../../platform/config/cache-config.js";
import { ConfigError } from "../../platform/config/config.js";

export async function loadDocuments({ mode, file }: DocumentsConfig): Promise<PersistedDocuments> {
  // Those of the reader's site are trusted too, so that it can be served from elsewhere.
  const own = siteDocuments.map((text, index) => [`colophon-site-${index}`, text] as const);
  if (mode === "off" || file === null) return new PersistedDocuments({ mode, trusted: new Map(own) });
  try {
    return new PersistedDocuments({ mode, trusted: new Map([...own, ...parseManifest(await readFile(file, "utf8"))]) });
  } catch (error) {
    const reason = messageOf(error);
    throw new ConfigError([`TRUSTED_DOCUMENTS_FILE cannot be used: ${reason}`]);
  }
}

/** The documents by id. */
export function parseManifest(json: string): Map<string, string> {
  const manifest: unknown = JSON.parse(json);
  if (!isObject(manifest) || Array.isArray(manifest)) throw new TypeError("Expected a JSON object.");
  const texts = new Map<string, string>();
  for (const [id, text] of entriesOf(manifest)) {
    if (typeof id !== "string" || typeof text !== "string") {
      throw new TypeError("Expected ids and the texts of documents as strings.");
    }
    texts.set(id, text);
  }
  return texts;
}

function entriesOf(manifest: Members): [id: unknown, text: unknown][] {
  const { operations } = manifest;
  if (!isObject(operations)) return Object.entries(manifest);
  return Object.entries(operations).map(([key, operation]) => {
    if (!isObject(operation)) return [key, undefined];
    return [operation.id ?? operation.hash ?? (Array.isArray(operations) ? undefined : key), operation.body];
  });
}

type Members = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null;
}
