// A post as the write path takes it: its fields and its rendered text, from which its row, its body and the rows of its terms are made.

import { NEVER } from "../../../platform/db/timestamp.js";
import type { MarkupFormat, RenderedBody } from "../../../platform/markup/body.js";
import { generateExcerpt } from "../../../platform/markup/excerpt.js";
import type { Image } from "../../images/image.js";
import { CONTENT_COLUMNS, type ContentColumn, type FieldColumn, type SavedColumn } from "../post.columns.js";
import type { ExcerptSource, Post } from "../post.entity.js";

/** The length of the generated excerpt that is stored with every post, in graphemes. */
export const DEFAULT_EXCERPT_LENGTH = 200;

/** A post without its text. Instants are RFC 3339 with milliseconds; `publishedAt` is required in the state PUBLISHED. */
export interface PostFields extends Pick<Post, FieldColumn> {
  /** Null if the excerpt is generated from the text. */
  writtenExcerpt: string | null;
  /** Of a stored post; a new one never was public before. */
  formerPublishedAt?: string | null;
}

/** A post with its text. */
export interface PostRecord extends PostFields {
  source: string;
  format: MarkupFormat;
  rendered: RenderedBody;
  /** Whether an import says that dollar signs in the text enclose formulas. False if absent. */
  hasFormulas?: boolean | undefined;
}

type NullableField = { [Column in ContentColumn]: null extends Post[Column] ? Column : never }[ContentColumn];

/** The nullable fields of a new post, all null. */
export const BLANK_FIELDS = Object.fromEntries(
  CONTENT_COLUMNS.filter(({ isNullable }) => isNullable).map(({ property }) => [property, null]),
) as Pick<Post, NullableField>;

interface SeoFields {
  title: string | null;
  description: string | null;
  /** Absent in imports, whose sources name a cover only. */
  image?: Image | null;
  canonicalUrl: string | null;
  noIndex: boolean;
}

/** The columns of a post for its metadata for search engines. */
export const seoColumns = ({ title, description, image = null, canonicalUrl, noIndex }: SeoFields) => ({
  ...{ seoTitle: title, seoDescription: description, seoImage: image, canonicalUrl, noIndex },
});

interface ExcerptColumns {
  storedExcerpt: string;
  excerptSource: ExcerptSource;
}

type Excerpted = Pick<PostRecord, "writtenExcerpt"> & { rendered: Pick<RenderedBody, "summary"> };

export function excerptColumns({ writtenExcerpt, rendered }: Excerpted): ExcerptColumns {
  return excerptOr(writtenExcerpt, () => generateExcerpt(rendered.summary, DEFAULT_EXCERPT_LENGTH));
}

export function excerptOr(written: string | null, generate: () => string): ExcerptColumns {
  if (written !== null) return { storedExcerpt: written, excerptSource: "WRITTEN" };
  return { storedExcerpt: generate(), excerptSource: "GENERATED" };
}

/** The value of `visible_from`: the time of publication, or never. */
export const visibleFromOf = ({ state, publishedAt }: Pick<PostFields, "state" | "publishedAt">): string =>
  state === "PUBLISHED" && publishedAt !== null ? publishedAt : NEVER;

/** Keeps the first of equal ids. */
export const distinct = (ids: readonly string[]): string[] => [...new Set(ids)];

/** The values of all columns of an insert. */
export function postRow(record: PostFields, excerpt: ExcerptColumns): Pick<Post, SavedColumn> {
  return {
    ...record,
    ...excerpt,
    visibleFrom: visibleFromOf(record),
    coAuthorIds: distinct(record.coAuthorIds).filter((id) => id !== record.authorId),
    categoryIds: distinct(record.categoryIds),
    tagIds: distinct(record.tagIds),
  };
}
