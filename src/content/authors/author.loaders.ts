// All reads of authors. For anonymous readers, an author without a visible post does not exist.
import type { Context } from "../../identity/context.js";
import { selectColumns } from "../../platform/db/entity-columns.js";
import type { Keyset } from "../../platform/db/keyset.js";
import { type ListSource, tableList } from "../../platform/db/lists/list-source.js";
import type { MaybeDeferred } from "../../platform/graphql/deferred.js";
import { LISTS, OBJECT } from "../cache-tags/cache-tags.js";
import { defineSluggedLoaders } from "../terms/slugged-loaders.js";
import { allTerms, termsById } from "../terms/term-cache.js";
import { type ContentReader, existsForReader, visibleSql } from "../visibility.js";
import { Author } from "./author.entity.js";

const COLUMNS = selectColumns(Author, "t", ["id", "slug", "name", "bio", "avatar", "version"]);

const authorLoaders = defineSluggedLoaders({
  kind: "author",
  entity: Author,
  columns: COLUMNS,
  referrer: "Post",
});
export const authorById = authorLoaders.byId;
export const authorBySlug = authorLoaders.bySlug;
export const authorByAnySlug = authorLoaders.byAnySlug;

const cachedAuthors = termsById("author", `/* Author.all */ select ${COLUMNS} from author t`, (row) =>
  Object.assign(new Author(), row),
);

/** The author of a post that the reader was given, which makes the author visible too. */
export function loadAuthorOfPost(ctx: Context, id: string): MaybeDeferred<Author | null> {
  const cached = ctx.referenceData?.get(cachedAuthors)?.get(id);
  if (cached === undefined) return authorLoaders.ofReferrer(ctx).load(id);
  ctx.cacheTags.addIds(OBJECT.author, [id]);
  return cached;
}

/** The authors of a post that the reader was given, in the order of the ids, with null for an author that has been deleted since. */
export function loadAuthorsOfPost(ctx: Context, ids: readonly string[]): MaybeDeferred<(Author | null)[]> {
  const authors = ctx.referenceData?.get(cachedAuthors) ?? null;
  const cached = authors === null ? null : allTerms(authors, ids);
  if (cached === null) return authorLoaders.ofReferrer(ctx).loadMany(ids);
  ctx.cacheTags.addIds(OBJECT.author, ids);
  return cached;
}

const byName: Keyset = {
  keys: [
    { column: "t.name", type: "text" },
    { column: "t.id", type: "uuid" },
  ],
  direction: "ASC",
};

export const AUTHOR_LIST_TAGS = { kind: OBJECT.author, tagsOf: () => [LISTS.authors] };

export const authorsSource = (reader: ContentReader): ListSource =>
  tableList({
    name: "Query.authors",
    table: "author t",
    columns: COLUMNS,
    keyset: byName,
    conditions: [existsForReader(reader, visibleSql("t"))],
  });
