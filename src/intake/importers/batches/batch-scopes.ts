// The places of the new posts of a batch, from what was written of them. It is what `scopesOf` would read from the database, which takes it as
// long as inserting the rows.
import { pathDigest } from "../../../content/cache-tags/cache-tags.js";
import type { Scopes } from "../../../content/cache-tags/content-event.js";
import { authorIdsOf } from "../../../content/posts/authors/author-ids.js";
import { type PostFields, visibleFromOf } from "../../../content/posts/writing/post-record.js";
import { postPath } from "../../../content/site-path.js";
import { NEVER } from "../../../platform/db/timestamp.js";
import type { BatchTerms } from "./batch-terms.js";

export interface PlacedPost {
  record: PostFields;
  seriesId: string | null;
  formerPaths: readonly string[];
}

export function scopesOfNew(posts: readonly PlacedPost[], { ancestors, paths }: BatchTerms): Scopes {
  const shown = posts.filter(({ record }) => visibleFromOf(record) !== NEVER);
  const sorted = (valuesOf: (post: PlacedPost) => readonly string[]): string[] =>
    [...new Set(shown.flatMap(valuesOf))].sort();
  const authorIds = sorted(({ record }) => authorIdsOf(record));
  const tagIds = sorted(({ record }) => record.tagIds);
  const seriesIds = sorted(({ seriesId }) => (seriesId === null ? [] : [seriesId]));
  const categoryIds = sorted(({ record }) => record.categoryIds);
  const pathsOfPosts = shown.flatMap(({ record, formerPaths }) => [postPath(record.slug), ...formerPaths]);
  const pathsOfTerms = [...authorIds, ...tagIds, ...seriesIds].flatMap((id) => paths.get(id) ?? []);
  return {
    visibleFrom: sorted(({ record }) => [visibleFromOf(record)]),
    authorIds,
    categoryIds,
    listingCategoryIds: sorted(({ record }) => record.categoryIds.flatMap((id) => [...(ancestors.get(id) ?? []), id])),
    tagIds,
    seriesIds,
    pathDigests: [...new Set([...pathsOfPosts, ...pathsOfTerms])].map(pathDigest),
    // Nothing leads to a new post, and the event of an import invalidates all menus that lead to terms.
    menuIds: [],
  };
}
