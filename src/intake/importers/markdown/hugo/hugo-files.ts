// The folders whose files Hugo publishes: static files, also of the theme, the files of sections, and those that templates process.
import { isFieldMap, lineOf, listOf, listOfLines } from "../front-matter/field-value.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import type { FileFolder } from "../rules/site-rules.js";
import { trimmedFolder } from "./hugo-languages.js";
import type { HugoRoots } from "./hugo-roots.js";

export function hugoFileFolders(config: FrontMatterFields, roots: HugoRoots): FileFolder[] {
  const mounts = listOf(config.first("module.mounts")).flatMap((item) => {
    const mount = new FrontMatterFields(isFieldMap(item) ? item : new Map());
    const source = trimmedFolder(lineOf(mount.first("source")));
    const [, kind, below] =
      /^(static|assets)(?:\/(.*))?$/.exec(trimmedFolder(lineOf(mount.first("target"))) ?? "") ?? [];
    return source === null || kind === undefined ? [] : [{ path: below ? `/${below}/` : "/", folder: source, kind }];
  });
  const named = (kind: string, setting: string): FileFolder[] => {
    const mounted = mounts.filter((mount) => mount.kind === kind);
    const folders = listOfLines(config.first(setting)).flatMap((name) => trimmedFolder(name) ?? []);
    return mounted.length > 0 ? mounted : atRoot(folders.length > 0 ? folders : [kind]);
  };
  const themes = listOfLines(config.first("theme")).filter((name) => /^[\w.-]+$/.test(name));
  const themesFolder = trimmedFolder(lineOf(config.first("themesDir"))) ?? "themes";
  const ofSections = roots.all.flatMap(({ folder, target, language }): FileFolder[] => {
    const leftOut = (path: string): string | null => roots.leftOut(folder === "" ? path : `${folder}/${path}`);
    const paths = [`/${target}`, ...(language === null ? [] : [`/${language}/${target}`])];
    return paths.map((path) => ({ path, folder, leftOut }));
  });
  return [
    ...named("static", "staticDir"),
    ...ofSections,
    ...named("assets", "assetDir"),
    ...themes.flatMap((theme) => atRoot([`${themesFolder}/${theme}/static`, `${themesFolder}/${theme}/assets`])),
  ];
}

const atRoot = (folders: readonly string[]): FileFolder[] => folders.map((folder) => ({ path: "/", folder }));
