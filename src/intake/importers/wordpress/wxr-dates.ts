// Selects the dates of an item from those in the export, of which several may be zero, local or invalid.
import type { WxrFields } from "./wxr/wxr-record.js";

export interface ItemDates {
  /** When the post was or will be published, or was created. Null if no date can be read. */
  at: Date | null;
  updatedAt: Date | null;
  /** The earlier of the two, because a post may be dated later than it was written. */
  createdAt: Date | null;
  /** A sentence for the report if `at` is not from the GMT date. */
  notice: string | null;
}

const SQL_DATE = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d$/;
const RFC_DATE = /^(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|GMT|UTC?)$/;

/** The hours by which local dates are ahead of UTC at a local date. Null if they are not known. */
export interface LocalOffsets {
  at(local: Date): number | null;
}

export function readDates(fields: WxrFields, offsets: LocalOffsets): ItemDates {
  const gmt = parseSqlDate(fields.get("wp:post_date_gmt"));
  const chosen = gmt === null ? substituteDate(fields, offsets) : { at: gmt, notice: null };
  const localModified = parseSqlDate(fields.get("wp:post_modified"));
  const modified = parseSqlDate(fields.get("wp:post_modified_gmt")) ?? asUtc(localModified, offsets);
  const updatedAt = modified ?? chosen.at;
  const isAhead = chosen.at !== null && updatedAt !== null && updatedAt < chosen.at;
  return { ...chosen, updatedAt, createdAt: isAhead ? updatedAt : chosen.at };
}

function substituteDate(fields: WxrFields, offsets: LocalOffsets): Pick<ItemDates, "at" | "notice"> {
  const given = fields.get("wp:post_date_gmt")?.trim() || "missing";
  const local = parseSqlDate(fields.get("wp:post_date"));
  if (local !== null) {
    const hours = offsets.at(local);
    const at = asUtc(local, offsets) ?? local;
    const how =
      hours === null ? "used as UTC" : `read with the offset of other posts, ${hours < 0 ? "" : "+"}${hours} hours`;
    return { at, notice: `Its GMT date is ${given}; its local date ${local.toISOString()} was ${how}.` };
  }
  const published = parseRfcDate(fields.get("pubDate"));
  if (published !== null) {
    return {
      at: published,
      notice: `Its GMT and local dates cannot be read; its pubDate ${published.toISOString()} was used.`,
    };
  }
  const modified = parseSqlDate(fields.get("wp:post_modified_gmt"));
  const notice =
    modified === null
      ? "None of its dates can be read."
      : "Only its modification date can be read, and was used instead.";
  return { at: modified, notice };
}

function asUtc(local: Date | null, offsets: LocalOffsets): Date | null {
  return local === null ? null : new Date(local.getTime() - (offsets.at(local) ?? 0) * 3_600_000);
}

/** A local date as an instant. It is read as UTC if the export shows no offset. */
export function readLocalDate(text: string | undefined, offsets: LocalOffsets): Date | null {
  return asUtc(parseSqlDate(text), offsets);
}

/** A date of the form `2024-02-29 08:00:00`, read as UTC. Null for zero dates and dates that do not exist. */
export function parseSqlDate(text: string | undefined): Date | null {
  const trimmed = text?.trim() ?? "";
  if (!SQL_DATE.test(trimmed)) return null;
  const numberAt = (start: number, end: number): number => Number(trimmed.slice(start, end));
  const [year, month, day] = [numberAt(0, 4), numberAt(5, 7), numberAt(8, 10)];
  const [hour, minute, second] = [numberAt(11, 13), numberAt(14, 16), numberAt(17, 19)];
  if (year < 1000 || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return null;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // Date.UTC turns 31 February into a day of March.
  return date.getUTCDate() === day ? date : null;
}

/** The hours by which the local date of an item is ahead of UTC. Null if one of the dates cannot be read. */
export function offsetOf(fields: WxrFields): number | null {
  const [local, gmt] = [parseSqlDate(fields.get("wp:post_date")), parseSqlDate(fields.get("wp:post_date_gmt"))];
  return local === null || gmt === null ? null : (local.getTime() - gmt.getTime()) / 3_600_000;
}

function parseRfcDate(text: string | undefined): Date | null {
  const trimmed = text?.trim() ?? "";
  if (!RFC_DATE.test(trimmed)) return null;
  const date = new Date(trimmed);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1000 ? null : date;
}
