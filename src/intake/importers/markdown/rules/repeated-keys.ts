// Finds the files of a site that are translations of each other by what their paths have in common.
import { fileFacts } from "../file-name.js";
import type { SiteRules } from "./site-rules.js";

/** The key of a path if another path has the same one, else null. */
export function repeatedKeys(
  paths: readonly string[],
  keyAt: (path: string) => string | null,
): (path: string) => string | null {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const path of paths) {
    const key = keyAt(path);
    if (key === null) continue;
    (seen.has(key) ? repeated : seen).add(key);
  }
  return (path) => {
    const key = keyAt(path);
    return key !== null && repeated.has(key) ? key : null;
  };
}

/** Files whose names differ only in the language at the end, such as `hello.md` and `hello.en.md`. */
export function suffixTranslations(paths: readonly string[]): SiteRules["translationOf"] {
  const byName = repeatedKeys(paths, (path) => {
    const { folders, baseName } = fileFacts(path);
    return [...folders, baseName].join("/");
  });
  return ({ path }) => byName(path);
}
