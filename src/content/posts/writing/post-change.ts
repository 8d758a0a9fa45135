// Writes what a change makes different about a post, and nothing else: beside the text and the terms of a post its title
// is little, and what is not written is neither counted by triggers nor indexed anew.
import { isDeepStrictEqual } from "node:util";
import type { EntityManager } from "typeorm";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { recordFormerPath } from "../../aliases/former-path.js";
import { recordContent, type Scopes } from "../../cache-tags/content-event.js";
import { headingsSql, type IndexedPost, indexPosts, termNamesSql } from "../../search/index/index-writer.js";
import { postPath } from "../../site-path.js";
import type { PostText } from "../body/post-text.js";
import { postEvent } from "../post-event.js";
import { headOf, type LockedPost } from "./locked-post.js";
import { type PostHead, storedExcerpt } from "./post-draft.js";
import {
  BODY_COLUMNS,
  bodyRow,
  distinct,
  internalPaths,
  refreshCategoryListings,
  saveCategories,
  saveTags,
} from "./post-writer.js";

export interface PostChange {
  post: LockedPost;
  after: PostHead;
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
  const before = headOf(post);
  const differs = (...fields: (keyof PostHead)[]): boolean =>
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
function indexedPart({ id, title }: PostHead, text: PostText | null, stored: StoredText | null): IndexedPost | null {
  if (text !== null) {
    const { tableOfContents, text: plain } = text.rendered;
    return { postId: id, title, headings: tableOfContents.map((heading) => heading.text), text: plain };
  }
  return stored && { postId: id, title, headings: stored.headings, text: stored.text };
}

type Column = [name: string, of: (post: PostHead) => unknown];

/** Written together, where any of them is different: all combinations would be too many statements to prepare. */
const MORE_COLUMNS: readonly Column[] = [
  ["slug", (post) => post.slug],
  ["locale", (post) => post.locale],
  ["author_id", (post) => post.authorId],
  ["category_ids", (post) => distinct(post.categoryIds)],
  ["tag_ids", (post) => distinct(post.tagIds)],
  ["cover", (post) => post.cover && JSON.stringify(post.cover)],
  ["seo_title", (post) => post.seo.title],
  ["seo_description", (post) => post.seo.description],
  ["canonical_url", (post) => post.seo.canonicalUrl],
  ["no_index", (post) => post.seo.noIndex],
];

type RowChange = Pick<PostChange, "after" | "text" | "editor"> & { before: PostHead };

/** The row, the text and the revision, in one statement. */
async function saveRow(tx: EntityManager, change: RowChange, stored: StoredText | null): Promise<void> {
  const { before, after, text, editor } = change;
  const values: unknown[] = [after.id, editor];
  const assigned = (assignments: readonly (readonly [column: string, value: unknown])[]): string =>
    assignments.map(([column, value]) => `${column} = $${values.push(value)}`).join(", ");
  const isMoreSame = MORE_COLUMNS.every(([, of]) => isDeepStrictEqual(of(before), of(after)));
  const row = assigned([
    ...(after.title === before.title ? [] : [["title", after.title] as const]),
    ...excerptOf(change, stored),
    ...(isMoreSame ? [] : MORE_COLUMNS.map(([column, of]) => [column, of(after)] as const)),
  ]);
  const body = text && bodyRow({ id: after.id, ...text });
  const bodySql = body && assigned(BODY_COLUMNS.slice(1).map((column, at) => [column, body[at + 1]]));
  await queryPrepared(
    tx,
    `with p as (update post set ${row && `${row}, `}version = version + 1, updated_at = date_trunc('milliseconds', now())
       where id = $1 returning id, version, title)
     ${bodySql === null ? "" : `, b as (update post_body set ${bodySql} where post_id = $1 returning post_id, source, format)`}
     insert into revision (post_id, version, title, source, format, editor)
     select p.id, p.version, p.title, b.source, b.format, $2
     from p join ${bodySql === null ? "post_body b" : "b"} on b.post_id = p.id`,
    values,
  );
}

function excerptOf({ before, after, text }: RowChange, stored: StoredText | null): [column: string, value: string][] {
  const rendered = text?.rendered ?? stored;
  const isSame = text === null && after.writtenExcerpt === before.writtenExcerpt;
  if (isSame || rendered === null) return [];
  const { excerpt, source } = storedExcerpt({ writtenExcerpt: after.writtenExcerpt, rendered });
  return [
    ["excerpt", excerpt],
    ["excerpt_source", source],
  ];
}

async function saveLinks(tx: EntityManager, id: string, { rendered }: PostText): Promise<void> {
  await queryPrepared(
    tx,
    `with gone as (delete from post_link where post_id = $1 and path <> all ($2::text[]))
     insert into post_link (post_id, path) select $1, path from unnest($2::text[]) path on conflict do nothing`,
    [id, internalPaths(rendered)],
  );
}
