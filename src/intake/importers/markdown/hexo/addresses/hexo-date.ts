// Reads a date as Hexo does for the address of a post: as a time on the clock of the site. A date with a zone that YAML reads as a
// timestamp becomes its time in UTC, because Hexo loses the zone.
import { parseWrittenDate, type WrittenDate, wallClockIn } from "../../front-matter/written-date.js";

/** With a time zone, as js-yaml reads it. */
const YAML_TIMESTAMP =
  /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|[ \t]{1,9})\d{1,2}:\d{2}:\d{2}(?:\.\d{0,9})?[ \t]{0,9}(?:Z|[-+]\d{1,2}(?::\d{2})?)$/;

/**
 * The times that Hexo may take the text for, the most likely first. Their fields in UTC are those of the clock. Empty if Hexo cannot read
 * the date, so that it takes the time of the file. `timeZone` is that of the site, or null if it is unknown.
 */
export function hexoClocks(written: string, timeZone: string | null): Date[] {
  const text = written.trim();
  // JavaScript reads a number as milliseconds.
  if (/^[-+]?\d+$/.test(text) || Number.isNaN(Date.parse(text))) return [];
  const utc = parseWrittenDate(text, "UTC");
  if (utc === null) return [];
  const elsewhere = parseWrittenDate(text, "Asia/Tokyo");
  if (elsewhere?.instant.getTime() !== utc.instant.getTime()) return [utc.instant];
  // In quotes, the text is no timestamp of YAML. Without a known zone, the computer was probably in the zone of the dates.
  const local = timeZone === null ? clockAsWritten(text, utc) : wallClockIn(utc.instant, timeZone);
  return YAML_TIMESTAMP.test(text) ? [utc.instant, local] : [local];
}

function clockAsWritten(text: string, { instant, day: { year, month, day } }: WrittenDate): Date {
  const [, hours, minutes, seconds = "0"] = /(\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(text) ?? [];
  if (hours === undefined) return instant;
  return new Date(Date.UTC(year, month - 1, day, Number(hours), Number(minutes), Number(seconds)));
}

/** The instant of a time on the clock of the site. */
export function instantOfClock(clock: Date, timeZone: string): Date | null {
  return parseWrittenDate(clock.toISOString().replace("T", " ").replace("Z", ""), timeZone)?.instant ?? null;
}
