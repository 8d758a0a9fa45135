// `defaults` in Jekyll's _config.yml: front matter by path and type. The order of precedence is that of Jekyll's FrontmatterDefaults: the
// longer path, then a scope with a type, then the later entry, where only an entry with precedence is compared with the next ones.
import { type FieldMap, type FieldValue, isFieldMap, lineOf, listOf, textOf } from "../front-matter/field-value.js";
import { globExpression } from "../rules/glob-pattern.js";
import type { JekyllSettings } from "./jekyll-settings.js";

interface DefaultSet {
  /** Empty for every file. */
  path: string;
  /** The length of the path as written. */
  length: number;
  type: string | null;
  values: FieldMap;
  /** Of a path with an asterisk, the files and folders that it matches. */
  matched: readonly string[] | null;
}

const OLD_TYPES: Readonly<Record<string, string>> = { post: "posts", page: "pages", draft: "drafts" };

/** Of the file in the site, `path` is relative to the folder of the collections, and `type` is `pages` or the name of a collection. */
export type DefaultsFor = (path: string, type: string) => FieldMap;

/** `paths` are all known files, relative to the source. */
export function jekyllDefaults({ config, collectionsDir }: JekyllSettings, paths: readonly string[]): DefaultsFor {
  const inCollections = (path: string): string =>
    path.startsWith(collectionsDir) ? path.slice(collectionsDir.length) : path;
  const entries = new Set(paths.flatMap(withFolders));
  const sets = listOf(config.first("defaults")).flatMap((item): DefaultSet[] => {
    const values = isFieldMap(item) ? (item.get("values") ?? null) : null;
    if (!isFieldMap(item) || !isFieldMap(values)) return [];
    const written = item.get("scope") ?? null;
    const scope: FieldMap = isFieldMap(written) ? written : new Map();
    // A type that is empty applies to nothing.
    const type = scope.has("type") ? (lineOf(scope.get("type") ?? null) ?? "") : null;
    const path = textOf(scope.get("path") ?? null) ?? "";
    const matched = path.includes("*") ? matchedBy(path, entries).map(inCollections) : null;
    const length = path.replace(/^\//, "").length;
    const known = type === null ? null : (OLD_TYPES[type] ?? type);
    return [{ path: inCollections(path), length, type: known, values, matched }];
  });
  return (path, type) => {
    let found: FieldMap = new Map();
    let last: DefaultSet | null = null;
    for (const set of sets) {
      if (!isInScope(set, path, type)) continue;
      const hasPrecedence = last === null || precedes(set, last);
      found = hasPrecedence ? merged(found, set.values) : merged(set.values, found);
      if (hasPrecedence) last = set;
    }
    return found;
  };
}

function isInScope({ path: scope, type: scopeType, matched }: DefaultSet, path: string, type: string): boolean {
  if (scopeType !== null && scopeType !== type) return false;
  if (scope === "") return true;
  return matched === null ? path.startsWith(scope) : matched.some((folder) => path.startsWith(folder));
}

function precedes(set: DefaultSet, last: DefaultSet): boolean {
  if (set.length !== last.length) return set.length > last.length;
  return set.type !== null || last.type === null;
}

/** The second table has precedence, except where it has no value. Tables within are merged, and categories are joined by the caller. */
function merged(first: FieldMap, second: FieldMap): FieldMap {
  const result = new Map<string, FieldValue>(first);
  for (const [name, value] of second) {
    const before = result.get(name) ?? null;
    if (value === null && before !== null) continue;
    result.set(name, isFieldMap(before) && isFieldMap(value) ? merged(before, value) : value);
  }
  return result;
}

function withFolders(path: string): string[] {
  const parts = path.split("/");
  return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
}

function matchedBy(glob: string, entries: ReadonlySet<string>): string[] {
  const expression = globExpression(glob.replace(/^\/+|\/+$/g, ""));
  return [...entries].filter((entry) => expression?.test(entry) ?? true);
}
