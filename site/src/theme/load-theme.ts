// Finds the theme of the site: the default one, or one in a folder that replaces parts of it.
import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Fragment, h } from "preact";
import { defaultTheme } from "./default/default-theme.js";
import type { Theme, ThemePages, ThemeParts } from "./theme.js";

/** What the function `createTheme` of a theme receives. */
export interface ThemeTools {
  h: typeof h;
  Fragment: typeof Fragment;
  /** The functions of the default theme, to show a page of it inside of an own one. */
  defaults: { pages: ThemePages; parts: ThemeParts };
}

/** What it returns. */
export interface OwnTheme {
  pages?: Partial<ThemePages>;
  parts?: Partial<ThemeParts>;
  /** Whether the own stylesheet stands alone, instead of after the default one. */
  replacesStyles?: boolean;
}

export class ThemeError extends Error {
  override readonly name = "ThemeError";
}

const MODULES = ["theme.js", "theme.mjs"];
const STYLES = "style.css";

export async function loadTheme(folder: string | null): Promise<Theme> {
  if (folder === null) return defaultTheme;
  const path = resolve(folder);
  const files = await filesIn(path);
  const module = MODULES.find((name) => files.includes(name));
  if (module === undefined && !files.includes(STYLES)) {
    throw new ThemeError(`The theme in ${path} has neither theme.js nor style.css.`);
  }
  const own = module === undefined ? {} : await createdBy(join(path, module));
  const styles = files.includes(STYLES) ? await readFile(join(path, STYLES), "utf8") : "";
  const before = own.replacesStyles === true ? { lists: "", texts: "" } : defaultTheme.stylesheets;
  return {
    version: await versionOf(path, files),
    stylesheets: { lists: before.lists + harmless(styles), texts: before.texts + harmless(styles) },
    pages: { ...defaultTheme.pages, ...own.pages },
    parts: { ...defaultTheme.parts, ...own.parts },
  };
}

/** Names of all files below the folder. */
async function filesIn(path: string): Promise<string[]> {
  try {
    const names = (await readdir(path, { recursive: true })).filter(
      (name) => !/(?:^|[\\/])node_modules[\\/]/.test(name),
    );
    const areFiles = await Promise.all(names.map(async (name) => (await stat(join(path, name))).isFile()));
    return names.filter((_, index) => areFiles[index]).sort();
  } catch (error) {
    throw new ThemeError(`The folder of the theme, ${path}, cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}

async function versionOf(path: string, files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const name of files) hash.update(`${name}\0`).update(await readFile(join(path, name)));
  return hash.digest("hex");
}

async function createdBy(file: string): Promise<OwnTheme> {
  const { createTheme } = await imported(file);
  if (typeof createTheme !== "function") {
    throw new ThemeError(`Expected ${file} to export a function createTheme.`);
  }
  const { pages, parts } = defaultTheme;
  const tools: ThemeTools = { h, Fragment, defaults: { pages, parts } };
  const own: unknown = await createTheme(tools);
  if (typeof own !== "object" || own === null)
    throw new ThemeError(`Expected createTheme in ${file} to return an object.`);
  const theme = own as OwnTheme;
  checkFunctions(file, "pages", theme.pages ?? {}, Object.keys(pages));
  checkFunctions(file, "parts", theme.parts ?? {}, Object.keys(parts));
  return theme;
}

async function imported(file: string): Promise<{ createTheme?: unknown }> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    throw new ThemeError(`The theme ${file} cannot be loaded: ${reasonOf(error)}`, { cause: error });
  }
}

function checkFunctions(file: string, kind: string, given: object, known: readonly string[]): void {
  for (const [name, value] of Object.entries(given)) {
    if (!known.includes(name)) {
      throw new ThemeError(`The theme ${file} has unknown ${kind}: ${name}. Known are ${known.join(", ")}.`);
    }
    if (typeof value !== "function") throw new ThemeError(`Expected ${kind}.${name} in ${file} to be a function.`);
  }
}

/** Styles stand in an element `style`, which ends at its end tag wherever that is. */
function harmless(styles: string): string {
  return styles.replace(/<\/(?=style)/gi, "<\\/");
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
