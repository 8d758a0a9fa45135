// The search index of a batch. Its vectors are computed from the names of the source before the batch is written; posts whose terms have
// other names here get vectors of these.

import type { EntityManager } from "typeorm";
import { authorIdsOf } from "../../../content/posts/authors/author-ids.js";
import { distinct, type PostRecord } from "../../../content/posts/writing/post-record.js";
import { type IndexedNames, saveVectors } from "../../../content/search/index/index-writer.js";
import { computedColumn } from "../../../platform/db/entity-columns.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { sql } from "../../../platform/db/sql-text.js";
import type { ImportedAuthor, ImportedPost } from "../import-event.js";
import { type BatchJob, type IndexedFields, type VectorsOfFields, vectorsOfBody } from "./batch-worker.js";

interface JobOptions {
  /** The author of posts without an author. */
  author: ImportedAuthor;
  isDryRun: boolean;
}

/** In a dry run nobody searches. */
export function jobOf(post: ImportedPost, { author, isDryRun }: JobOptions): Omit<BatchJob, "options"> {
  const { source, format } = post;
  return { source, format, indexed: isDryRun ? null : fieldsInSource(post, author) };
}

function fieldsInSource(post: ImportedPost, author: ImportedAuthor): IndexedFields {
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

/** Expects the lock on terms, under which their names do not change. */
export async function saveBatchIndex(tx: EntityManager, posts: readonly IndexedRecord[]): Promise<void> {
  const names = await readNamesOfTerms(tx, posts);
  const saved = posts.map(({ record, seriesId, vectors }) => {
    const { id: postId, title, rendered } = record;
    const here = namesHere(record, seriesId, names);
    return { postId, title, vectors: isOf(vectors, here) ? vectors : vectorsOfBody(rendered, { title, ...here }) };
  });
  await saveVectors(tx, saved);
}

function isOf(vectors: VectorsOfFields | null, here: IndexedNames): vectors is VectorsOfFields {
  if (vectors === null) return false;
  const { terms, seriesAndAuthors } = vectors.fields;
  return isSameList(terms, here.terms) && isSameList(seriesAndAuthors, here.seriesAndAuthors);
}

function namesHere(record: PostRecord, seriesId: string | null, names: ReadonlyMap<string, string>): IndexedNames {
  const named = (ids: readonly string[]): string[] => ids.map((id) => names.get(id) ?? "");
  return {
    terms: named([...distinct(record.categoryIds), ...distinct(record.tagIds)]),
    seriesAndAuthors: named([...(seriesId === null ? [] : [seriesId]), ...authorIdsOf(record)]),
  };
}

const isSameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((value, index) => value === other[index]);

const READ_NAMES = sql`/* import.names select */
  select ${computedColumn("id", "uuid", "id")}, ${computedColumn("name", "text", "name")} from category where id = any($1::uuid[]) union all select id, name from tag where id = any($2::uuid[])
  union all select id, title from series where id = any($3::uuid[]) union all select id, name from author where id = any($4::uuid[])`;

async function readNamesOfTerms(
  tx: EntityManager,
  posts: readonly IndexedRecord[],
): Promise<ReadonlyMap<string, string>> {
  const idsOf = (idsOfPost: (post: IndexedRecord) => readonly string[]): string[] => distinct(posts.flatMap(idsOfPost));
  const rows = await queryPrepared(tx, READ_NAMES, [
    idsOf(({ record }) => record.categoryIds),
    idsOf(({ record }) => record.tagIds),
    idsOf(({ seriesId }) => (seriesId === null ? [] : [seriesId])),
    idsOf(({ record }) => authorIdsOf(record)),
  ]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
