// The search index of a batch. Its vectors are computed from the names of the source before the batch is written; posts whose terms have
// other names here get vectors of these.
import type { EntityManager } from "typeorm";
import { authorIdsOf } from "../../../content/posts/authors/author-ids.js";
import {
  distinct,
  type PostFields,
  type PostRecord,
  visibleFromOf,
} from "../../../content/posts/writing/post-record.js";
import { asOutdated, INDEX_COLUMNS } from "../../../content/search/index/bulk/index-row.js";
import { type IndexedNames, saveVectors } from "../../../content/search/index/index-writer.js";
import { copyIn } from "../../../platform/db/copy/copy-in.js";
import { pipelined } from "../../../platform/db/prepared/pipeline.js";
import type { ImportedAuthor, ImportedPost } from "../import-event.js";
import type { ChangedPost } from "../import-selection.js";
import type { BatchTerms } from "./batch-terms.js";
import { type BatchJob, type IndexedFields, type VectorsOfFields, vectorsOfBody } from "./batch-worker.js";

interface JobOptions {
  /** The author of posts without an author. */
  author: ImportedAuthor;
  isDryRun: boolean;
}

/** In a dry run nobody searches. */
export function jobOf({ post, id, known }: ChangedPost, options: JobOptions): Omit<BatchJob, "options"> {
  const { source, format } = post;
  const indexed = options.isDryRun ? null : fieldsInSource(post, options.author);
  const row = { postId: id, visibleFrom: visibleFromIn(post), hasFormulas: post.hasFormulas };
  return { source, format, indexed, row: known === null ? row : null };
}

/** A date that is not valid fails when the post is written. */
function visibleFromIn({ state, publishedAt }: ImportedPost): string {
  const isDated = publishedAt !== null && !Number.isNaN(publishedAt.getTime());
  return visibleFromOf({ state, publishedAt: isDated ? publishedAt.toISOString() : null });
}

export function fieldsInSource(post: ImportedPost, author: ImportedAuthor): IndexedFields {
  const categories = new Map(
    post.categories.map((path) => [path.map(({ slug }) => slug).join("/"), path.at(-1)?.name ?? ""]),
  );
  categories.delete("");
  const authors = [post.author ?? author, ...post.coAuthors];
  return {
    title: post.title,
    terms: [...categories.values(), ...namesBySlug(post.tags)],
    seriesAndAuthors: [...(post.series === null ? [] : [post.series.name]), ...namesBySlug(authors)],
  };
}

function namesBySlug(terms: readonly { slug: string; name: string }[]): string[] {
  const names = new Map<string, string>();
  for (const { slug, name } of terms) if (!names.has(slug)) names.set(slug, name);
  return [...names.values()];
}

export interface IndexedRecord {
  record: PostRecord;
  seriesId: string | null;
  vectors: VectorsOfFields | null;
}

/** Of posts that replace stored ones. */
export async function saveBatchIndex(
  tx: EntityManager,
  posts: readonly IndexedRecord[],
  { names }: BatchTerms,
): Promise<void> {
  if (posts.length === 0) return;
  const saved = posts.map(({ record, seriesId, vectors }) => {
    const { id: postId, title, rendered } = record;
    const here = namesHere(record, seriesId, names);
    const isCurrent = vectors !== null && areNames(vectors.fields, here);
    return { postId, title, vectors: isCurrent ? vectors : vectorsOfBody(rendered, { title, ...here }) };
  });
  await saveVectors(tx, saved);
}

export interface IndexedRow {
  record: PostFields;
  seriesId: string | null;
  /** The fields of its vectors. */
  indexed: IndexedFields;
  row: Uint8Array;
}

/** Of new posts. A row with names of the source that differ from those here is stored as outdated, and written again at the end of the import. */
export async function insertBatchIndex(
  tx: EntityManager,
  posts: readonly IndexedRow[],
  { names, now }: BatchTerms,
): Promise<void> {
  const rows = { search_public: [] as Uint8Array[], search_pending: [] as Uint8Array[] };
  for (const { record, seriesId, indexed, row } of posts) {
    const isCurrent = areNames(indexed, namesHere(record, seriesId, names));
    const isPublic = Date.parse(visibleFromOf(record)) <= Date.parse(now);
    const table = isPublic ? "search_public" : "search_pending";
    rows[table].push(isCurrent ? row : asOutdated(row));
  }
  const copy = (table: keyof typeof rows) =>
    copyIn(tx, { name: `${table}.copy`, table, columns: Object.keys(INDEX_COLUMNS) }, rows[table]);
  await pipelined([copy("search_public"), copy("search_pending")]);
}

function namesHere(record: PostFields, seriesId: string | null, names: ReadonlyMap<string, string>): IndexedNames {
  const named = (ids: readonly string[]): string[] => ids.map((id) => names.get(id) ?? "");
  return {
    terms: named([...distinct(record.categoryIds), ...distinct(record.tagIds)]),
    seriesAndAuthors: named([...(seriesId === null ? [] : [seriesId]), ...authorIdsOf(record)]),
  };
}

const areNames = ({ terms, seriesAndAuthors }: IndexedFields, here: IndexedNames): boolean =>
  isSameList(terms, here.terms) && isSameList(seriesAndAuthors, here.seriesAndAuthors);

const isSameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((value, index) => value === other[index]);
