// Makes the address of a document from a pattern as Jekyll's URL and UrlDrop do. Addresses are encoded, as a browser shows them.

/** The values of the tokens in a pattern, such as `:title`. */
export type UrlTokens = (name: string) => string | null;

export type SlugMode = "default" | "pretty";

const SEPARATORS: Readonly<Record<SlugMode, RegExp>> = {
  default: /[^\p{M}\p{L}\p{Nd}]+/gu,
  pretty: /[^\p{M}\p{L}\p{Nd}._~!$&'()+,;=@]+/gu,
};

export function slugify(text: string, mode: SlugMode = "default", isCased = false): string {
  const slug = text.replace(SEPARATORS[mode], "-").replace(/^-|-$/gm, "");
  return isCased ? slug : slug.toLowerCase();
}

const STYLES: Readonly<Record<string, string>> = {
  none: "/:categories/:title:output_ext",
  date: "/:categories/:year/:month/:day/:title:output_ext",
  ordinal: "/:categories/:year/:y_day/:title:output_ext",
  pretty: "/:categories/:year/:month/:day/:title/",
  weekdate: "/:categories/:year/W:week/:short_day/:title:output_ext",
};

/** The pattern of posts for a named style, or the pattern itself. */
export function postPattern(permalink: string): string {
  return Object.hasOwn(STYLES, permalink) ? (STYLES[permalink] ?? permalink) : permalink;
}

/** The pattern with the ending that the site's style for posts has, for collections and pages without a pattern of their own. */
export function withStyleEnding(pattern: string, permalink: string): string {
  if (permalink === "pretty" || permalink.endsWith("/")) return `${pattern}/`;
  const hasExtension = ["date", "ordinal", "none"].includes(permalink) || permalink.endsWith(":output_ext");
  return hasExtension ? `${pattern}:output_ext` : pattern;
}

/** Null if the pattern has a token that Jekyll does not know, for which it fails. */
export function urlFrom(pattern: string, tokens: UrlTokens): string | null {
  let isComplete = true;
  const url = pattern.replace(/:([a-z_]+)/g, (whole, name: string) => {
    const names = name.endsWith("_") ? [name, name.slice(0, -1)] : [name];
    for (const candidate of names) {
      const value = tokens(candidate);
      if (value !== null) return encoded(value) + name.slice(candidate.length);
    }
    isComplete = false;
    return whole;
  });
  return isComplete ? sanitized(url) : null;
}

export function sanitized(url: string): string {
  return `/${url}`
    .replaceAll("..", "/")
    .replaceAll("./", "")
    .replace(/\/{2,}/g, "/");
}

export function encoded(path: string): string {
  return encodeURI(path).replaceAll("#", "%23").replaceAll("?", "%3F");
}

const pad = (number: number, length: number): string => String(number).padStart(length, "0");
const MONTHS = "January February March April May June July August September October November December".split(" ");
const DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");
const DAY_MS = 86_400_000;

/** The tokens of a date, whose fields in UTC are those of the clock. */
export function dateTokens(clock: Date): Readonly<Record<string, string>> {
  const [year, month, day] = [clock.getUTCFullYear(), clock.getUTCMonth(), clock.getUTCDate()];
  const weekday = clock.getUTCDay();
  const iso = isoWeek(clock);
  return {
    year: pad(year, 4),
    short_year: pad(year % 100, 2),
    month: pad(month + 1, 2),
    i_month: String(month + 1),
    short_month: (MONTHS[month] ?? "").slice(0, 3),
    long_month: MONTHS[month] ?? "",
    day: pad(day, 2),
    i_day: String(day),
    y_day: pad((Date.UTC(year, month, day) - Date.UTC(year, 0, 1)) / DAY_MS + 1, 3),
    w_year: pad(iso.year, 4),
    week: pad(iso.week, 2),
    w_day: String(weekday === 0 ? 7 : weekday),
    short_day: (DAYS[weekday] ?? "").slice(0, 3),
    long_day: DAYS[weekday] ?? "",
    hour: pad(clock.getUTCHours(), 2),
    minute: pad(clock.getUTCMinutes(), 2),
    second: pad(clock.getUTCSeconds(), 2),
  };
}

/** The year and week of ISO 8601, which are those of the Thursday of the week. */
function isoWeek(clock: Date): { year: number; week: number } {
  const midnight = Date.UTC(clock.getUTCFullYear(), clock.getUTCMonth(), clock.getUTCDate());
  const thursday = new Date(midnight + (4 - (clock.getUTCDay() || 7)) * DAY_MS);
  const year = thursday.getUTCFullYear();
  return { year, week: Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / DAY_MS / 7) + 1 };
}
