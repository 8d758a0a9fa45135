// `defaults` in Jekyll's _config.yml: front matter by path and type. The longer path has precedence, then a scope with a type, then the
// later entry. Only fields that decide whether a post is public are handed down.
import { type FieldMap, type FieldValue, isFieldMap, lineOf, listOf } from "../front-matter/field-value.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { VISIBILITY_FIELDS } from "../posts/post-visibility.js";
import { globExpression } from "../rules/glob-pattern.js";

export interface JekyllDefault {
  /** Without slashes at its ends. Empty for every file. */
  path: string;
  type: string | null;
  values: FieldMap;
}

const OLD_TYPES: Readonly<Record<string, string>> = { post: "posts", page: "pages", draft: "drafts" };

/** In ascending order of precedence. */
export function jekyllDefaults(config: FrontMatterFields): JekyllDefault[] {
  const found = listOf(config.first("defaults")).flatMap((item): JekyllDefault[] => {
    const values = isFieldMap(item) ? (item.get("values") ?? null) : null;
    if (!isFieldMap(item) || !isFieldMap(values)) return [];
    const scope = new FrontMatterFields(item);
    const type = lineOf(scope.first("scope.type"));
    const path = (lineOf(scope.first("scope.path")) ?? "").replace(/^\.?\/+|\/+$/g, "");
    return [{ path, type: type === null ? null : (OLD_TYPES[type] ?? type), values: visibilityOf(values) }];
  });
  return found.sort((a, b) => a.path.length - b.path.length || Number(a.type !== null) - Number(b.type !== null));
}

/** `path` is relative to the folder of the configuration. */
export function defaultsFor(defaults: readonly JekyllDefault[], path: string): FieldMap {
  const values = new Map<string, FieldValue>();
  for (const item of defaults) {
    if (!isInScope(item, path)) continue;
    for (const [name, value] of item.values) values.set(name, value);
  }
  return values;
}

function isInScope({ path: scope, type }: JekyllDefault, path: string): boolean {
  if (type !== null && type !== typeOf(path)) return false;
  if (scope === "" || path === scope || path.startsWith(`${scope}/`)) return true;
  // Jekyll 4 compares the beginning of the path as text, and a glob with the file and with each folder above it.
  if (!scope.includes("*")) return path.startsWith(scope);
  const glob = globExpression(scope, { crossesSlash: false });
  const parts = path.split("/");
  return parts.some((_, at) => glob?.test(parts.slice(0, at + 1).join("/")) ?? true);
}

/** The name of a collection is its type, as in `_recipes/soup.md`. */
function typeOf(path: string): string {
  const folders = path.split("/").slice(0, -1);
  if (folders.includes("_drafts")) return "drafts";
  if (folders.includes("_posts")) return "posts";
  const collection = folders.find((folder) => folder.startsWith("_"));
  return collection === undefined ? "pages" : collection.slice(1);
}

function visibilityOf(values: FieldMap): FieldMap {
  return new Map([...values].filter(([name]) => VISIBILITY_FIELDS.includes(name)));
}
