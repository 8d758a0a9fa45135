// When a post was, or will be, published, and with that whether readers see it.
//
// A post without any date becomes a draft. Hugo would publish it and Jekyll would not, and among dated posts such files are
// mostly pages (about.md): a site owner would rather add a date than find them on top of the front page.

import type { FileFacts } from "../file-name.js";
import { type FieldValue, flagOf, isEmpty, lineOf } from "../front-matter/field-value.js";
import type { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { parseWrittenDate, type WrittenDate } from "../front-matter/written-date.js";
import { type ItemNotices, inQuotes } from "../item-notices.js";
import { hiddenReasons } from "./post-visibility.js";

export interface PostTime {
  state: "DRAFT" | "PUBLISHED";
  publishedAt: Date | null;
  createdAt: Date | null;
  updatedAt: Date | null;
  /** What the generator put into the post's path; null where no date is known. */
  day: WrittenDate["day"] | null;
}

export interface TimeContext {
  timeZone: string;
  now: Date;
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
    notices.changed("There is no date of publication; the date of the last change was taken.");
  }
  const reasons = [
    ...hiddenReasons(fields, facts),
    ...expiryReasons(fields, context, notices),
    ...(isEmpty(release) || released !== null ? [] : ["its publishDate cannot be understood"]),
    ...(written === null ? ["it has no date, neither in its front matter nor in its file name"] : []),
  ];
  const publishedAt = publicationOf(date, released, context.now) ?? written?.instant ?? null;
  for (const reason of reasons) notices.add("HIDDEN", `Imported as a draft: ${reason}.`);
  const isPublic = reasons.length === 0 && publishedAt !== null;
  if (isPublic && publishedAt > context.now) {
    notices.add("HIDDEN", `Scheduled: it becomes public at ${publishedAt.toISOString()}.`);
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

/** `published` is a flag to Jekyll and a date to old Hugo sites. */
function dateField(fields: FrontMatterFields): FieldValue {
  const date = fields.first("date");
  const published = fields.first("published");
  return isEmpty(date) && flagOf(published) === "unclear" ? published : date;
}

/** Hugo keeps `date` for show and `publishDate` for release: the later matters only while it has not come. */
function publicationOf(date: WrittenDate | null, released: WrittenDate | null, now: Date): Date | null {
  if (released === null) return date?.instant ?? null;
  const isDateOpen = date === null || date.instant > now;
  return released.instant > now || isDateOpen ? released.instant : (date?.instant ?? null);
}

function readDate(value: FieldValue, { timeZone }: TimeContext, notices: ItemNotices): WrittenDate | null {
  const text = lineOf(value);
  if (text === null || text.startsWith("0001-01-01")) return null;
  const date = parseWrittenDate(text, timeZone);
  if (date === null)
    notices.changed(`The date ${inQuotes(text)} is in no known form or not in the calendar; it was left out.`);
  else if (date.unknownZone !== null) {
    notices.changed(`The zone of ${inQuotes(text)} is ambiguous; the date was read in ${timeZone}.`);
  }
  return date;
}

function expiryReasons(fields: FrontMatterFields, context: TimeContext, notices: ItemNotices): string[] {
  const value = fields.first("expiryDate", "expires", "unpublishDate");
  if (isEmpty(value)) return [];
  const expiry = readDate(value, context, notices);
  if (expiry === null) return lineOf(value)?.startsWith("0001-01-01") ? [] : ["its expiryDate cannot be understood"];
  if (expiry.instant <= context.now) return [`it expired at ${expiry.instant.toISOString()}`];
  notices.changed(`It would expire at ${expiry.instant.toISOString()}; posts here do not expire by themselves.`);
  return [];
}
