// Reads the comments of an item, parents first. What is not written by a visitor, such as notes of editors, is left out and counted.
import { normaliseSlug } from "../../../../platform/markup/slug.js";
import { commentName, emailFrom, inThreadOrder } from "../../comments/comment-fields.js";
import type { ImportedComment, ImportedTarget } from "../../import-event.js";
import type { WxrFields, WxrItem } from "../wxr/wxr-record.js";
import { decodedText, webUrl } from "../wxr/wxr-text.js";
import { type LocalOffsets, parseSqlDate, readLocalDate } from "../wxr-dates.js";

const KINDS: ReadonlyMap<string, ImportedComment["kind"]> = new Map([
  ["", "COMMENT"],
  ["comment", "COMMENT"],
  ["pingback", "PINGBACK"],
  ["trackback", "PINGBACK"],
]);
/** WordPress shows only "1"; whatever else is not known waits for a decision. */
const STATES: ReadonlyMap<string, ImportedComment["state"]> = new Map([
  ["1", "APPROVED"],
  ["spam", "SPAM"],
  ["trash", "TRASHED"],
  ["post-trashed", "TRASHED"],
]);

export interface CommentListeners {
  offsets: LocalOffsets;
  /** Receives each kind of comment that is left out. */
  leaveOut: (what: string) => void;
}

export function readComments(
  item: WxrItem,
  on: ImportedTarget,
  { offsets, leaveOut }: CommentListeners,
): ImportedComment[] {
  const read = new Map<string, ImportedComment>();
  for (const [index, fields] of item.comments.entries()) {
    const kind = KINDS.get(textOf(fields, "wp:comment_type"));
    const id = textOf(fields, "wp:comment_id");
    const source = textOf(fields, "wp:comment_content");
    if (kind === undefined) leaveOut(`comments of the type ${textOf(fields, "wp:comment_type").slice(0, 40)}`);
    else if (source === "" || read.has(id)) leaveOut("comments without text, or repeated");
    else read.set(id || `at ${index}`, commentOf(fields, kind, { on, offsets, key: keyOf(id, on, index) }));
  }
  for (let left = item.commentCount - item.comments.length; left > 0; left -= 1)
    leaveOut("comments beyond the limit of an item");
  return parentsFirst(item, read);
}

function commentOf(
  fields: WxrFields,
  kind: ImportedComment["kind"],
  { on, offsets, key }: { on: ImportedTarget; offsets: LocalOffsets; key: string },
): ImportedComment {
  const gmt = parseSqlDate(fields.get("wp:comment_date_gmt"));
  return {
    key,
    on,
    parentKey: null,
    kind,
    state: STATES.get(textOf(fields, "wp:comment_approved")) ?? "PENDING",
    authorName: nameOf(fields),
    authorUrl: webUrl(fields.get("wp:comment_author_url")),
    authorEmail: emailFrom(textOf(fields, "wp:comment_author_email")),
    source: textOf(fields, "wp:comment_content"),
    format: "WORDPRESS",
    createdAt: gmt ?? readLocalDate(fields.get("wp:comment_date"), offsets),
  };
}

function nameOf(fields: WxrFields): string {
  return commentName(decodedText(textOf(fields, "wp:comment_author")));
}

function parentsFirst(item: WxrItem, comments: ReadonlyMap<string, ImportedComment>): ImportedComment[] {
  const parents = item.comments.map((fields): [string, string] => [
    textOf(fields, "wp:comment_id"),
    textOf(fields, "wp:comment_parent"),
  ]);
  return inThreadOrder(comments, new Map(parents));
}

function keyOf(id: string, on: ImportedTarget, index: number): string {
  return normaliseSlug(id) === null ? `${on.key}#comment-at-${index + 1}` : `comment:${id}`;
}

function textOf(fields: WxrFields, name: string): string {
  return fields.get(name)?.trim() ?? "";
}
