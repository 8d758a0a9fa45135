// The ids of persisted documents in the forms that clients and their build tools write.
import { createHash } from "node:crypto";

/** As the appendix "Persisted Documents" of GraphQL over HTTP writes it, or without the prefix, as Apollo's clients do. */
const DIGEST = /^(?:sha256:)?([0-9a-f]{64})$/i;

/** Ids with equal keys name the same document. */
export function keyOfDocumentId(id: string): string {
  return DIGEST.exec(id)?.[1]?.toLowerCase() ?? id;
}

export function isDigest(id: string): boolean {
  return DIGEST.test(id);
}

export function digestOfDocument(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The documents of a manifest by the keys of their ids, and by the digests of their texts, whatever ids the manifest has. */
export function documentsByKey(manifest: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const text of manifest.values()) texts.set(digestOfDocument(text), text);
  for (const [id, text] of manifest) texts.set(keyOfDocumentId(id), text);
  return texts;
}
