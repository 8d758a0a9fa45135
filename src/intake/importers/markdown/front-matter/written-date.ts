// Parses dates as people write them in front matter and file names, in the time zone of the site if they state none. Nothing is guessed:
// text in an unknown format and dates that do not exist are rejected.

export interface CalendarDay {
  year: number;
  month: number;
  day: number;
}

export interface WrittenDate {
  instant: Date;
  /** The day as written, before any conversion, because the generator used it in the path of the post. */
  day: CalendarDay;
  /** A time zone that is unknown or ambiguous, such as CST. The time zone of the site was used instead. */
  unknownZone: string | null;
}

const CLOCK = String.raw`(?:(?:[Tt]|,?\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(\S.*)?)?$`;
const NUMERIC = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${CLOCK}`);
const DAY_FIRST = new RegExp(
  String.raw`^(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})[\s-]([A-Za-z]{3,9})\.?,?[\s-](\d{4})${CLOCK}`,
);
const MONTH_FIRST = new RegExp(String.raw`^([A-Za-z]{3,9})\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s(\d{4})${CLOCK}`);
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** Hugo writes the year 1 for "no date", and nothing was published online before the calendar reform. */
const FIRST_YEAR = 1583;

/** Null if the text is not a date. `timeZone` is an IANA time zone. */
export function parseWrittenDate(text: string, timeZone: string): WrittenDate | null {
  const plain = text
    .trim()
    .replace(/[年月]/g, "-")
    .replace(/[日号]\s*/g, " ")
    .trim();
  if (plain.length > 64) return null;
  if (/^\d{10}$|^\d{13}$/.test(plain)) return ofUnixTime(Number(plain) * (plain.length === 10 ? 1000 : 1));
  if (/^\d{8}$/.test(plain)) {
    return at([plain.slice(0, 4), plain.slice(4, 6), plain.slice(6)], [], timeZone);
  }
  const numeric = NUMERIC.exec(plain);
  if (numeric) return at([numeric[1], numeric[2], numeric[3]], numeric.slice(4), timeZone);
  const dayFirst = DAY_FIRST.exec(plain);
  if (dayFirst) return at([dayFirst[3], monthNumber(dayFirst[2]), dayFirst[1]], dayFirst.slice(4), timeZone);
  const monthFirst = MONTH_FIRST.exec(plain);
  if (monthFirst) return at([monthFirst[3], monthNumber(monthFirst[1]), monthFirst[2]], monthFirst.slice(4), timeZone);
  return null;
}

/** Throws a RangeError if it is not an IANA time zone. */
export function assertTimeZone(timeZone: string): void {
  if (!isTimeZone(timeZone)) {
    throw new RangeError(`expected an IANA time zone such as Asia/Shanghai, got “${timeZone}”`);
  }
}

/** An offset such as +08:00, which later versions of Node accept as a time zone, is none. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

/** The time on the clock of a zone, as an instant whose fields in UTC are those of the clock. */
export function wallClockIn(instant: Date, timeZone: string): Date {
  return new Date(instant.getTime() + offsetAt(timeZone, instant.getTime()));
}

type Digits = string | undefined;

function monthNumber(name: Digits): Digits {
  const index = MONTHS.indexOf((name ?? "").slice(0, 3).toLowerCase());
  return index < 0 ? undefined : String(index + 1);
}

function ofUnixTime(milliseconds: number): WrittenDate {
  const instant = new Date(milliseconds);
  const day = { year: instant.getUTCFullYear(), month: instant.getUTCMonth() + 1, day: instant.getUTCDate() };
  return { instant, day, unknownZone: null };
}

function at(date: readonly Digits[], clock: readonly Digits[], timeZone: string): WrittenDate | null {
  const [year = 0, month = 0, day = 0] = date.map(Number);
  const [hours = "0", minutes = "0", seconds = "0", fraction = "0", rest = ""] = clock;
  const { zone, isAfternoon } = readTail(rest);
  if (isAfternoon !== null && (Number(hours) < 1 || Number(hours) > 12)) return null;
  const hour = isAfternoon === null ? Number(hours) : (Number(hours) % 12) + (isAfternoon ? 12 : 0);
  const milliseconds = Math.floor(Number(`0.${fraction}`) * 1000);
  const wall = Date.UTC(year, month - 1, day, hour, Number(minutes), Number(seconds), milliseconds);
  const read = new Date(wall);
  const isInCalendar =
    year >= FIRST_YEAR &&
    read.getUTCMonth() === month - 1 &&
    read.getUTCDate() === day &&
    read.getUTCHours() === hour &&
    read.getUTCMinutes() === Number(minutes) &&
    read.getUTCSeconds() === Number(seconds);
  if (!isInCalendar) return null;
  const offset = zone === "" ? offsetIn(timeZone, wall) : offsetOf(zone, wall);
  const instant = new Date(wall - (offset ?? offsetIn(timeZone, wall)));
  return { instant, day: { year, month, day }, unknownZone: offset === null ? zone : null };
}

function readTail(rest: string): { zone: string; isAfternoon: boolean | null } {
  const half = /^([ap])\.?m\.?(?=\s|$)/i.exec(rest);
  const zone = (half ? rest.slice(half[0].length) : rest).trim();
  return { zone, isAfternoon: half ? half[1]?.toLowerCase() === "p" : null };
}

/** Milliseconds east of UTC, or null for an unknown zone. Go prints offset and name, as in "+0800 CST". */
function offsetOf(zone: string, wall: number): number | null {
  if (/^(Z|UTC|GMT)$/i.test(zone)) return 0;
  const numeric = /^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?(?:\s+\S+)?$/i.exec(zone);
  if (numeric) {
    const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? 0);
    return minutes > 14 * 60 ? null : minutes * 60_000 * (numeric[1] === "-" ? -1 : 1);
  }
  if (!zone.includes("/")) return null;
  try {
    return offsetIn(zone, wall);
  } catch {
    return null;
  }
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** For a local time that the zone skips or repeats, the result is off by at most the change of the offset. */
function offsetIn(timeZone: string, wall: number): number {
  const first = offsetAt(timeZone, wall);
  return offsetAt(timeZone, wall - first);
}

function offsetAt(timeZone: string, instant: number): number {
  let format = FORMATS.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    FORMATS.set(timeZone, format);
  }
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  const milliseconds = ((instant % 1000) + 1000) % 1000;
  return Date.UTC(year, month - 1, day, hour, minute, second, milliseconds) - instant;
}
