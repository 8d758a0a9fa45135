// Reads the name of a file in `_posts` by the pattern of `new_post_name`, such as `:year-:month-:day-:title.md`. The tokens may be any
// fields, and a file that the pattern does not match has its whole path as title.
import { hexoSlug } from "./hexo-slug.js";

export interface HexoFileName {
  /** The part of the address that Hexo calls title or slug. It may contain slashes. */
  slug: string;
  /** The values of the other tokens. */
  fields: ReadonlyMap<string, string>;
  /** Such as 2020-01-05. Null if the pattern has no complete date. */
  date: string | null;
}

type Part = { kind: "TEXT"; text: string } | { kind: "TOKEN"; name: string };

/** The tokens that have a fixed form. All others match at least one character. */
const FORMS: Readonly<Record<string, { isIn: RegExp; min: number; max: number }>> = {
  year: { isIn: /\d/, min: 4, max: 4 },
  month: { isIn: /\d/, min: 2, max: 2 },
  day: { isIn: /\d/, min: 2, max: 2 },
  i_month: { isIn: /\d/, min: 1, max: 2 },
  i_day: { isIn: /\d/, min: 1, max: 2 },
  hash: { isIn: /[0-9a-f]/, min: 12, max: 12 },
};
const TOKEN = /:(\w*[^_\W])/g;
const MAX_NAME = 1_000;
/** These never replace front matter. */
const PRESERVED = new Set(["title", "year", "month", "day", "i_month", "i_day", "hash"]);

/** `path` is relative to `_posts`. `pattern` has no extension. */
export function hexoFileName(path: string, pattern: string): HexoFileName {
  const name = path.replace(/(?<=[^/])\.[^./]*$/, "");
  const values = name.length > MAX_NAME ? null : parse(name, partsOf(pattern));
  const month = values?.get("month") ?? values?.get("i_month");
  const day = values?.get("day") ?? values?.get("i_day");
  const year = values?.get("year");
  const isDated = year !== undefined && month !== undefined && day !== undefined;
  return {
    slug: values?.get("title") ?? hexoSlug(name, "AS_WRITTEN"),
    fields: new Map([...(values ?? [])].filter(([token]) => !PRESERVED.has(token))),
    date: isDated ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : null,
  };
}

function partsOf(pattern: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const match of pattern.matchAll(TOKEN)) {
    parts.push({ kind: "TEXT", text: pattern.slice(from, match.index) }, { kind: "TOKEN", name: match[1] ?? "" });
    from = match.index + match[0].length;
  }
  return [...parts, { kind: "TEXT", text: pattern.slice(from) }];
}

/** Null if the name does not match. Each token takes as few characters as possible. */
function parse(name: string, parts: readonly Part[]): Map<string, string> | null {
  const failed = new Set<number>();
  const ends: number[] = [];
  const match = (index: number, at: number): boolean => {
    const part = parts[index];
    if (part === undefined) return at === name.length;
    const place = index * (name.length + 1) + at;
    if (failed.has(place)) return false;
    const isMatch =
      part.kind === "TEXT"
        ? name.startsWith(part.text, at) && match(index + 1, at + part.text.length)
        : endsOf(part.name, name, at).some((end) => {
            ends[index] = end;
            return match(index + 1, end);
          });
    if (!isMatch) failed.add(place);
    return isMatch;
  };
  if (!match(0, 0)) return null;
  const values = new Map<string, string>();
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const end = part.kind === "TEXT" ? at + part.text.length : (ends[index] ?? at);
    if (part.kind === "TOKEN") values.set(part.name, name.slice(at, end));
    at = end;
  }
  return values;
}

/** In the order in which a regular expression would try them: `\d{1,2}` is greedy, and `.+?` is not. */
function endsOf(token: string, name: string, at: number): number[] {
  const form = Object.hasOwn(FORMS, token) ? FORMS[token] : undefined;
  if (form === undefined) return Array.from({ length: Math.max(0, name.length - at) }, (_, index) => at + 1 + index);
  let end = at;
  while (end < name.length && end - at < form.max && form.isIn.test(name[end] ?? "")) end += 1;
  const ends: number[] = [];
  for (let length = end - at; length >= form.min; length -= 1) ends.push(at + length);
  return ends;
}
