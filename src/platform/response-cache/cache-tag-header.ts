// The header that tells a CDN what an answer depends on. Names are digests, so that they are short and tell nothing; where
// they do not fit, coarse ones stand for all of them: nothing is ever cut off.
import { createHash } from "node:crypto";

export interface CacheTagHeader {
  /** Lower case. */
  name: string;
  maxBytes: number;
  coarse: readonly string[];
}

/** 48 bits: that two names meet only purges more than is needed. */
const DIGEST_LENGTH = 8;

export function cacheTagDigest(key: string): string {
  return createHash("sha256").update(key).digest("base64url").slice(0, DIGEST_LENGTH);
}

/** Name and value; the coarse names are few enough for any budget. */
export function cacheTagHeader({ name, maxBytes, coarse }: CacheTagHeader, keys: readonly string[]): string[] {
  const separator = name === "cache-tag" ? "," : " ";
  const fits = keys.length * (DIGEST_LENGTH + 1) - 1 <= maxBytes;
  return [name, (fits ? keys : coarse).map(cacheTagDigest).join(separator)];
}
