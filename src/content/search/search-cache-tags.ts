// The cache tags of a response with a search. Changes of the matching posts invalidate it; scores and spellings also depend on statistics
// that PostgreSQL renews by itself, so it is cached for at most a minute.
import type { CacheTagSet } from "../../platform/response-cache/cache-tag-set.js";
import { CONTENT, SEARCH_INDEX } from "../cache-tags/cache-tags.js";

const MAX_AGE_MS = 60_000;

export function addSearchTags(reads: CacheTagSet): void {
  reads.add(CONTENT, SEARCH_INDEX);
  reads.limit(MAX_AGE_MS);
}
