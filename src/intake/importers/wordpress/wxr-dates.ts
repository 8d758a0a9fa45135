// Picks the instants of an item among the dates WordPress writes, of which several may be zero, local or wrong.
import type { WxrFields } from "./wxr/wxr-record.js";

export interface ItemDates {
  /** When the post was published, or will be, or was begun; null where no date can be read. */
  at: Date | null;
  updatedAt: Date | null;
  /** The earlier of the two: a post may be dated ahead of the day it was written. */
  createdAt: Date | null;
  /** Set where `at` is less certain than a GMT date, as a sentence for the report. */
  doubt: string | null;
}

const SQL_DATE = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)$/;
const RFC_DATE = /^(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|GMT|UTC?)$/;

export function readDates(fields: WxrFields): ItemDates {
  const gmt = parseSqlDate(fields.get("wp:post_date_gmt"));
  const chosen = gmt === null ? substituteDate(fields) : { at: gmt, doubt: null };
  const modified = parseSqlDate(fields.get("wp:post_modified_gmt")) ?? parseSqlDate(fields.get("wp:post_modified"));
  const updatedAt = modified ?? chosen.at;
  const isAhead = chosen.at !== null && updatedAt !== null && updatedAt < chosen.at;
  return { ...chosen, updatedAt, createdAt: isAhead ? updatedAt : chosen.at };
}

function substituteDate(fields: WxrFields): Pick<ItemDates, "at" | "doubt"> {
  const given = fields.get("wp:post_date_gmt")?.trim() || "missing";
  const local = parseSqlDate(fields.get("wp:post_date"));
  if (local !== null) {
    return { at: local, doubt: `Its GMT date is ${given}; the local date ${local.toISOString()} was taken as UTC.` };
  }
  const published = parseRfcDate(fields.get("pubDate"));
  if (published !== null) {
    return {
      at: published,
      doubt: `Its GMT and local dates cannot be read; pubDate ${published.toISOString()} was taken.`,
    };
  }
  const modified = parseSqlDate(fields.get("wp:post_modified_gmt"));
  const doubt =
    modified === null ? "None of its dates can be read." : "Only its date of change can be read; it was taken.";
  return { at: modified, doubt };
}

/** A date of the form `2024-02-29 08:00:00`, taken as UTC; null for zero dates and days the calendar does not have. */
export function parseSqlDate(text: string | undefined): Date | null {
  const parts = SQL_DATE.exec(text?.trim() ?? "")
    ?.slice(1)
    .map(Number);
  if (parts === undefined) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // Date.UTC carries the 31st of February into March; what does not come back the same was never a date.
  const isSame =
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour;
  return isSame && minute < 60 && second < 60 && year >= 1000 ? date : null;
}

function parseRfcDate(text: string | undefined): Date | null {
  const trimmed = text?.trim() ?? "";
  if (!RFC_DATE.test(trimmed)) return null;
  const date = new Date(trimmed);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1000 ? null : date;
}
