// Where Hugo places a file: its language, its folders in the content, its name without language, and whether it is a bundle.
import { localeOfSuffix } from "../posts/post-locale.js";
import type { HugoLanguages } from "./hugo-languages.js";
import { type HugoRoots, pathInRoot } from "./hugo-roots.js";

export interface HugoPlace {
  /** The path in the content of the site, such as `posts/a/index.ja.md`. */
  inContent: string;
  /** The key of the language. */
  language: string;
  /** Whether the name of the file states the language. */
  hasLanguageSuffix: boolean;
  /** The folders above the page. That of a bundle is not among them. */
  folders: readonly string[];
  /** The name of the file or of the folder of the bundle, without language and extension. */
  name: string;
  /** The same in addresses, where the ending of a language that the configuration does not name is part of the name. */
  nameInPath: string;
  isBundle: boolean;
}

/** Null if Hugo does not read the file. */
export function hugoPlace(path: string, roots: HugoRoots, languages: HugoLanguages): HugoPlace | null {
  const root = roots.rootOf(path);
  if (root === null) return null;
  const inContent = pathInRoot(path, root).normalize("NFC");
  const folders = inContent.split("/");
  const stem = (folders.pop() ?? "").replace(/\.[^.]+$/, "");
  const suffix = /\.([^.]+)$/.exec(stem)?.[1]?.toLowerCase();
  const isDeclared = suffix !== undefined && (languages.all.has(suffix) || suffix === languages.main);
  const hasLanguageSuffix = suffix !== undefined && (isDeclared || isLikeLanguage(suffix, languages));
  const name = hasLanguageSuffix ? stem.slice(0, stem.lastIndexOf(".")) : stem;
  const language = hasLanguageSuffix ? suffix : (root.language ?? languages.main);
  const isBundle = name === "index" && folders.length > 0;
  const bundle = folders.at(-1) ?? "";
  return {
    inContent,
    language,
    hasLanguageSuffix,
    folders: isBundle ? folders.slice(0, -1) : folders,
    name: isBundle ? bundle : name,
    nameInPath: isBundle ? bundle : isDeclared ? name : stem,
    isBundle,
  };
}

/** What concerns a language that is not declared hides its files all the same. */
function isLikeLanguage(suffix: string, { all, disabled }: HugoLanguages): boolean {
  return disabled.has(suffix) || (all.size === 0 && localeOfSuffix(suffix) !== null);
}
