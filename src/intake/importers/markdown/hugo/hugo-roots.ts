// The folders that Hugo reads content from, and the files in them that its configuration leaves out: `contentDir`, also by language,
// `module.mounts` and `ignoreFiles`.
import { type FieldValue, isFieldMap, lineOf, listOf, listOfLines } from "../front-matter/field-value.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { expressionOf, globExpression } from "../rules/glob-pattern.js";
import { type HugoLanguages, trimmedFolder } from "./hugo-languages.js";

export interface ContentRoot {
  /** Without slashes at its ends. */
  folder: string;
  /** Where its files are in the content of the site, with a slash at its end unless it is empty. */
  target: string;
  /** The key of the language of its files. Null if their names tell it. */
  language: string | null;
  excluded: readonly string[];
  /** Empty if every file is included. */
  included: readonly string[];
}

export interface HugoRoots {
  all: readonly ContentRoot[];
  /** Null if Hugo does not read the file. */
  rootOf(path: string): ContentRoot | null;
  /** A clause about why Hugo does not read the file. Null if it does. */
  leftOut(path: string): string | null;
}

export function hugoRoots(config: FrontMatterFields, languages: HugoLanguages): HugoRoots {
  const roots = rootsOf(config, languages);
  const ignored = [config, ...[...languages.all.values()].map((language) => language.config)].flatMap((fields) =>
    listOfLines(fields.first("ignoreFiles")),
  );
  const rootOf = (path: string): ContentRoot | null => roots.find(({ folder }) => isBelow(path, folder)) ?? null;
  return {
    all: roots,
    rootOf,
    leftOut(path) {
      const root = rootOf(path);
      if (root === null)
        return `it is not in ${roots.map(({ folder }) => `${folder}/`).join(" or ")}, which Hugo reads`;
      if (/(?:^|\/)[.#][^/]*$|~$/.test(path))
        return "Hugo passes over files whose names begin with . or #, or end with ~";
      const pattern = ignored.find((source) => isIgnored(source, path));
      if (pattern !== undefined) return `Hugo's setting ignoreFiles names “${pattern}”`;
      return isMounted(root, path) ? null : "Hugo's setting module.mounts excludes it";
    },
  };
}

/** The path in the content of the site. */
export const pathInRoot = (path: string, root: ContentRoot): string => root.target + inFolder(path, root.folder);

/** The deepest folder first. Mounts of `content` replace the default. */
function rootsOf(config: FrontMatterFields, { all, main }: HugoLanguages): ContentRoot[] {
  const mounts = listOf(config.first("module.mounts")).flatMap(mountOf);
  const plain = { target: "", excluded: [], included: [] };
  const own = [...all.values()].flatMap(({ key, contentDir }) =>
    contentDir === null ? [] : [{ ...plain, folder: contentDir, language: key }],
  );
  const folder = trimmedFolder(lineOf(config.first("contentDir"))) ?? "content";
  const isCommonRead = own.length < all.size || !all.has(main);
  const common =
    isCommonRead && !own.some((root) => root.folder === folder) ? [{ ...plain, folder, language: null }] : [];
  const roots = mounts.length > 0 ? mounts : [...own, ...common];
  return roots.sort((a, b) => b.folder.length - a.folder.length);
}

/** Newer versions write exclusions as `files = ["! drafts/**"]`. */
function mountOf(item: FieldValue): ContentRoot[] {
  if (!isFieldMap(item)) return [];
  const mount = new FrontMatterFields(item);
  const source = trimmedFolder(lineOf(mount.first("source")));
  const target = trimmedFolder(lineOf(mount.first("target"))) ?? "";
  if (source === null || !/^content(?:\/|$)/.test(target)) return [];
  const files = listOfLines(mount.first("files"));
  const negated = files.filter((glob) => glob.startsWith("!")).map((glob) => glob.replace(/^!\s*/, ""));
  return [
    {
      folder: source,
      target: target === "content" ? "" : `${target.slice("content/".length)}/`,
      language: lineOf(mount.first("lang"))?.toLowerCase() ?? null,
      excluded: [...listOfLines(mount.first("excludeFiles")), ...negated],
      included: [...listOfLines(mount.first("includeFiles")), ...files.filter((glob) => !glob.startsWith("!"))],
    },
  ];
}

/** A glob that cannot be read excludes every file. */
function isMounted({ folder, excluded, included }: ContentRoot, path: string): boolean {
  const inRoot = inFolder(path, folder);
  const matches = (glob: string): boolean | null =>
    globExpression(glob.replace(/^\//, "").toLowerCase())?.test(inRoot.toLowerCase()) ?? null;
  if (excluded.some((glob) => matches(glob) !== false)) return false;
  return included.length === 0 || included.some((glob) => matches(glob) === true);
}

/** Go's expressions are searched in the whole path. One that cannot be read ignores every file. */
function isIgnored(source: string, path: string): boolean {
  const flags = /^\(\?([ims]+)\)/.exec(source);
  const expression = expressionOf(flags === null ? source : source.slice(flags[0].length), flags?.[1] ?? "");
  return expression === null || expression.test(path) || expression.test(`/${path}`);
}

const isBelow = (path: string, folder: string): boolean => folder === "" || path.startsWith(`${folder}/`);
const inFolder = (path: string, folder: string): string => (folder === "" ? path : path.slice(folder.length + 1));
