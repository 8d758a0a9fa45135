// The facts about each column of `post` that its entity does not state: with which columns it is read, and where its value comes from.
// Reads, inserts, updates and locks derive their columns from this table, and the compiler asks for a line for each column of the entity.
import { type ColumnOf, type EntityColumn, entityColumns } from "../../platform/db/entity-columns.js";
import { Post } from "./post.entity.js";

export type PostColumn = ColumnOf<Post>;

/**
 * Columns of one group are read together; `always` are read with every post, `never` by no query of a client. A few groups, and not each
 * column by itself, keep the number of different statements small enough to prepare all of them.
 */
export type ReadGroup =
  | "always"
  | "status"
  | "excerpt"
  | "author"
  | "coAuthors"
  | "categories"
  | "tags"
  | "dates"
  | "details"
  | "cover"
  | "seo"
  | "never";

/**
 * The source of a column's value, and with it the writes that store it:
 * `content` is what authors set: inserts, imports and changes store it;
 * `state` is part of a saved post as well, but changed by publication; authors change only the date of one that is or was public;
 * `once` is set when the post is inserted and never changed;
 * `computed` is derived from the other fields by the writer (`postRow`);
 * `database` is set in SQL alone.
 */
type ValueSource = "content" | "state" | "once" | "computed" | "database";

interface ColumnFacts {
  read: ReadGroup;
  source: ValueSource;
}

const POST_COLUMNS = {
  id: { read: "always", source: "once" },
  slug: { read: "always", source: "content" },
  title: { read: "always", source: "content" },
  state: { read: "status", source: "state" },
  publishedAt: { read: "always", source: "state" },
  formerPublishedAt: { read: "never", source: "database" },
  visibleFrom: { read: "never", source: "computed" },
  createdAt: { read: "dates", source: "once" },
  updatedAt: { read: "dates", source: "state" },
  version: { read: "always", source: "database" },
  locale: { read: "details", source: "content" },
  translationGroup: { read: "never", source: "database" },
  storedExcerpt: { read: "excerpt", source: "computed" },
  excerptSource: { read: "excerpt", source: "computed" },
  authorId: { read: "author", source: "content" },
  coAuthorIds: { read: "coAuthors", source: "content" },
  categoryIds: { read: "categories", source: "content" },
  tagIds: { read: "tags", source: "content" },
  cover: { read: "cover", source: "content" },
  seoTitle: { read: "seo", source: "content" },
  seoDescription: { read: "seo", source: "content" },
  seoImage: { read: "seo", source: "content" },
  canonicalUrl: { read: "seo", source: "content" },
  noIndex: { read: "seo", source: "content" },
  isPinned: { read: "details", source: "content" },
  externalId: { read: "details", source: "content" },
} as const satisfies Record<PostColumn, ColumnFacts>;

/** The facts about each column. */
export const COLUMN_FACTS: Readonly<Record<PostColumn, ColumnFacts>> = POST_COLUMNS;

type ColumnFrom<Source extends ValueSource> = {
  [Column in PostColumn]: (typeof POST_COLUMNS)[Column]["source"] extends Source ? Column : never;
}[PostColumn];

export type ContentColumn = ColumnFrom<"content">;
/** The columns that the caller of the writer gives. */
export type FieldColumn = ColumnFrom<"content" | "state" | "once">;
/** The columns of an insert. */
export type SavedColumn = Exclude<PostColumn, ColumnFrom<"database">>;

const columnsFrom = <Source extends ValueSource>(...sources: Source[]): readonly EntityColumn<ColumnFrom<Source>>[] =>
  entityColumns(
    Post,
    (Object.keys(COLUMN_FACTS) as ColumnFrom<Source>[]).filter((column) =>
      (sources as ValueSource[]).includes(COLUMN_FACTS[column].source),
    ),
  );

export const CONTENT_COLUMNS: readonly EntityColumn<ContentColumn>[] = columnsFrom("content");
export const SAVED_COLUMNS: readonly EntityColumn<SavedColumn>[] = columnsFrom("content", "state", "once", "computed");
/** The columns of a saved post that an import of the same post does not overwrite. */
export const INSERTED_ONCE: ReadonlySet<string> = new Set(columnsFrom("once").map(({ name }) => name));
