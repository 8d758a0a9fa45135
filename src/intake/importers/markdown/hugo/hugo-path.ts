// How Hugo makes a path of text: its characters, and the tokens of its permalinks.
import type { CalendarDay } from "../front-matter/written-date.js";

export interface PathRules {
  removesAccents: boolean;
  keepsCase: boolean;
}

/** Blanks become hyphens, and all other characters than letters, digits, marks and some signs are removed. */
export function hugoPath(text: string, { removesAccents, keepsCase }: PathRules): string {
  const plain = removesAccents
    ? text
        .normalize("NFD")
        .replace(/\p{Mn}/gu, "")
        .normalize("NFC")
    : text;
  let path = "";
  let needsHyphen = false;
  for (const [character] of plain.matchAll(/%[\da-f]{2}|[\s\S]/giu)) {
    if (/^(?:[./\\_#+~@\p{L}\p{Nd}\p{M}-]|%..)$/u.test(character)) {
      if (needsHyphen && character !== "-") path += "-";
      needsHyphen = false;
      path += character;
    } else if (path !== "" && !path.endsWith("-") && /^\s$/.test(character)) needsHyphen = true;
  }
  return keepsCase ? path : path.toLowerCase();
}

export interface PermalinkValues {
  title: string;
  /** From the front matter. Null if it has none. */
  slug: string | null;
  /** The name of the file or bundle, without language and extension. */
  fileName: string;
  /** The first folder. Empty for a page in none. */
  section: string;
  /** The folders that are sections. */
  sections: readonly string[];
  day: CalendarDay;
  /** Hours, minutes and seconds as written. */
  clock: readonly [number, number, number];
}

/** Null if the pattern has a token that does not exist. */
export function expandedPermalink(pattern: string, values: PermalinkValues, rules: PathRules): string | null {
  let isKnown = true;
  const expanded = pattern.replaceAll("\\:", "\0").replace(/:\w+(?:\[[^\]]{1,99}\])?/g, (token) => {
    const value = tokenValue(token.slice(1), values, rules);
    if (value === null) isKnown = false;
    return value ?? "";
  });
  return isKnown ? expanded.replaceAll("\0", ":") : null;
}

function tokenValue(token: string, values: PermalinkValues, rules: PathRules): string | null {
  const { title, slug, fileName, section, sections } = values;
  const path = (text: string): string => hugoPath(text, rules);
  switch (token) {
    case "title":
      return path(title);
    case "slug":
      return path(slug ?? title);
    case "filename":
    case "contentbasename":
      return path(fileName);
    case "slugorfilename":
    case "slugorcontentbasename":
      return path(slug ?? fileName);
    case "section":
      return section;
    case "sections":
      return sections.join("/");
  }
  const range = /^sections\[(.+)\]$/.exec(token)?.[1];
  if (range !== undefined) return inRange(sections, range).join("/");
  return dateToken(token, values);
}

/** `[1:]`, `[:2]`, `[1:2]`, `[0]` and `[last]` */
function inRange(sections: readonly string[], range: string): readonly string[] {
  const [from = "", to] = range.split(":");
  const at = (text: string, otherwise: number): number => {
    if (text === "last") return sections.length - 1;
    return /^\d{1,4}$/.test(text) ? Number(text) : otherwise;
  };
  if (to === undefined) {
    const index = at(from, 0);
    return sections.slice(index, index + 1);
  }
  return sections.slice(at(from, 0), Math.min(at(to, sections.length), sections.length));
}

const MONTHS = "January February March April May June July August September October November December".split(" ");
const WEEKDAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");
/** The parts of a date layout of Go, the longer ones first. */
const LAYOUT = /2006|January|Monday|Jan|Mon|002|01|02|03|04|05|06|15|PM|pm|1|2|3|4|5/g;

function dateToken(token: string, { day, clock: [hour, minute, second] }: PermalinkValues): string | null {
  const date = utcDay(day.year, day.month - 1, day.day);
  const yearDay = Math.round((date.getTime() - utcDay(day.year, 0, 1).getTime()) / 86_400_000) + 1;
  const month = MONTHS[day.month - 1] ?? "";
  const weekday = WEEKDAYS[date.getUTCDay()] ?? "";
  const named: Record<string, string> = {
    year: String(day.year),
    month: two(day.month),
    monthname: month,
    day: two(day.day),
    weekday: String(date.getUTCDay()),
    weekdayname: weekday,
    yearday: String(yearDay),
  };
  if (Object.hasOwn(named, token)) return named[token] ?? null;
  const half = String(hour % 12 || 12);
  const parts: Record<string, string> = {
    ...{ "2006": String(day.year).padStart(4, "0"), "06": two(day.year % 100), January: month, Jan: month.slice(0, 3) },
    ...{ Monday: weekday, Mon: weekday.slice(0, 3), "01": two(day.month), "1": String(day.month) },
    ...{ "02": two(day.day), "2": String(day.day), "002": String(yearDay).padStart(3, "0") },
    ...{ "15": two(hour), "03": half.padStart(2, "0"), "3": half, "04": two(minute), "4": String(minute) },
    ...{ "05": two(second), "5": String(second), PM: hour < 12 ? "AM" : "PM", pm: hour < 12 ? "am" : "pm" },
  };
  return token.search(LAYOUT) < 0 ? null : token.replace(LAYOUT, (part) => parts[part] ?? part);
}

/** Date.UTC takes the year 1 for 1901. */
function utcDay(year: number, month: number, day: number): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return date;
}

const two = (number: number): string => String(number).padStart(2, "0");
