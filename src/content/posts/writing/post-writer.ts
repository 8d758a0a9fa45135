// Saves whole posts in the caller's transaction, one or hundreds at a time: the row, the body, the authors and terms, and all rows that are derived from
// them. It serves creations and imports; post-change.ts saves changes of one post, and publication.service.ts changes of its state. All
// three take their columns from post.columns.ts.
import type { EntityManager } from "typeorm";
import { bulkInsert } from "../../../platform/db/bulk-insert.js";
import { columnValues } from "../../../platform/db/column-values.js";
import { columnTypes, type EntityColumn } from "../../../platform/db/entity-columns.js";
import { indexPosts } from "../../search/index/index-writer.js";
import { indexedBody } from "../../search/index/search-document.js";
import { lockTerms } from "../../terms/term-lock.js";
import { authorIdsOf } from "../authors/author-ids.js";
import { bodyRow } from "../body/body-row.js";
import { internalPaths } from "../body/internal-paths.js";
import { BODY_COLUMNS, BODY_ROW_COLUMNS } from "../body/post-body.columns.js";
import { INSERTED_ONCE, SAVED_COLUMNS } from "../post.columns.js";
import { IMPORT_FACTS, saveRevisions, type WriteFacts } from "../revisions/revision-writer.js";
import { distinct, excerptColumns, type PostFields, type PostRecord, postRow, visibleFromOf } from "./post-record.js";

/** Overwrites the given columns of a row that exists. */
const overwrite = (key: string, columns: readonly string[], more = ""): string =>
  `on conflict (${key}) do update set ${columns.map((column) => `${column} = excluded.${column}`).join(", ")}${more}`;

const namesOf = (columns: readonly EntityColumn[]): string[] => columns.map(({ name }) => name);

const POSTS = {
  name: "Post.save",
  table: "post",
  columns: columnTypes(SAVED_COLUMNS),
  onConflict: overwrite(
    "id",
    namesOf(SAVED_COLUMNS).filter((name) => !INSERTED_ONCE.has(name)),
    ", version = post.version + 1",
  ),
};
const BODIES = {
  name: "PostBody.save",
  table: "post_body",
  columns: columnTypes(BODY_ROW_COLUMNS),
  onConflict: overwrite("post_id", [...namesOf(BODY_COLUMNS), "has_formulas"]),
};

export interface SaveOptions {
  /** Those of an import if absent. */
  facts?: WriteFacts;
  /** BY_CALLER leaves the rows of the search index to the caller, who writes them in the same transaction. */
  indexing: "NOW" | "BY_CALLER";
  /** No row of the posts exists, so that there is none to replace, and the caller holds the lock on terms. False if absent. */
  isNew?: boolean;
}

/**
 * Inserts new posts, and overwrites existing ones, whose version increases by one.
 */
export async function savePosts(
  tx: EntityManager,
  records: readonly PostRecord[],
  { facts = IMPORT_FACTS, indexing, isNew = false }: SaveOptions = { indexing: "NOW" },
): Promise<void> {
  if (records.length === 0) return;
  if (!isNew) await lockTerms(tx, "shared");
  await bulkInsert(tx, {
    ...POSTS,
    rows: records.map((record) => columnValues(SAVED_COLUMNS, postRow(record, excerptColumns(record)))),
  });
  await bulkInsert(tx, { ...BODIES, rows: records.map((record) => columnValues(BODY_ROW_COLUMNS, bodyRow(record))) });
  const ids = records.map((record) => record.id);
  if (!isNew) await deleteRelations(tx, ids);
  await insertRelations(tx, records);
  await saveRevisions(tx, ids, facts);
  if (indexing === "NOW") await indexPosts(tx, records.map(indexedContent));
}

const indexedContent = ({ id, title, rendered }: PostRecord) => ({
  postId: id,
  title,
  ...indexedBody(rendered),
});

/** Rebuilds `category_listing` for the posts from their categories and the ancestors of those. */
export async function refreshCategoryListings(tx: EntityManager, postIds: readonly string[]): Promise<void> {
  await deleteRows(tx, "category_listing", postIds);
  await insertCategoryListings(tx, postIds);
}

async function insertCategoryListings(tx: EntityManager, postIds: readonly string[]): Promise<void> {
  await tx.query(
    `/* CategoryListing.insert */ insert into category_listing (post_id, category_id, visible_from)
     select distinct m.post_id, a.id, m.visible_from
     from post_category m join category c on c.id = m.category_id cross join lateral unnest(c.ancestor_ids || c.id) a(id)
     where m.post_id = any($1::uuid[])`,
    [postIds],
  );
}

export interface Relation {
  table: "post_author" | "post_category" | "post_tag";
  member: string;
  membersOf: (record: PostFields) => readonly string[];
}

const AUTHORS: Relation = { table: "post_author", member: "author_id", membersOf: authorIdsOf };
const CATEGORIES: Relation = { table: "post_category", member: "category_id", membersOf: (post) => post.categoryIds };
const TAGS: Relation = { table: "post_tag", member: "tag_id", membersOf: (post) => post.tagIds };
export const RELATIONS: readonly Relation[] = [AUTHORS, CATEGORIES, TAGS];

async function deleteRelations(tx: EntityManager, postIds: readonly string[]): Promise<void> {
  for (const { table } of RELATIONS) await deleteRows(tx, table, postIds);
  await deleteRows(tx, "category_listing", postIds);
  await deleteRows(tx, "post_link", postIds);
}

async function insertRelations(tx: EntityManager, records: readonly PostRecord[]): Promise<void> {
  for (const relation of RELATIONS) await insertMembers(tx, relation, records);
  const listed = records.filter((record) => record.categoryIds.length > 0).map((record) => record.id);
  if (listed.length > 0) await insertCategoryListings(tx, listed);
  await bulkInsert(tx, {
    name: "PostLink.insert",
    table: "post_link",
    columns: { post_id: "uuid", path: "text" },
    rows: records.flatMap((record) => internalPaths(record.rendered).map((path) => [record.id, path])),
  });
}

const replacing =
  (relation: Relation) =>
  async (tx: EntityManager, records: readonly PostFields[]): Promise<void> => {
    await deleteRows(
      tx,
      relation.table,
      records.map((record) => record.id),
    );
    await insertMembers(tx, relation, records);
  };

export const saveAuthors = replacing(AUTHORS);
export const saveCategories = replacing(CATEGORIES);
export const saveTags = replacing(TAGS);

type RelationTable = Relation["table"] | "category_listing" | "post_link";

async function deleteRows(tx: EntityManager, table: RelationTable, postIds: readonly string[]): Promise<void> {
  await tx.query(`/* ${table}.delete */ delete from ${table} where post_id = any($1::uuid[])`, [postIds]);
}

async function insertMembers(tx: EntityManager, relation: Relation, records: readonly PostFields[]): Promise<void> {
  const { table } = relation;
  const rows = relationRows(relation, records);
  await bulkInsert(tx, { name: `${table}.insert`, table, columns: relationColumns(relation), rows });
}

export const relationColumns = ({ member }: Relation): Record<string, string> => ({
  post_id: "uuid",
  [member]: "uuid",
  position: "integer",
  visible_from: "timestamptz",
});

export const relationRows = ({ membersOf }: Relation, records: readonly PostFields[]): unknown[][] =>
  records.flatMap((record) => memberRows(record, membersOf(record)));

const memberRows = (record: PostFields, memberIds: readonly string[]): unknown[][] =>
  distinct(memberIds).map((id, position) => [record.id, id, position, visibleFromOf(record)]);
