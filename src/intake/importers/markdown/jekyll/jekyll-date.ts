// The date of a post as Jekyll reads it: from the front matter, or else from the file name, as a time on the clock of the site.
import { lineOf } from "../front-matter/field-value.js";
import type { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { parseWrittenDate, wallClockIn } from "../front-matter/written-date.js";

export interface JekyllName {
  /** The date in the file name as `2020-01-05`. Null if it has none. */
  date: string | null;
  /** The name without its date, its extension and dots at its end. */
  slug: string;
  /** The name without its extension. */
  stem: string;
}

/** `path` is the path of the file, or its name. */
export function jekyllName(path: string): JekyllName {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const stem = name.replace(/(?<=.)\.[^.]+$/s, "");
  const [, year = "", month = "", day = "", rest] = /^(\d{2,4})-(\d{1,2})-(\d{1,2})-(.*)$/s.exec(stem) ?? [];
  const slug = (rest ?? stem).replace(/(?<!\.)\.+$/, "");
  return { date: rest === undefined ? null : `${fullYear(year)}-${month}-${day}`, slug, stem };
}

/** Ruby reads two digits as a year of this century up to 68. */
function fullYear(year: string): string {
  if (year.length !== 2) return year.padStart(4, "0");
  return Number(year) > 68 ? `19${year}` : `20${year}`;
}

export interface JekyllDate {
  instant: Date;
  /** A date whose fields in UTC are those of the clock of the site. */
  clock: Date;
  /** The same with the day as written, if the time zone in which the site was built is not known and it differs. */
  otherClock: Date | null;
}

/** Null if there is no date or if it cannot be read. `timeZone` is null if the configuration does not name it. */
export function jekyllDate(fields: FrontMatterFields, name: JekyllName, timeZone: string | null): JekyllDate | null {
  const written = lineOf(fields.first("date")) ?? name.date;
  const date = written === null ? null : parseWrittenDate(written, timeZone ?? "UTC");
  if (date === null) return null;
  const clock = wallClockIn(date.instant, timeZone ?? "UTC");
  const asWritten = new Date(clock);
  asWritten.setUTCFullYear(date.day.year, date.day.month - 1, date.day.day);
  const isSame = asWritten.getTime() === clock.getTime();
  return { instant: date.instant, clock, otherClock: timeZone !== null || isSame ? null : asWritten };
}
