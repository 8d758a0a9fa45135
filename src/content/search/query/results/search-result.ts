// What a search has found: the posts of a page, and what totals, facets and the next page are made from.
import type { Total } from "../newest-matches.js";
import type { ScoredPost } from "../scored-search.js";
import type { SearchPosition } from "../search-cursor.js";

export interface FoundPost extends SearchPosition {
  /** As clients see it. */
  score: number;
}

export interface SearchResult {
  found: FoundPost[];
  hasNextPage: boolean;
  isRelaxed: boolean;
  /** The posts of a relaxed search; null for a strict one, whose matches are defined by an expression. */
  relaxedIds: readonly string[] | null;
  /** Posts of a strict search besides those that the expression matches. */
  partialIds: readonly string[];
  /** Null if the search did not count its matches. */
  total: Total | null;
}

export interface WindowedPost extends ScoredPost {
  window: number;
}

export interface RelevantPosts {
  posts: readonly ScoredPost[];
  /** Whether the posts are all matches. */
  isComplete: boolean;
  isRelaxed: boolean;
  partialIds: readonly string[];
  total: Total | null;
}
