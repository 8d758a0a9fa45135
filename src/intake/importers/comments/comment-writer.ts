// Writes a batch of imported comments in the caller's transaction.
import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { recordContent } from "../../../content/cache-tags/content-event.js";
import type { ChangedComment } from "../../../content/change-feed/changed-node.js";
import type { CommentStatus } from "../../../content/comments/comment.entity.js";
import { authorKeysIn } from "../../../content/comments/comment-author-key.js";
import {
  lockPostsOfComments,
  type ParentComment,
  placeBelow,
  readImported,
} from "../../../content/comments/comment-rows.js";
import { bulkInsert } from "../../../platform/db/bulk-insert.js";
import {
  type CommentMarkup,
  commentFromHtml,
  commentFromWordPress,
} from "../../../platform/markup/comments/comment-markup.js";
import type { ImportedComment } from "../import-event.js";
import { type CommentedPost, findCommentedPosts } from "./commented-posts.js";

export interface CommentSource {
  /** Identifies the source. Keys are unique within it. */
  source: string;
  isDryRun: boolean;
}

export interface CommentOutcome {
  created: number;
  /** Imported before. */
  unchanged: number;
  withoutText: number;
  /** Comments of what is no post here. */
  unknown: ImportedComment[];
}

/** As much as WordPress stores. */
const MAX_SOURCE_LENGTH = 65_535;
const MAX_URL_LENGTH = 2_000;

const STATUS: Readonly<Record<ImportedComment["state"], CommentStatus>> = {
  APPROVED: "VISIBLE",
  PENDING: "PENDING",
  SPAM: "SPAM",
  TRASHED: "HIDDEN",
};

export async function writeComments(
  tx: EntityManager,
  comments: readonly ImportedComment[],
  { source, isDryRun }: CommentSource,
): Promise<CommentOutcome> {
  const postOf = await findCommentedPosts(tx, comments, source);
  const posts = await lockPostsOfComments(tx, [...new Set(comments.flatMap((comment) => postOf(comment)?.id ?? []))]);
  const keys = comments.flatMap(({ key, parentKey }) => (parentKey === null ? [key] : [key, parentKey]));
  const known = await readImported(tx, [...new Set(keys.map((key) => sourceKey(source, key)))]);
  const plan = new BatchPlan(source, known, await authorKeysIn(tx));
  const locked = new Set(posts.map(({ id }) => id));
  for (const comment of comments) {
    const post = postOf(comment);
    plan.add(comment, post !== null && locked.has(post.id) ? post : null);
  }
  await bulkInsert(tx, { name: "import.comments insert", table: "comment", columns: COLUMNS, rows: plan.rows });
  // As of posts, a dry run records no events.
  if (plan.rows.length > 0 && !isDryRun) {
    const shown = new Set(plan.changes.map(({ postId }) => postId));
    const postIds = posts.filter(({ id, isDated }) => isDated && shown.has(id)).map(({ id }) => id);
    await recordContent(tx, [{ type: "comments.imported", payload: { postIds } }], { comments: plan.changes });
  }
  return plan.outcome;
}

/** The rows of a batch, in the order of the source, in which a reply follows the comment that it replies to. */
class BatchPlan {
  readonly rows: unknown[][] = [];
  readonly changes: ChangedComment[] = [];
  readonly outcome: CommentOutcome = { created: 0, unchanged: 0, withoutText: 0, unknown: [] };

  constructor(
    private readonly source: string,
    /** The comments that are here, and those of the batch, by their keys. */
    private readonly known: Map<string, ParentComment>,
    private readonly authorKeyOf: (email: string) => string,
  ) {}

  add(comment: ImportedComment, post: CommentedPost | null): void {
    if (this.known.has(sourceKey(this.source, comment.key))) this.outcome.unchanged += 1;
    else if (post === null) this.outcome.unknown.push(comment);
    else {
      const markup = markupOf(comment);
      if (markup.text === "") this.outcome.withoutText += 1;
      else this.#insert(comment, post, markup);
    }
  }

  #insert(comment: ImportedComment, post: CommentedPost, { html, text }: CommentMarkup): void {
    const { parentKey, authorEmail, state } = comment;
    const parent = parentKey === null ? undefined : this.known.get(sourceKey(this.source, parentKey));
    const place = placeBelow(parent?.postId === post.id ? parent : null);
    const status = STATUS[state];
    const [id, postId] = [randomUUID(), post.id];
    const isShown = place.isShown && status === "VISIBLE";
    const key = sourceKey(this.source, comment.key);
    this.known.set(key, { id, postId, ...place, isShown, isShownAbove: place.isShown });
    this.rows.push([
      ...[id, postId, place.parentId, place.depth, ...authorOf(comment)],
      ...[authorEmail === null ? null : this.authorKeyOf(authorEmail), html, text],
      ...[writtenAt(comment, post), status, isShown, key],
    ]);
    this.outcome.created += 1;
    if (isShown) this.changes.push({ id, postId, kind: "APPEARED" });
  }
}

const sourceKey = (source: string, key: string): string => `${source}#${key}`;

const COLUMNS = {
  ...{ id: "uuid", post_id: "uuid", parent_id: "uuid", depth: "smallint", author_name: "text", author_url: "text" },
  ...{ author_key: "text", html: "text", text: "text", written_at: "timestamptz", status: "text" },
  ...{ is_shown: "boolean", source_key: "text" },
} as const;

function authorOf({ authorName, authorUrl }: ImportedComment): [string, string | null] {
  const url = authorUrl !== null && authorUrl.length <= MAX_URL_LENGTH ? authorUrl : null;
  return [storable(authorName), url];
}

function markupOf({ source, format }: ImportedComment): CommentMarkup {
  const text = storable(source.slice(0, MAX_SOURCE_LENGTH));
  return format === "HTML" ? commentFromHtml(text) : commentFromWordPress(text);
}

const storable = (text: string): string => text.replaceAll("\0", "").toWellFormed().normalize("NFC");

/** A comment without a date that can be read is as old as its post. */
const writtenAt = ({ createdAt }: ImportedComment, { publishedAt }: CommentedPost): string =>
  createdAt?.toISOString() ?? publishedAt ?? new Date().toISOString();
