// The values of front matter fields, independent of YAML, TOML and JSON. Numbers and dates remain the text that the author wrote ("1.10",
// "0123", "2019-03-01"), because typed values would lose digits and time zones.

export type FieldValue = null | boolean | string | readonly FieldValue[] | FieldMap;
export type FieldMap = ReadonlyMap<string, FieldValue>;

/** Far more than any front matter written by hand, and few enough that a malicious one is harmless. */
const MAX_VALUES = 10_000;
const MAX_DEPTH = 16;

/** Converts the result of a parser. Throws a RangeError if it has too many values or levels. */
export function fieldValueOf(raw: unknown): FieldValue {
  let budget = MAX_VALUES;
  const convert = (value: unknown, depth: number): FieldValue => {
    budget -= 1;
    if (budget < 0) throw new RangeError(`it contains more than ${MAX_VALUES} values`);
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

/** Null, blank text, an empty list and an empty table all mean "not given". */
export function isEmpty(value: FieldValue): boolean {
  if (value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  if (Array.isArray(value)) return value.length === 0;
  return isFieldMap(value) && value.size === 0;
}

export function isFieldMap(value: FieldValue): value is FieldMap {
  return value instanceof Map;
}

/** Multi-line text, or null if there is none. Control characters and lone surrogates are removed, because they cannot be stored. */
export function textOf(value: FieldValue): string | null {
  if (typeof value === "boolean") return String(value);
  if (typeof value !== "string") return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are deleted.
  const text = value.replace(/[\u0000-\u0008\u000B-\u001F\u007F]/g, "").replace(/[\uD800-\uDFFF]/gu, "\uFFFD");
  const trimmed = text.trim();
  return trimmed === "" ? null : trimmed;
}

/** Text on one line. */
export function lineOf(value: FieldValue): string | null {
  return textOf(value)?.replace(/\s+/g, " ") ?? null;
}

/** Returns a list as it is and any other value as a list of one, without empty items. */
export function listOf(value: FieldValue): readonly FieldValue[] {
  const list: readonly FieldValue[] = Array.isArray(value) ? value : [value];
  return list.filter((item) => !isEmpty(item));
}

/** The texts of a list, each on one line, or of a single value. */
export function listOfLines(value: FieldValue): string[] {
  return listOf(value).flatMap((item) => lineOf(item) ?? []);
}

/** The texts of a list, or of a single value. */
export function listOfTexts(value: FieldValue): string[] {
  return listOf(value).flatMap((item) => textOf(item) ?? []);
}

/** True, false, or "unclear" for any other value; null if empty. The `yes` and `on` of YAML 1.1 are still in use. */
export function flagOf(value: FieldValue): boolean | "unclear" | null {
  if (isEmpty(value)) return null;
  if (typeof value === "boolean") return value;
  const text = typeof value === "string" ? value.trim().toLowerCase() : "";
  if (["true", "yes", "y", "on", "1"].includes(text)) return true;
  if (["false", "no", "n", "off", "0"].includes(text)) return false;
  return "unclear";
}

/** An integer of at least 1, or null for any other value. */
export function positiveIntegerOf(value: FieldValue): number | null {
  const text = lineOf(value);
  if (text === null || !/^\d{1,6}(\.0+)?$/.test(text)) return null;
  const number = Number.parseInt(text, 10);
  return number > 0 ? number : null;
}
