// Hugo's `cascade`: front matter that the configuration and each `_index.md` hand down to the pages below, with targets by path, kind,
// language and environment. Only fields that decide whether a post is public are handed down.
import { type FieldMap, type FieldValue, isFieldMap, lineOf, listOf } from "../front-matter/field-value.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { VISIBILITY_FIELDS } from "../posts/post-visibility.js";
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
}

/** `value` is a table or a list of tables. The first that matches a page has precedence. */
export function hugoCascades(value: FieldValue): HugoCascade[] {
  return listOf(value).flatMap((item): HugoCascade[] => {
    if (!isFieldMap(item)) return [];
    const target = new FrontMatterFields(item).first("target", "_target");
    const params = item.get("params") ?? null;
    const values = [...item, ...(isFieldMap(params) ? params : [])].filter(([name]) => isVisibilityField(name));
    return [{ target: isFieldMap(target) ? target : new Map(), values: new Map(values) }];
  });
}

/** Adds the values of matching cascades to `values`, which has precedence. */
export function cascadeInto(values: Map<string, FieldValue>, cascades: readonly HugoCascade[], page: HugoPage): void {
  for (const cascade of cascades) {
    if (!isTarget(cascade.target, page)) continue;
    for (const [name, value] of cascade.values) if (!values.has(name)) values.set(name, value);
  }
}

const LOWER_CASE_FIELDS = new Set(VISIBILITY_FIELDS.map((name) => name.toLowerCase()));
const isVisibilityField = (name: string): boolean => LOWER_CASE_FIELDS.has(name.toLowerCase());

/** A keyword that is unknown here does not exclude a page. */
function isTarget(target: FieldMap, { path, language }: HugoPage): boolean {
  return [...target].every(([keyword, pattern]) => {
    if (keyword === "path") return isMatch(pattern, path);
    if (keyword === "kind") return isMatch(pattern, "page");
    if (keyword === "lang") return isMatch(pattern, language);
    return keyword === "environment" ? isMatch(pattern, "production") : true;
  });
}

/** A glob that cannot be read matches every page. */
function isMatch(pattern: FieldValue, text: string): boolean {
  const glob = lineOf(pattern)?.toLowerCase() ?? "**";
  const rooted = text.startsWith("/") ? glob.replace(/^(?=[^/{*])/, "/") : glob;
  return globExpression(rooted, { crossesSlash: false })?.test(text.toLowerCase()) ?? true;
}
