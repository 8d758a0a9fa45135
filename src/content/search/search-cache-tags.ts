// What the answer to a search depends on. Which posts match is announced; how their scores and spellings weigh words comes
// from statistics that PostgreSQL renews by itself, so that no answer is kept for longer than a minute.
import type { CacheTagSet } from "../../platform/response-cache/cache-tag-set.js";
import { CONTENT, SEARCH_INDEX } from "../cache-tags/cache-tags.js";

const LIFETIME_MS = 60_000;

export function addSearchTags(reads: CacheTagSet): void {
  reads.add(CONTENT, SEARCH_INDEX);
  reads.limit(LIFETIME_MS);
}
