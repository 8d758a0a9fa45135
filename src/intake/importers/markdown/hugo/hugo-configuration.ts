// The whole configuration of a Hugo site: the file in its folder and, with precedence, the files in `config/_default` and
// `config/production`, each of which may hold one key only, for one language only.
import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type FieldMap, type FieldValue, isFieldMap } from "../front-matter/field-value.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";

/** `hugo` without arguments builds for production. */
const ENVIRONMENTS = ["_default", "production"];
const FILE = /^([^.]+)(?:\.([^.]+))?\.(?:toml|ya?ml|json)$/i;
const MAX_FILES = 200;

/** `read` gives null for a file that cannot be read, whose name is then in `unreadable`. */
export async function hugoConfiguration(
  root: string,
  config: FrontMatterFields,
  read: (name: string) => Promise<FieldMap | null>,
): Promise<{ config: FrontMatterFields; unreadable: string | null }> {
  let merged: FieldMap = config.toMap();
  let unreadable: string | null = null;
  for (const environment of ENVIRONMENTS) {
    for (const { name, key, language } of await filesIn(root, `config/${environment}`)) {
      const map = await read(name);
      if (map === null) unreadable ??= name;
      else merged = mergedMaps(merged, placed(map, key, language));
    }
  }
  return { config: new FrontMatterFields(merged), unreadable };
}

interface ConfigurationFile {
  name: string;
  key: string;
  language: string | null;
}

/** Files of the whole configuration first, so that those of one key complete them. */
async function filesIn(root: string, folder: string): Promise<ConfigurationFile[]> {
  const entries: Dirent[] = await readdir(join(root, folder), { withFileTypes: true, recursive: true }).catch(() => []);
  const files = entries.flatMap((entry): ConfigurationFile[] => {
    const [, key, language = null] = entry.isFile() ? (FILE.exec(entry.name) ?? []) : [];
    const inside = entry.parentPath.slice(join(root, folder).length);
    const name = `${folder}${inside.replaceAll("\\", "/")}/${entry.name}`;
    return key === undefined ? [] : [{ name, key: key.toLowerCase(), language }];
  });
  const rank = ({ key, language }: ConfigurationFile): number => (isWhole(key) ? 0 : 1) + (language === null ? 0 : 2);
  return files.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1)).slice(0, MAX_FILES);
}

const isWhole = (key: string): boolean => key === "hugo" || key === "config";

/** A file may have its key at its top once more. */
function placed(map: FieldMap, key: string, language: string | null): FieldMap {
  const [[first = "", only = null] = [], ...others] = map;
  const content: FieldValue = others.length === 0 && first.toLowerCase() === key ? only : map;
  const keyed: FieldMap = isWhole(key) ? map : new Map([[key, content]]);
  return language === null ? keyed : new Map([["languages", new Map([[language, keyed]])]]);
}

/** Tables are merged, and all other values of `second` replace those of `first`. Names differ in more than case and hyphens. */
export function mergedMaps(first: FieldMap, second: FieldMap): FieldMap {
  const merged = new Map(first);
  const names = new Map([...first.keys()].map((name) => [name.toLowerCase(), name]));
  for (const [written, value] of second) {
    const name = names.get(written.toLowerCase()) ?? written;
    const before = merged.get(name) ?? null;
    merged.set(name, isFieldMap(before) && isFieldMap(value) ? mergedMaps(before, value) : value);
  }
  return merged;
}
