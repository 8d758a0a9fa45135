// Saves whole posts in the caller's transaction, one or hundreds at a time: the row, the body, the authors and terms, and all rows that are derived from
// them. It serves creations and imports; post-change.ts saves changes of one post, and publication.service.ts changes of its state. All
// three take their columns from post.columns.ts.
import type { EntityManager } from "typeorm";
import { bulkInsert } from "../../../platform/db/bulk-insert.js";
import { columnValues, type EntityColumn } from "../../../platform/db/entity-columns.js";
import type { RenderedBody } from "../../../platform/markup/body.js";
import { indexPosts, markOutdated } from "../../search/index/index-writer.js";
import { MAX_PATH_BYTES } from "../../site-path.js";
import { lockTerms } from "../../terms/term-lock.js";
import { authorIdsOf } from "../authors/author-ids.js";
import { BODY_COLUMNS, BODY_ROW_COLUMNS, bodyRow } from "../body/post-body.columns.js";
import { INSERTED_ONCE, SAVED_COLUMNS } from "../post.columns.js";
import { saveRevisions } from "../publishing/revision-writer.js";
import { distinct, type PostFields, type PostRecord, postRow, visibleFromOf } from "./post-record.js";

/** Overwrites the given columns of a row that exists. */
const overwrite = (key: string, columns: readonly string[], more = ""): string =>
  `on conflict (${key}) do update set ${columns.map((column) => `${column} = excluded.${column}`).join(", ")}${more}`;

const namesOf = (columns: readonly EntityColumn[]): string[] => columns.map(({ name }) => name);

const POSTS = {
  name: "Post.save",
  table: "post",
  columns: namesOf(SAVED_COLUMNS),
  onConflict: overwrite(
    "id",
    namesOf(SAVED_COLUMNS).filter((name) => !INSERTED_ONCE.has(name)),
    ", version = post.version + 1",
  ),
};
const BODIES = {
  name: "PostBody.save",
  table: "post_body",
  columns: namesOf(BODY_ROW_COLUMNS),
  onConflict: overwrite("post_id", namesOf(BODY_COLUMNS)),
};

export interface SaveOptions {
  /** LATER only marks the search index as outdated; the caller saves thousands of posts and calls `indexOutdated` at the end. */
  indexing: "NOW" | "LATER";
}

/**
 * Inserts new posts, and overwrites existing ones, whose version increases by one. `editor` is the name that revisions store, and null for
 * an import.
 */
export async function savePosts(
  tx: EntityManager,
  records: readonly PostRecord[],
  editor: string | null = null,
  { indexing }: SaveOptions = { indexing: "NOW" },
): Promise<void> {
  if (records.length === 0) return;
  await lockTerms(tx, "shared");
  await bulkInsert(tx, { ...POSTS, rows: records.map((record) => columnValues(SAVED_COLUMNS, postRow(record))) });
  await bulkInsert(tx, { ...BODIES, rows: records.map((record) => columnValues(BODY_ROW_COLUMNS, bodyRow(record))) });
  await saveMemberships(tx, records);
  const ids = records.map((record) => record.id);
  await refreshCategoryListings(tx, ids);
  await saveRevisions(tx, ids, editor);
  if (indexing === "NOW") await indexPosts(tx, records.map(indexedContent));
  else await markOutdated(tx, ids);
}

const indexedContent = ({ id, title, rendered }: PostRecord) => ({
  postId: id,
  title,
  headings: rendered.tableOfContents.map((heading) => heading.text),
  text: rendered.text,
});

/** Rebuilds `category_listing` for the posts from their categories and the ancestors of those. */
export async function refreshCategoryListings(tx: EntityManager, postIds: readonly string[]): Promise<void> {
  await tx.query("/* CategoryListing.delete */ delete from category_listing where post_id = any($1::uuid[])", [
    postIds,
  ]);
  await tx.query(
    `/* CategoryListing.insert */ insert into category_listing (post_id, category_id, visible_from)
     select distinct m.post_id, a.id, m.visible_from
     from post_category m join category c on c.id = m.category_id cross join lateral unnest(c.ancestor_ids || c.id) a(id)
     where m.post_id = any($1::uuid[])`,
    [postIds],
  );
}

async function saveMemberships(tx: EntityManager, records: readonly PostRecord[]): Promise<void> {
  await saveAuthors(tx, records);
  await saveCategories(tx, records);
  await saveTags(tx, records);
  await tx.query("/* PostLink.delete */ delete from post_link where post_id = any($1::uuid[])", [
    records.map((record) => record.id),
  ]);
  await bulkInsert(tx, {
    name: "PostLink.insert",
    table: "post_link",
    columns: ["post_id", "path"],
    rows: records.flatMap((record) => internalPaths(record.rendered).map((path) => [record.id, path])),
  });
}

export const saveAuthors = (tx: EntityManager, records: readonly PostFields[]): Promise<void> =>
  saveMembers(tx, ["post_author", "author_id"], records, authorIdsOf);

export const saveCategories = (tx: EntityManager, records: readonly PostFields[]): Promise<void> =>
  saveMembers(tx, ["post_category", "category_id"], records, (record) => record.categoryIds);

export const saveTags = (tx: EntityManager, records: readonly PostFields[]): Promise<void> =>
  saveMembers(tx, ["post_tag", "tag_id"], records, (record) => record.tagIds);

async function saveMembers(
  tx: EntityManager,
  [table, member]: [table: string, member: string],
  records: readonly PostFields[],
  membersOf: (record: PostFields) => readonly string[],
): Promise<void> {
  await tx.query(`/* ${table}.delete */ delete from ${table} where post_id = any($1::uuid[])`, [
    records.map((record) => record.id),
  ]);
  await bulkInsert(tx, {
    name: `${table}.insert`,
    table,
    columns: ["post_id", member, "position", "visible_from"],
    rows: records.flatMap((record) => memberRows(record, membersOf(record))),
  });
}

const memberRows = (record: PostFields, memberIds: readonly string[]): unknown[][] =>
  distinct(memberIds).map((id, position) => [record.id, id, position, visibleFromOf(record)]);

/** The paths of the site that a body links to. Longer ones than a path of this site can be are left out, since no index takes them. */
export const internalPaths = (rendered: RenderedBody): string[] => {
  const paths = new Set(rendered.links.flatMap((link) => link.path ?? []));
  return [...paths].filter((path) => Buffer.byteLength(path) <= MAX_PATH_BYTES);
};
