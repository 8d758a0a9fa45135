// Every read of authors. One who has only hidden posts does not exist for readers, however reached.
import type { Context } from "../../identity/context.js";
import type { Keyset } from "../../platform/db/keyset.js";
import type { ListSource } from "../../platform/db/list-source.js";
import type { MaybeDeferred } from "../../platform/graphql/deferred.js";
import { defineLoader, inKeyOrder } from "../../platform/graphql/loader.js";
import type { ReferenceData } from "../../platform/reference-cache/reference-cache.js";
import { addTermSlugTags, addTermTags, LISTS, OBJECT } from "../cache-tags/cache-tags.js";
import { PATH_PREFIXES } from "../site-path.js";
import { loadTerms } from "../terms/term-cache.js";
import { authorVisibleSql, type ContentReader, existsForReader } from "../visibility.js";
import { AUTHOR_COLUMNS, Author } from "./author.entity.js";

const toAuthor = (row: object): Author => Object.assign(new Author(), row);

const remembered: ReferenceData<ReadonlyMap<string, Author>> = {
  noun: "author",
  load: async (db) => {
    const authors = await loadTerms(db, `select ${AUTHOR_COLUMNS} from author a`, toAuthor);
    return authors === null ? null : new Map(authors.map((author) => [author.id, author]));
  },
};

/** Of a post that the reader was given, which makes the author visible with it. */
export function loadAuthorOfPost(ctx: Context, id: string): MaybeDeferred<Author | null> {
  const known = ctx.referenceData?.get(remembered)?.get(id);
  if (known === undefined) return authorOfPost(ctx).load(id);
  ctx.cacheTags.addIds(OBJECT.author, [id]);
  return known;
}

const authorOfPost = defineLoader<Context, string, Author | null>("authorOfPost", async (ctx, ids) => {
  const rows = await ctx.db.query<Author>(`select ${AUTHOR_COLUMNS} from author a where a.id = any($1::uuid[])`, [ids]);
  ctx.cacheTags.addIds(OBJECT.author, ids);
  return inKeyOrder(ids, rows.map(toAuthor), (author) => author.id);
});

export const authorById = defineLoader<Context, string, Author | null>("authorById", async (ctx, ids) => {
  const rows = await ctx.db.query<Author>(
    `select ${AUTHOR_COLUMNS} from author a where a.id = any($1::uuid[]) and ${existsForReader(ctx, authorVisibleSql("a"))}`,
    [ids],
  );
  addTermTags(ctx.cacheTags, "author", ids);
  return inKeyOrder(ids, rows.map(toAuthor), (author) => author.id);
});

export const authorBySlug = defineLoader<Context, string, Author | null>("authorBySlug", async (ctx, slugs) => {
  const rows = await ctx.db.query<Author>(
    `select ${AUTHOR_COLUMNS} from author a where a.slug = any($1::text[]) and ${existsForReader(ctx, authorVisibleSql("a"))}`,
    [slugs],
  );
  addTermSlugTags(ctx.cacheTags, "author", { prefix: PATH_PREFIXES.author, slugs, rows });
  return inKeyOrder(slugs, rows.map(toAuthor), (author) => author.slug);
});

const byName: Keyset = {
  keys: [
    { column: "a.name", type: "text" },
    { column: "a.id", type: "uuid" },
  ],
  direction: "ASC",
};

export const AUTHOR_LIST_TAGS = { kind: OBJECT.author, tagsOf: () => [LISTS.authors] };

export const authorsSource = (reader: ContentReader): ListSource => ({
  table: "author a",
  parent: null,
  join: "",
  conditionsNeedJoin: false,
  columns: AUTHOR_COLUMNS,
  keyset: byName,
  conditions: () => [existsForReader(reader, authorVisibleSql("a"))],
});
