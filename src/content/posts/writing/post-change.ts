// Writes what a change makes different about a post, and nothing else: beside the text and the terms of a post its title
// is little, and what is not written is neither counted by triggers nor indexed anew.
import { isDeepStrictEqual } from "node:util";
import type { EntityManager } from "typeorm";
import { columnValues, type EntityColumn, entityColumns } from "../../../platform/db/entity-columns.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { recordFormerPath } from "../../aliases/former-path.js";
import { recordContent, type Scopes } from "../../cache-tags/content-event.js";
import { headingsSql, type IndexedPost, indexPosts, termNamesSql } from "../../search/index/index-writer.js";
import { postPath } from "../../site-path.js";
import { BODY_COLUMNS, bodyRow } from "../body/post-body.columns.js";
import type { PostText } from "../body/post-text.js";
import { CONTENT_COLUMNS, type ContentColumn } from "../post.columns.js";
import { Post } from "../post.entity.js";
import { postEvent } from "../post-event.js";
import { insertRevisionSql, REVISED_COLUMNS } from "../publishing/revision-writer.js";
import { fieldsOf, type LockedPost } from "./locked-post.js";
import { excerptColumns, type PostFields } from "./post-record.js";
import { internalPaths, refreshCategoryListings, saveCategories, saveTags } from "./post-writer.js";

export interface PostChange {
  post: LockedPost;
  after: PostFields;
  /** Null where it stays. */
  text: PostText | null;
  /** Of the text that stays, where it has been read already. */
  stored: StoredText | null;
  /** Who did it, as revisions show it. */
  editor: string;
}

/** The change of a locked post with its revision, the redirect of a former slug, the search's index and the event. */
export async function saveChange(tx: EntityManager, change: PostChange): Promise<void> {
  const { post, after, text, editor } = change;
  const { id } = post;
  const before = fieldsOf(post);
  const differs = (...fields: (keyof PostFields)[]): boolean =>
    fields.some((field) => !isDeepStrictEqual(before[field], after[field]));
  const isFiledAnew = differs("categoryIds", "tagIds");
  const needsStored = text === null && (isFiledAnew || differs("title", "writtenExcerpt"));
  const stored = needsStored ? (change.stored ?? (await storedText(tx, id))) : null;
  if (needsStored && stored === null) throw new Error("The post has no body.");

  const row = saveRow(tx, { before, after, text, editor }, stored);
  const isElsewhere = isFiledAnew || differs("slug", "authorId");
  if (isElsewhere) {
    await row;
    if (differs("categoryIds")) {
      await saveCategories(tx, [after]);
      await refreshCategoryListings(tx, [id]);
    }
    if (differs("tagIds")) await saveTags(tx, [after]);
    if (differs("slug")) {
      await recordFormerPath(tx, "post", id, { from: postPath(before.slug), to: postPath(after.slug) });
    }
  }
  const indexed = indexedPart(after, text, stored);
  // None needs the outcome of another, so they are sent together.
  await Promise.all([
    row,
    text === null ? null : saveLinks(tx, id, text),
    indexed === null ? null : indexPosts(tx, [isFiledAnew ? indexed : { ...indexed, terms: stored?.terms }]),
    announce(tx, post, isElsewhere ? null : post.before),
  ]);
}

async function announce(tx: EntityManager, post: LockedPost, after: Scopes | null): Promise<void> {
  await recordContent(tx, [await postEvent(tx, "post.updated", post, after)]);
}

/** What a change needs of a text that it leaves as it is. */
export interface StoredText {
  headings: string[];
  text: string;
  summary: string;
  /** Names of the post's terms, as the index takes them. */
  terms: string[];
}

/** Null where there is no such post. */
export async function storedText(tx: EntityManager, id: string): Promise<StoredText | null> {
  const [stored] = await queryPrepared<StoredText>(
    tx,
    `select b.text, b.summary, ${termNamesSql("b.post_id")} as terms, ${headingsSql("b")} as headings
     from post_body b where b.post_id = $1`,
    [id],
  );
  return stored ?? null;
}

/** Null where nothing that the index takes is different. */
function indexedPart({ id, title }: PostFields, text: PostText | null, stored: StoredText | null): IndexedPost | null {
  if (text !== null) {
    const { tableOfContents, text: plain } = text.rendered;
    return { postId: id, title, headings: tableOfContents.map((heading) => heading.text), text: plain };
  }
  return stored && { postId: id, title, headings: stored.headings, text: stored.text };
}

const TITLE = entityColumns(Post, ["title"]);
const EXCERPT = entityColumns(Post, ["storedExcerpt", "excerptSource"]);
/** Written together if any of them differs: each combination of them would be a statement of its own to prepare. */
const OTHER_CONTENT = CONTENT_COLUMNS.filter(({ property }) => property !== "title");

type RowChange = Pick<PostChange, "after" | "text" | "editor"> & { before: PostFields };

/** Writes the row, the text and the revision in one statement. */
async function saveRow(tx: EntityManager, change: RowChange, stored: StoredText | null): Promise<void> {
  const { before, after, text, editor } = change;
  const values: unknown[] = [after.id, editor];
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
    ...["version = version + 1", "updated_at = date_trunc('milliseconds', now())"],
  ];
  const body = text && assign(BODY_COLUMNS, bodyRow({ id: after.id, ...text }));
  await queryPrepared(
    tx,
    `/* Post.update */ with p as (update post set ${row.join(", ")} where id = $1 returning ${REVISED_COLUMNS.post})
     ${body === null ? "" : `, b as (update post_body set ${body.join(", ")} where post_id = $1 returning ${REVISED_COLUMNS.body})`}
     ${insertRevisionSql("p", body === null ? "post_body" : "b")}`,
    values,
  );
}

/** Null if the excerpt stays the same. */
function changedExcerpt({ before, after, text }: RowChange, stored: StoredText | null) {
  const rendered = text?.rendered ?? stored;
  const isSame = text === null && after.writtenExcerpt === before.writtenExcerpt;
  return isSame || rendered === null ? null : excerptColumns({ writtenExcerpt: after.writtenExcerpt, rendered });
}

async function saveLinks(tx: EntityManager, id: string, { rendered }: PostText): Promise<void> {
  await queryPrepared(
    tx,
    `with gone as (delete from post_link where post_id = $1 and path <> all ($2::text[]))
     insert into post_link (post_id, path) select $1, path from unnest($2::text[]) path on conflict do nothing`,
    [id, internalPaths(rendered)],
  );
}
