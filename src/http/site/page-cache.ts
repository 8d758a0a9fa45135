// Pages in the response cache: with the cache tags of all documents that they are made of, so that whatever ends one of their responses ends the page.
import type { CacheTagSet } from "../../platform/response-cache/cache-tag-set.js";
import type { Cacheable, Executed, ResponseCache } from "../../platform/response-cache/response-cache.js";
import type { GraphqlResponse } from "../graphql/graphql-engine.js";
import type { SharedCaching } from "../response-cache/cached-response.js";

export interface PageCache<C> {
  responses: ResponseCache<GraphqlResponse>;
  sharedCaching: SharedCaching;
  /** The cache tags of an executed document; null if its response must not be shared. */
  cacheableTags(context: C): CacheTagSet | null;
}

/** A page in the form of the responses beside which it is kept, and the contexts of its documents. */
export interface RenderedPage<C> {
  response: GraphqlResponse;
  contexts: readonly C[];
}

export function executedPage<C>(
  { response, contexts }: RenderedPage<C>,
  { cacheableTags }: PageCache<C>,
): Executed<GraphqlResponse> {
  const sets = contexts.map(cacheableTags);
  const isCacheable = response.status === 200 && sets.every((set): set is CacheTagSet => set !== null);
  const { body, contentType, headers } = response;
  return { response, cacheable: isCacheable ? { body, contentType, headers, cacheTags: union(sets) } : null };
}

function union(sets: readonly CacheTagSet[]): Cacheable["cacheTags"] {
  return {
    tags: () => new Set(sets.flatMap((set) => [...set.tags()])),
    lifetimeMs: Math.min(Number.POSITIVE_INFINITY, ...sets.map(({ lifetimeMs }) => lifetimeMs)),
  };
}
