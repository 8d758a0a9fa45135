// Saves a change of one post, and writes only the columns and rows that differ: the text and the terms of a post are large beside its
// title, and rows that are not written cost no triggers and no index entries.
import { isDeepStrictEqual } from "node:util";
import type { EntityManager } from "typeorm";
import { columnValues } from "../../../platform/db/column-values.js";
import {
  computedColumn,
  type EntityColumn,
  entityColumns,
  selectColumns,
} from "../../../platform/db/entity-columns.js";
import { pipelined } from "../../../platform/db/prepared/pipeline.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { sql } from "../../../platform/db/sql-text.js";
import { NOT_ENRICHED } from "../../../platform/markup/rich/rich-version.js";
import { recordFormerPath } from "../../aliases/former-path.js";
import { type ContentEvent, recordContent, type Scopes } from "../../cache-tags/content-event.js";
import {
  headingsSql,
  type IndexedNames,
  type IndexedPost,
  indexPosts,
  seriesAndAuthorsSql,
  termNamesSql,
} from "../../search/index/index-writer.js";
import { imageTextsOf, indexedBody } from "../../search/index/search-document.js";
import { postPath } from "../../site-path.js";
import { bodyRow } from "../body/body-row.js";
import { internalPaths } from "../body/internal-paths.js";
import { BODY_COLUMNS } from "../body/post-body.columns.js";
import { PostBodyRow } from "../body/post-body.entity.js";
import type { PostText } from "../body/post-text.js";
import { CONTENT_COLUMNS, type ContentColumn } from "../post.columns.js";
import { Post } from "../post.entity.js";
import { postEvent } from "../post-event.js";
import { kindOf, type RevisionKind, type StoredPostEvent } from "../revisions/revision-kind.js";
import { insertRevisionSql, REVISED_COLUMNS, type WriteFacts } from "../revisions/revision-writer.js";
import { fieldsOf, type LockedPost } from "./locked-post.js";
import { excerptColumns, type PostFields, visibleFromOf } from "./post-record.js";
import { refreshCategoryListings, saveAuthors, saveCategories, saveTags } from "./post-writer.js";
import { repeatVisibility } from "./visibility-copies.js";

export interface PostChange {
  post: LockedPost;
  after: PostFields;
  /** The new text; null if the text is unchanged. */
  text: PostText | null;
  /** Parts of the unchanged text, if the caller has read them already. */
  stored: StoredText | null;
  /** Events of the same transaction that come before that of the post. */
  events: readonly ContentEvent[];
  /** "post.updated" if absent. */
  event?: StoredPostEvent;
  /** What the revision says of the write; what the event means if absent. */
  kind?: RevisionKind;
  /** The name of the viewer, which the revision stores. */
  editor: string;
}

/**
 * Saves a change of a locked post with its revision, the redirect of a former slug, its entries in the search index, and the event. Writes
 * nothing if nothing differs, and returns whether it did.
 */
export async function saveChange(tx: EntityManager, change: PostChange): Promise<boolean> {
  const { post, after } = change;
  const text = change.text !== null && (await isStored(tx, post.id, change.text)) ? null : change.text;
  if (text === null && isDeepStrictEqual(fieldsOf(post), after)) return false;
  await writeChange(tx, { ...change, text });
  return true;
}

async function writeChange(tx: EntityManager, change: PostChange): Promise<void> {
  const { post, after, text, editor, event = "post.updated", kind = kindOf(event) } = change;
  const { id } = post;
  const before = fieldsOf(post);
  const differs = (...fields: (keyof PostFields)[]): boolean =>
    fields.some((field) => !isDeepStrictEqual(before[field], after[field]));
  const changesNames = differs("authorId", "coAuthorIds", "categoryIds", "tagIds");
  const needsStored = text === null && (changesNames || differs("title", "writtenExcerpt"));
  const stored = needsStored ? (change.stored ?? (await storedText(tx, id))) : null;
  if (needsStored && stored === null) throw new Error("The post has no body.");

  const row = saveRow(tx, { before, after, text, editor, kind }, stored);
  const visibleFrom = visibleFromOf(after);
  const movesVisibility = visibleFrom !== visibleFromOf(before);
  const changesScopes = changesNames || movesVisibility || differs("slug");
  if (changesScopes) {
    await row;
    await saveRelations(tx, { before, after }, differs);
    if (movesVisibility) await repeatVisibility(tx, id, visibleFrom);
  }
  const indexed = indexedPost(after, text, stored);
  // Sent together, since no statement needs the result of another.
  await pipelined([
    row,
    text === null ? null : saveLinks(tx, id, text),
    indexed === null
      ? null
      : indexPosts(tx, [changesNames || stored === null ? indexed : { ...indexed, names: stored }]),
    recordUpdate(tx, change, changesScopes ? null : post.before),
  ]);
}

/** Writes the rows that follow from the authors, the terms and the path of the post. */
async function saveRelations(
  tx: EntityManager,
  { before, after }: { before: PostFields; after: PostFields },
  differs: (...fields: (keyof PostFields)[]) => boolean,
): Promise<void> {
  if (differs("authorId", "coAuthorIds")) await saveAuthors(tx, [after]);
  if (differs("categoryIds")) {
    await saveCategories(tx, [after]);
    await refreshCategoryListings(tx, [after.id]);
  }
  if (differs("tagIds")) await saveTags(tx, [after]);
  if (differs("slug")) {
    await recordFormerPath(tx, "post", after.id, { from: postPath(before.slug), to: postPath(after.slug) });
  }
}

