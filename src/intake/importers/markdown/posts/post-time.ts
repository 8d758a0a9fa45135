// Determines the publication date of a post and whether it is public.
//
// A post without any date becomes a draft. Hugo would publish it, Jekyll would not, and such files are mostly pages (about.md). Adding a
// date is easier for the owner of the site than finding such pages on the front page.

import type { FileFacts } from "../file-name.js";
import { type FieldValue, flagOf, isEmpty, lineOf } from "../front-matter/field-value.js";
import type { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { parseWrittenDate, type WrittenDate } from "../front-matter/written-date.js";
import { ItemNotices, inQuotes } from "../item-notices.js";
import { hiddenReasons } from "./post-visibility.js";

export interface PostTime {
  state: "DRAFT" | "PUBLISHED";
  publishedAt: Date | null;
  createdAt: Date | null;
  updatedAt: Date | null;
  /** The day that the generator used in the path of the post. Null if no date is known. */
  day: WrittenDate["day"] | null;
}

export interface TimeContext {
  timeZone: string;
  now: Date;
  /** Clauses about what hides the post outside of its front matter. */
  hiddenBySite?: readonly string[];
  /** Whether the file is a page, which needs no date. */
  isPage?: boolean;
}

export function postTime(
  fields: FrontMatterFields,
  facts: FileFacts,
  context: TimeContext,
  notices: ItemNotices,
): PostTime {
  const read = (value: FieldValue): WrittenDate | null => readDate(value, context, notices);
  const updated = read(fields.first("lastmod", "updated", "modified", "last_modified_at", "lastModified", "update"));
  const date = read(dateField(fields)) ?? read(facts.date) ?? null;
  const release = fields.first("publishDate", "pubDate");
  const released = read(release);
  const written = date ?? released ?? updated;
  if (date === null && released === null && updated !== null) {
    notices.changed("The post has no publication date; the date of its last change was used.");
  }
  const reasons = [
    ...hiddenReasons(fields, facts),
    ...(context.hiddenBySite ?? []),
    ...expiryReasons(fields, context, notices),
    ...(isEmpty(release) || released !== null ? [] : ["its publishDate cannot be read"]),
    ...(written === null && context.isPage !== true ? ["neither its front matter nor its file name has a date"] : []),
  ];
  const publishedAt = publicationOf(date, released, context.now) ?? written?.instant ?? null;
  for (const reason of reasons) notices.add("HIDDEN", `Imported as a draft: ${reason}.`);
  const isPublic = reasons.length === 0;
  if (isPublic && publishedAt !== null && publishedAt > context.now) {
    notices.add("HIDDEN", `Imported as scheduled: it becomes public at ${publishedAt.toISOString()}.`);
  }
  const created = read(fields.first("created", "createdAt"))?.instant ?? written?.instant ?? null;
  return {
    state: isPublic ? "PUBLISHED" : "DRAFT",
    publishedAt: isPublic ? publishedAt : null,
    createdAt: created !== null && created > context.now ? null : created,
    updatedAt: updated?.instant ?? null,
    day: written?.day ?? null,
  };
}

/** Whether anybody may see the post now. Gives no notices, for posts that another one mentions. */
export function isPublicNow(fields: FrontMatterFields, facts: FileFacts, context: TimeContext): boolean {
  const { state, publishedAt } = postTime(fields, facts, context, new ItemNotices(facts.key));
  return state === "PUBLISHED" && publishedAt !== null && publishedAt <= context.now;
}

/** `published` is a flag in Jekyll and a date in old Hugo sites. */
function dateField(fields: FrontMatterFields): FieldValue {
  const date = fields.first("date");
  const published = fields.first("published");
  return isEmpty(date) && flagOf(published) === "unclear" ? published : date;
}

/** Hugo displays `date` and publishes at `publishDate`, which takes precedence only while one of them is in the future. */
function publicationOf(date: WrittenDate | null, released: WrittenDate | null, now: Date): Date | null {
  if (released === null) return date?.instant ?? null;
  const isDateOpen = date === null || date.instant > now;
  return released.instant > now || isDateOpen ? released.instant : (date?.instant ?? null);
}

function readDate(value: FieldValue, { timeZone }: TimeContext, notices: ItemNotices): WrittenDate | null {
  const text = lineOf(value);
  if (text === null || text.startsWith("0001-01-01")) return null;
  const date = parseWrittenDate(text, timeZone);
  if (date === null) notices.changed(`The date ${inQuotes(text)} is invalid or in an unknown format and was ignored.`);
  else if (date.unknownZone !== null) {
    notices.changed(`The time zone of ${inQuotes(text)} is unknown or ambiguous; ${timeZone} was used.`);
  }
  return date;
}

function expiryReasons(fields: FrontMatterFields, context: TimeContext, notices: ItemNotices): string[] {
  const value = fields.first("expiryDate", "expires", "unpublishDate");
  if (isEmpty(value)) return [];
  const expiry = readDate(value, context, notices);
  if (expiry === null) return lineOf(value)?.startsWith("0001-01-01") ? [] : ["its expiryDate cannot be read"];
  if (expiry.instant <= context.now) return [`it expired at ${expiry.instant.toISOString()}`];
  notices.changed(`The expiry date ${expiry.instant.toISOString()} was ignored, because posts do not expire here.`);
  return [];
}
