// The folders that Hugo reads content from, and the files in them that its configuration leaves out: `contentDir`, also by language,
// `module.mounts` and `ignoreFiles`.
import { type FieldValue, isFieldMap, lineOf, listOf } from "../front-matter/field-value.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { expressionOf, globExpression } from "../rules/glob-pattern.js";

interface ContentRoot {
  /** Without slashes at its ends. */
  folder: string;
  excluded: readonly string[];
  /** Empty if every file is included. */
  included: readonly string[];
}

export interface HugoRoots {
  /** The path below its content root. Null if Hugo does not read the file. */
  pathInRoot(path: string): string | null;
  /** A clause about why Hugo does not read the file. Null if it does. */
  leftOut(path: string): string | null;
}

export function hugoRoots(config: FrontMatterFields): HugoRoots {
  const roots = rootsOf(config);
  const ignored = textsOf(config.first("ignoreFiles"));
  const rootOf = (path: string): ContentRoot | undefined => roots.find(({ folder }) => isBelow(path, folder));
  return {
    pathInRoot(path) {
      const root = rootOf(path);
      return root === undefined ? null : inFolder(path, root.folder);
    },
    leftOut(path) {
      const root = rootOf(path);
      if (root === undefined)
        return `it is not in ${roots.map(({ folder }) => `${folder}/`).join(" or ")}, which Hugo reads`;
      if (/(?:^|\/)[.#][^/]*$|~$/.test(path))
        return "Hugo passes over files whose names begin with . or #, or end with ~";
      const pattern = ignored.find((source) => isIgnored(source, path));
      if (pattern !== undefined) return `Hugo's setting ignoreFiles names “${pattern}”`;
      return isMounted(root, path) ? null : "Hugo's setting module.mounts excludes it";
    },
  };
}

/** The deepest folder first. Mounts of `content` replace the default. */
function rootsOf(config: FrontMatterFields): ContentRoot[] {
  const mounts = [...listOf(config.first("module.mounts"))].flatMap(mountOf);
  const languages = config.first("languages");
  const byLanguage = isFieldMap(languages)
    ? [...languages.values()].flatMap((value) =>
        isFieldMap(value) ? textsOf(new FrontMatterFields(value).first("contentDir")) : [],
      )
    : [];
  const folders = [lineOf(config.first("contentDir")) ?? "content", ...byLanguage];
  const roots =
    mounts.length > 0 ? mounts : folders.map((folder) => ({ folder: trimmed(folder), excluded: [], included: [] }));
  return roots.sort((a, b) => b.folder.length - a.folder.length);
}

/** Newer versions write exclusions as `files = ["! drafts/**"]`. */
function mountOf(item: FieldValue): ContentRoot[] {
  if (!isFieldMap(item)) return [];
  const mount = new FrontMatterFields(item);
  const source = lineOf(mount.first("source"));
  if (source === null || !/^content(?:\/|$)/.test(trimmed(lineOf(mount.first("target")) ?? ""))) return [];
  const files = textsOf(mount.first("files"));
  const negated = files.filter((glob) => glob.startsWith("!")).map((glob) => glob.replace(/^!\s*/, ""));
  return [
    {
      folder: trimmed(source),
      excluded: [...textsOf(mount.first("excludeFiles")), ...negated],
      included: [...textsOf(mount.first("includeFiles")), ...files.filter((glob) => !glob.startsWith("!"))],
    },
  ];
}

/** A glob that cannot be read excludes every file. */
function isMounted({ folder, excluded, included }: ContentRoot, path: string): boolean {
  const inRoot = inFolder(path, folder);
  const matches = (glob: string): boolean | null =>
    globExpression(glob.replace(/^\//, "").toLowerCase(), { crossesSlash: false })?.test(inRoot.toLowerCase()) ?? null;
  if (excluded.some((glob) => matches(glob) !== false)) return false;
  return included.length === 0 || included.some((glob) => matches(glob) === true);
}

/** Go's expressions are searched in the whole path. One that cannot be read ignores every file. */
function isIgnored(source: string, path: string): boolean {
  const flags = /^\(\?([ims]+)\)/.exec(source);
  const expression = expressionOf(flags === null ? source : source.slice(flags[0].length), flags?.[1] ?? "");
  return expression === null || expression.test(path) || expression.test(`/${path}`);
}

const trimmed = (folder: string): string => folder.replace(/^(?:\.?\/)+|\/+$/g, "").replace(/^\.$/, "");
const isBelow = (path: string, folder: string): boolean => folder === "" || path.startsWith(`${folder}/`);
const inFolder = (path: string, folder: string): string => (folder === "" ? path : path.slice(folder.length + 1));
const textsOf = (value: FieldValue): string[] => listOf(value).flatMap((item) => lineOf(item) ?? []);
