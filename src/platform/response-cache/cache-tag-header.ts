// The header that gives a CDN the cache tags of a response. Tags are sent as digests, which are short and reveal nothing. If they
// exceed the header's limit, coarse tags replace all of them: a truncated list would leave the response stale.
import { createHash } from "node:crypto";

export interface CacheTagHeader {
  /** Lower case. */
  name: string;
  maxBytes: number;
  coarse: readonly string[];
}

/** 48 bits. A collision only purges more than needed. */
const DIGEST_LENGTH = 8;

export function cacheTagDigest(tag: string): string {
  return createHash("sha256").update(tag).digest("base64url").slice(0, DIGEST_LENGTH);
}

/** Name and value. The coarse tags are few enough for any limit. */
export function cacheTagHeader({ name, maxBytes, coarse }: CacheTagHeader, tags: readonly string[]): string[] {
  const separator = name === "cache-tag" ? "," : " ";
  const fits = tags.length * (DIGEST_LENGTH + 1) - 1 <= maxBytes;
  return [name, (fits ? tags : coarse).map(cacheTagDigest).join(separator)];
}