async function recordUpdate(tx: EntityManager, change: PostChange, after: Scopes | null): Promise<void> {
  const { post, events, event = "post.updated" } = change;
  await recordContent(tx, [...events, await postEvent(tx, event, post, after)]);
}

const IS_STORED = sql`/* PostBody.isStored */ select
    ${computedColumn("isStored", "boolean", "b.source = $2 and b.format = $3 and b.html = $4")}
  from post_body b where b.post_id = $1`;

/** Whether the post has the text already. The HTML is compared too, since a later version of the service may render the same source better. */
async function isStored(tx: EntityManager, id: string, { source, format, rendered }: PostText): Promise<boolean> {
  const [body] = await queryPrepared(tx, IS_STORED, [id, source, format, rendered.html]);
  return body?.isStored ?? false;
}

/** The parts of an unchanged text that a change needs. */
export interface StoredText extends Pick<PostBodyRow, "text" | "html" | "summary">, IndexedNames {
  headings: string[];
}

const STORED_TEXT = sql`/* Post.storedText */ select ${selectColumns(PostBodyRow, "b", ["text", "html", "summary"])},
    ${computedColumn("terms", "text[]", termNamesSql("b.post_id"))},
    ${computedColumn("seriesAndAuthors", "text[]", seriesAndAuthorsSql("b.post_id"))}, ${computedColumn("headings", "text[]", headingsSql("b"))}
  from post_body b where b.post_id = $1`;

/** Null if the post does not exist. */
export async function storedText(tx: EntityManager, id: string): Promise<StoredText | null> {
  const [stored] = await queryPrepared(tx, STORED_TEXT, [id]);
  return stored ?? null;
}

/** The content of the search index for the post; null if the change does not affect it. */
function indexedPost({ id, title }: PostFields, text: PostText | null, stored: StoredText | null): IndexedPost | null {
  if (text !== null) {
    return { postId: id, title, ...indexedBody(text.rendered) };
  }
  if (stored === null) return null;
  const { headings, text: plain, html } = stored;
  return { postId: id, title, headings, text: plain, imageTexts: imageTextsOf(html) };
}

const TITLE = entityColumns(Post, ["title"]);
const EXCERPT = entityColumns(Post, ["storedExcerpt", "excerptSource"]);
const PUBLICATION = entityColumns(Post, ["state", "publishedAt", "formerPublishedAt", "visibleFrom"]);
/** Written together if any of them differs: each combination of them would be a statement of its own to prepare. */
const OTHER_CONTENT = CONTENT_COLUMNS.filter(({ property }) => property !== "title");

const publicationOf = (fields: PostFields) => ({
  state: fields.state,
  publishedAt: fields.publishedAt,
  formerPublishedAt: fields.formerPublishedAt ?? null,
  visibleFrom: visibleFromOf(fields),
});

type RowChange = Pick<PostChange, "after" | "text"> & WriteFacts & { before: PostFields };

/** Writes the row, the text and the revision in one statement. */
async function saveRow(tx: EntityManager, change: RowChange, stored: StoredText | null): Promise<void> {
  const { before, after, text, editor, kind } = change;
  const values: unknown[] = [after.id, editor, kind];
  const assign = <Property extends string>(
    columns: readonly EntityColumn<Property>[],
    row: Record<Property, unknown>,
  ) => columnValues(columns, row).map((value, place) => `${columns[place]?.name} = $${values.push(value)}`);
  const isSame = ({ property }: { property: ContentColumn }) => isDeepStrictEqual(before[property], after[property]);
  const excerpt = changedExcerpt(change, stored);
  const row = [
    ...(after.title === before.title ? [] : assign(TITLE, after)),
    ...(excerpt === null ? [] : assign(EXCERPT, excerpt)),
    ...(OTHER_CONTENT.every(isSame) ? [] : assign(OTHER_CONTENT, after)),
    ...(PUBLICATION.every(({ property }) => publicationOf(before)[property] === publicationOf(after)[property])
      ? []
      : assign(PUBLICATION, publicationOf(after))),
    ...["version = version + 1", "updated_at = date_trunc('milliseconds', now())"],
  ];
  const body = text && assign(BODY_COLUMNS, bodyRow({ id: after.id, ...text })).map(laterWithFormulas);
  await queryPrepared(
    tx,
    `/* Post.update */ with p as (update post set ${row.join(", ")} where id = $1 returning ${REVISED_COLUMNS.post})
     ${body === null ? "" : `, b as (update post_body set ${body.join(", ")} where post_id = $1 returning ${REVISED_COLUMNS.body})`}
     ${insertRevisionSql("p", body === null ? "post_body" : "b")}`,
    values,
  );
}

/** Whether the body has formulas of its own is not known before: its rich form is derived by the job. */
const laterWithFormulas = (assignment: string): string =>
  assignment.replace(
    /^rich_version = (.*)/,
    `rich_version = case when has_formulas then ${NOT_ENRICHED} else $1::integer end`,
  );

/** Null if the excerpt stays the same. */
function changedExcerpt({ before, after, text }: RowChange, stored: StoredText | null) {
  const rendered = text?.rendered ?? stored;
  const isSame = text === null && after.writtenExcerpt === before.writtenExcerpt;
  return isSame || rendered === null ? null : excerptColumns({ writtenExcerpt: after.writtenExcerpt, rendered });
}

async function saveLinks(tx: EntityManager, id: string, { rendered }: PostText): Promise<void> {
  await queryPrepared(
    tx,
    `/* PostLink.save */ with gone as (delete from post_link where post_id = $1 and path <> all ($2::text[]))
     insert into post_link (post_id, path) select $1, path from unnest($2::text[]) path on conflict do nothing`,
    [id, internalPaths(rendered)],
  );
}
