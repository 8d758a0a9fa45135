// The one way posts reach their tables, one or hundreds at a time: a row, its body, its memberships and what lists repeat
// of them, in the caller's transaction. Whoever decides what to write (an importer, a mutation) comes before this.
import type { EntityManager } from "typeorm";
import { bulkInsert } from "../../../platform/db/bulk-insert.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { NEVER } from "../../../platform/db/timestamp.js";
import type { RenderedBody } from "../../../platform/markup/body.js";
import { indexPosts, markOutdated } from "../../search/index/index-writer.js";
import { MAX_PATH_BYTES } from "../../site-path.js";
import { lockTerms } from "../../terms/term-lock.js";
import { type PostHead, type PostRecord, storedExcerpt } from "./post-draft.js";

const POST_COLUMNS = [
  ...["id", "slug", "title", "state", "published_at", "visible_from", "created_at", "updated_at", "locale"],
  ...["excerpt", "excerpt_source", "author_id", "category_ids", "tag_ids", "cover"],
  ...["seo_title", "seo_description", "canonical_url", "no_index"],
];
export const BODY_COLUMNS = [
  ...["post_id", "source", "format", "html", "markdown", "text", "summary", "table_of_contents", "code_blocks"],
  ...["links", "word_count", "reading_time_minutes"],
];

/** Overwrites the given columns of a row that exists. */
const replacing = (key: string, columns: readonly string[], more = ""): string =>
  `on conflict (${key}) do update set ${columns
    .filter((column) => column !== key && column !== "created_at")
    .map((column) => `${column} = excluded.${column}`)
    .join(", ")}${more}`;

export interface SaveOptions {
  /** LATER leaves the search's index to whoever saves thousands of posts, and calls `indexOutdated` at the end. */
  indexing: "NOW" | "LATER";
}

/**
 * Inserts new posts and replaces existing ones, whose version then grows by one. `editor` is who did it, as revisions
 * show it; null for an import.
 */
export async function savePosts(
  tx: EntityManager,
  records: readonly PostRecord[],
  editor: string | null = null,
  { indexing }: SaveOptions = { indexing: "NOW" },
): Promise<void> {
  if (records.length === 0) return;
  await lockTerms(tx, "shared");
  await bulkInsert(tx, {
    table: "post",
    columns: POST_COLUMNS,
    rows: records.map(postRow),
    onConflict: replacing("id", POST_COLUMNS, ", version = post.version + 1"),
  });
  await bulkInsert(tx, {
    table: "post_body",
    columns: BODY_COLUMNS,
    rows: records.map(bodyRow),
    onConflict: replacing("post_id", BODY_COLUMNS),
  });
  await saveMemberships(tx, records);
  const ids = records.map((record) => record.id);
  await refreshCategoryListings(tx, ids);
  await saveRevisions(tx, ids, editor);
  if (indexing === "NOW") await indexPosts(tx, records.map(searchedPart));
  else await markOutdated(tx, ids);
}

const searchedPart = ({ id, title, rendered }: PostRecord) => ({
  postId: id,
  title,
  headings: rendered.tableOfContents.map((heading) => heading.text),
  text: rendered.text,
});

/** Keeps what the posts are now as revisions; the text is copied inside the database. */
export async function saveRevisions(
  tx: EntityManager,
  postIds: readonly string[],
  editor: string | null,
): Promise<void> {
  await queryPrepared(
    tx,
    `insert into revision (post_id, version, title, source, format, editor)
     select p.id, p.version, p.title, b.source, b.format, $2
     from post p join post_body b on b.post_id = p.id where p.id = any($1::uuid[])`,
    [postIds, editor],
  );
}

/** Rebuilds which categories list the posts, from the categories they were put into and the tree above those. */
export async function refreshCategoryListings(tx: EntityManager, postIds: readonly string[]): Promise<void> {
  await tx.query("delete from category_listing where post_id = any($1::uuid[])", [postIds]);
  await tx.query(
    `insert into category_listing (post_id, category_id, visible_from)
     select distinct m.post_id, a.id, m.visible_from
     from post_category m join category c on c.id = m.category_id cross join lateral unnest(c.ancestor_ids || c.id) a(id)
     where m.post_id = any($1::uuid[])`,
    [postIds],
  );
}

async function saveMemberships(tx: EntityManager, records: readonly PostRecord[]): Promise<void> {
  await saveCategories(tx, records);
  await saveTags(tx, records);
  await tx.query("delete from post_link where post_id = any($1::uuid[])", [records.map((record) => record.id)]);
  await bulkInsert(tx, {
    table: "post_link",
    columns: ["post_id", "path"],
    rows: records.flatMap((record) => internalPaths(record.rendered).map((path) => [record.id, path])),
  });
}

export const saveCategories = (tx: EntityManager, records: readonly PostHead[]): Promise<void> =>
  saveMembers(tx, ["post_category", "category_id"], records, (record) => record.categoryIds);

export const saveTags = (tx: EntityManager, records: readonly PostHead[]): Promise<void> =>
  saveMembers(tx, ["post_tag", "tag_id"], records, (record) => record.tagIds);

async function saveMembers(
  tx: EntityManager,
  [table, member]: [table: string, member: string],
  records: readonly PostHead[],
  membersOf: (record: PostHead) => readonly string[],
): Promise<void> {
  await tx.query(`delete from ${table} where post_id = any($1::uuid[])`, [records.map((record) => record.id)]);
  await bulkInsert(tx, {
    table,
    columns: ["post_id", member, "position", "visible_from"],
    rows: records.flatMap((record) => memberRows(record, membersOf(record))),
  });
}

/** `visible_from` of a record: its publication, or never. */
const visibleFrom = (record: PostHead): string =>
  record.state === "PUBLISHED" && record.publishedAt !== null ? record.publishedAt : NEVER;

/** A term that is named twice counts where it is named first. */
export const distinct = (ids: readonly string[]): string[] => [...new Set(ids)];

const memberRows = (record: PostHead, memberIds: readonly string[]): unknown[][] =>
  distinct(memberIds).map((id, position) => [record.id, id, position, visibleFrom(record)]);

/** Without those that are longer than a path of this site can be, which no index would take. */
export const internalPaths = (rendered: RenderedBody): string[] => {
  const paths = new Set(rendered.links.flatMap((link) => link.path ?? []));
  return [...paths].filter((path) => Buffer.byteLength(path) <= MAX_PATH_BYTES);
};

function postRow(record: PostRecord): unknown[] {
  const { excerpt, source } = storedExcerpt(record);
  const { seo } = record;
  return [
    ...[record.id, record.slug, record.title, record.state, record.publishedAt, visibleFrom(record)],
    ...[record.createdAt, record.updatedAt, record.locale, excerpt, source, record.authorId],
    ...[distinct(record.categoryIds), distinct(record.tagIds)],
    record.cover === null ? null : JSON.stringify(record.cover),
    ...[seo.title, seo.description, seo.canonicalUrl, seo.noIndex],
  ];
}

export function bodyRow(record: Pick<PostRecord, "id" | "source" | "format" | "rendered">): unknown[] {
  const { rendered } = record;
  return [
    ...[record.id, record.source, record.format, rendered.html],
    record.format === "MARKDOWN" ? null : rendered.markdown,
    ...[rendered.text, rendered.summary],
    JSON.stringify(rendered.tableOfContents),
    JSON.stringify(rendered.codeBlocks),
    JSON.stringify(rendered.links),
    ...[rendered.wordCount, rendered.readingTimeMinutes],
  ];
}
