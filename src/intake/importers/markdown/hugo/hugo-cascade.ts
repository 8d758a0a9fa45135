// Hugo's `cascade`: front matter that the configuration and each `_index.md` hand down to the pages below, with targets by path, kind,
// language and environment. Only fields that decide whether a post is public are handed down.
import { type FieldMap, type FieldValue, flagOf, isFieldMap, lineOf, listOf } from "../front-matter/field-value.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { parseWrittenDate } from "../front-matter/written-date.js";
import { hiddenReasons, VISIBILITY_FIELDS } from "../posts/post-visibility.js";
import { globExpression } from "../rules/glob-pattern.js";

export interface HugoCascade {
  target: FieldMap;
  values: FieldMap;
}

export interface HugoPage {
  /** The logical path, such as `/posts/my-post`. */
  path: string;
  /** The key of the language. */
  language: string;
  kind: "page" | "section";
}

/** `value` is a table or a list of tables. */
export function hugoCascades(value: FieldValue): HugoCascade[] {
  return listOf(value).flatMap((item): HugoCascade[] => {
    if (!isFieldMap(item)) return [];
    const written = new FrontMatterFields(item).first("target", "_target");
    const target: FieldMap = isFieldMap(written) ? written : new Map();
    const params = item.get("params") ?? null;
    const values = [...item, ...(isFieldMap(params) ? params : [])].filter(([name]) => isVisibilityField(name));
    const cascade = { target, values: new Map(values) };
    // FrontMatterFields makes no difference between the two names.
    const hasOlderName = [...item.keys()].some((name) => name.startsWith("_"));
    if (target.size === 0 || Array.isArray(value) || !hasOlderName) return [cascade];
    // Versions with the older name read it only in a list, so a table hands down to all pages what hides them.
    const hiding = values.filter(([name, given]) => isHiding(name, given));
    return [cascade, { target: new Map(), values: new Map(hiding) }];
  });
}

/**
 * Adds the values of matching cascades to `values`, which has precedence. Versions of Hugo differ in which of several matches in one list
 * they use, so the one that hides more counts.
 */
export function cascadeInto(values: Map<string, FieldValue>, cascades: readonly HugoCascade[], page: HugoPage): void {
  const found = new Map<string, FieldValue>();
  for (const cascade of cascades) {
    if (!isTarget(cascade.target, page)) continue;
    for (const [written, value] of cascade.values) {
      const name = written.toLowerCase();
      const before = found.get(name);
      found.set(name, before === undefined ? value : moreHiding(name, before, value));
    }
  }
  for (const [name, value] of found) if (!values.has(name)) values.set(name, value);
}

const LOWER_CASE_FIELDS = new Set(VISIBILITY_FIELDS.map((name) => name.toLowerCase()));
const isVisibilityField = (name: string): boolean => LOWER_CASE_FIELDS.has(name.toLowerCase());

function moreHiding(name: string, first: FieldValue, second: FieldValue): FieldValue {
  const [one, other] = [first, second].map((value) => parseWrittenDate(lineOf(value) ?? "", "UTC")?.instant.getTime());
  if (one !== undefined && other !== undefined && flagOf(first) === "unclear") {
    const isEnd = /^(?:exp|unpub)/.test(name);
    return one < other === isEnd ? first : second;
  }
  return isHiding(name, second) ? second : first;
}

/** A date may hide a page now or later. */
function isHiding(name: string, value: FieldValue): boolean {
  const fields = new FrontMatterFields(new Map([[name, value]]));
  return /date|expires/i.test(name) || hiddenReasons(fields, { isDraft: false }).length > 0;
}

/** A keyword that is unknown here does not exclude a page. */
function isTarget(target: FieldMap, { path, language, kind }: HugoPage): boolean {
  return [...target].every(([keyword, pattern]) => {
    if (keyword === "path") return formsOf(path, kind).some((form) => isGlobMatch(pattern, form));
    if (keyword === "kind") return isGlobMatch(pattern, kind);
    if (keyword === "lang") return isGlobMatch(pattern, language);
    return keyword === "environment" ? isGlobMatch(pattern, "production") : true;
  });
}

/** Versions differ in whether a blank of a file name is a hyphen in the path, and whether a section ends with a slash. */
function formsOf(path: string, kind: HugoPage["kind"]): string[] {
  const forms = [path, path.replaceAll(" ", "-")];
  return kind === "section" ? forms.flatMap((form) => [form, `${form}/`]) : forms;
}

/** A glob that cannot be read matches every page. */
export function isGlobMatch(pattern: FieldValue, text: string): boolean {
  const glob = lineOf(pattern)?.toLowerCase() ?? "**";
  const rooted = text.startsWith("/") ? glob.replace(/^(?=[^/{*])/, "/") : glob;
  return globExpression(rooted)?.test(text.toLowerCase()) ?? true;
}
