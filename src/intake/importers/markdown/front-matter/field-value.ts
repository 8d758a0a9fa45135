// What a front matter field can hold once YAML, TOML or JSON is behind it. Numbers and dates stay the text the author
// wrote ("1.10", "0123", "2019-03-01"), because a parser's idea of their type loses digits and zones.

export type FieldValue = null | boolean | string | readonly FieldValue[] | FieldMap;
export type FieldMap = ReadonlyMap<string, FieldValue>;

/** Far beyond any front matter written by hand, and small enough that a crafted one costs nothing. */
const MAX_VALUES = 10_000;
const MAX_DEPTH = 16;

/** What a parser gave, as field values. Throws a RangeError where it holds too much. */
export function fieldValueOf(raw: unknown): FieldValue {
  let budget = MAX_VALUES;
  const convert = (value: unknown, depth: number): FieldValue => {
    budget -= 1;
    if (budget < 0) throw new RangeError(`it holds more than ${MAX_VALUES} values`);
    if (depth > MAX_DEPTH) throw new RangeError(`it is nested deeper than ${MAX_DEPTH} levels`);
    if (value === null || value === undefined) return null;
    if (typeof value === "boolean" || typeof value === "string") return value;
    if (value instanceof Date) return value.toISOString();
    if (Array.isArray(value)) return value.map((item) => convert(item, depth + 1));
    if (value instanceof Map) return mapOf(value.entries(), depth);
    if (typeof value === "object") return mapOf(Object.entries(value), depth);
    return String(value);
  };
  const mapOf = (entries: Iterable<[unknown, unknown]>, depth: number): FieldMap => {
    const map = new Map<string, FieldValue>();
    for (const [key, value] of entries) if (typeof key === "string") map.set(key, convert(value, depth + 1));
    return map;
  };
  return convert(raw, 0);
}

/** Null, nothing but spaces, an empty list and an empty table all mean "not given". */
export function isEmpty(value: FieldValue): boolean {
  if (value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  if (Array.isArray(value)) return value.length === 0;
  return isFieldMap(value) && value.size === 0;
}

export function isFieldMap(value: FieldValue): value is FieldMap {
  return value instanceof Map;
}

/** Text of several lines; null where there is none. Control characters and lone surrogates cannot be stored. */
export function textOf(value: FieldValue): string | null {
  if (typeof value === "boolean") return String(value);
  if (typeof value !== "string") return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly the characters to delete.
  const text = value.replace(/[\u0000-\u0008\u000B-\u001F\u007F]/g, "").replace(/[\uD800-\uDFFF]/gu, "\uFFFD");
  const trimmed = text.trim();
  return trimmed === "" ? null : trimmed;
}

/** Text on one line. */
export function lineOf(value: FieldValue): string | null {
  return textOf(value)?.replace(/\s+/g, " ") ?? null;
}

/** A list as it is, anything else as a list of one; empty items are left out. */
export function listOf(value: FieldValue): readonly FieldValue[] {
  const list: readonly FieldValue[] = Array.isArray(value) ? value : [value];
  return list.filter((item) => !isEmpty(item));
}

/** Yes, no, or "unclear" for anything else; null where nothing was given. YAML 1.1's yes and on are still written. */
export function flagOf(value: FieldValue): boolean | "unclear" | null {
  if (isEmpty(value)) return null;
  if (typeof value === "boolean") return value;
  const text = typeof value === "string" ? value.trim().toLowerCase() : "";
  if (["true", "yes", "y", "on", "1"].includes(text)) return true;
  if (["false", "no", "n", "off", "0"].includes(text)) return false;
  return "unclear";
}

/** A whole number from 1; null for anything else. */
export function positiveIntegerOf(value: FieldValue): number | null {
  const text = lineOf(value);
  if (text === null || !/^\d{1,6}(\.0+)?$/.test(text)) return null;
  const number = Number.parseInt(text, 10);
  return number > 0 ? number : null;
}
