// Reads the manifest of trusted documents that a client's build wrote, in the format of GraphQL Code Generator or of Apollo's tools.
import { readFile } from "node:fs/promises";
import { PersistedDocuments } from "../../http/graphql/persisted-documents.js";
import { messageOf } from "../../lib/error-facts.js";
import type { DocumentsConfig } from "../../platform/config/cache-config.js";
import { ConfigError } from "../../platform/config/config.js";

export async function loadDocuments({ mode, file }: DocumentsConfig): Promise<PersistedDocuments> {
  if (mode === "off" || file === null) return new PersistedDocuments({ mode, trusted: new Map() });
  try {
    return new PersistedDocuments({ mode, trusted: parseManifest(await readFile(file, "utf8")) });
  } catch (error) {
    const reason = messageOf(error);
    throw new ConfigError([`TRUSTED_DOCUMENTS_FILE cannot be used: ${reason}`]);
  }
}

/** The documents by id. */
export function parseManifest(json: string): Map<string, string> {
  const manifest: unknown = JSON.parse(json);
  if (typeof manifest !== "object" || manifest === null) throw new TypeError("Expected a JSON object.");
  const entries: [string, unknown][] =
    "operations" in manifest && Array.isArray(manifest.operations)
      ? manifest.operations.map((operation: { id: string; body: unknown }) => [operation.id, operation.body])
      : Object.entries(manifest);
  const texts = new Map<string, string>();
  for (const [id, text] of entries) {
    if (typeof id !== "string" || typeof text !== "string") {
      throw new TypeError("Expected ids and the texts of documents as strings.");
    }
    texts.set(id, text);
  }
  return texts;
}
