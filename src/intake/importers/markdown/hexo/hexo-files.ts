// Decides by its path what Hexo makes of a file in its source folder: a post, a draft, a page or nothing. The rules are those of Hexo's
// processors of posts and assets.
import type { FileFolder } from "../rules/site-rules.js";
import { matchesAnyGlob } from "./hexo-glob.js";
import type { HexoSettings } from "./hexo-settings.js";

export type HexoFile =
  | {
      place: "POST" | "DRAFT" | "PAGE";
      /** Relative to `_posts`, `_drafts` or the source folder. */
      path: string;
      /** Clauses about settings that name the file, although Hexo does not apply them to posts. */
      doubts: readonly string[];
    }
  | { place: "NONE"; reason: string };

/** Other files are copied and not rendered, also those whose extension has capitals. */
const RENDERED = /\.(?:md|markdown|mkd|mkdn|mdwn|mdtxt|mdtext|html?|njk|j2|swig|ejs)$/;

const IN_POSTS = /^_(posts|drafts)\/(.*)$/s;

/** A clause about why Hexo finds no file at all. Null if it does. */
export function hexoPassedOver(path: string, project: string, { source, globs }: HexoSettings): string | null {
  if (!path.startsWith(`${source}/`)) return `it is not in ${source}/, the folder that Hexo reads`;
  const inSource = path.slice(source.length + 1);
  if (/[%~]$/.test(inSource)) return "Hexo passes over files whose names end with ~ or %";
  const ignored = globs.ignore.find((glob) =>
    foldersAndFile(`${project}/${path}`).some((name) => matchesAnyGlob([glob], name)),
  );
  if (ignored !== undefined) return named("ignore", ignored);
  const [, folder, inPosts = ""] = IN_POSTS.exec(inSource) ?? [];
  return /(?:^|\/)[_.]/.test(folder === undefined ? inSource : inPosts)
    ? "Hexo passes over files and folders whose names begin with _ or ."
    : null;
}

/** The folders of files that Hexo copies: those of the site, and those of its theme. */
export function hexoFileFolders(project: string, settings: HexoSettings, theme: string | null): FileFolder[] {
  const { source, root, globs } = settings;
  const leftOut = (path: string): string | null => {
    const excluded = find(globs.exclude, path);
    return hexoPassedOver(`${source}/${path}`, project, settings) ?? (excluded && named("exclude", excluded)) ?? null;
  };
  const path = `${root}/`;
  return [{ path, folder: source, leftOut }, ...(theme === null ? [] : [{ path, folder: `themes/${theme}/source` }])];
}

/** With asset folders, the one that has the name of the post. */
export function hexoAssetFolder(path: string, { source, hasAssetFolders }: HexoSettings): string | null {
  const isPost = hasAssetFolders && path.startsWith(`${source}/_`) && IN_POSTS.test(path.slice(source.length + 1));
  return isPost ? path.replace(/\.[^./]*$/, "") : null;
}

/** `path` is relative to the folder of the project, whose absolute path is `project`. */
export function hexoFile(path: string, project: string, settings: HexoSettings): HexoFile {
  const { source, globs, hasAssetFolders, postExtension } = settings;
  const passedOver = hexoPassedOver(path, project, settings);
  if (passedOver !== null) return none(passedOver);
  const inSource = path.slice(source.length + 1);
  const [, folder, inPosts = ""] = IN_POSTS.exec(inSource) ?? [];
  const copied = find(globs.skip_render, inSource);
  if (copied !== undefined) return none(`${named("skip_render", copied)}, so that it is copied and not rendered`);
  if (!RENDERED.test(inSource)) return none("Hexo does not render files with this extension");
  if (folder === undefined) {
    const excluded = find(globs.exclude, inSource);
    return excluded === undefined ? { place: "PAGE", path: inSource, doubts: [] } : none(named("exclude", excluded));
  }
  const extension = /\.[^./]*$/.exec(inPosts)?.[0] ?? "";
  if (hasAssetFolders && extension !== postExtension)
    return none(`with post_asset_folder, only files with the extension ${postExtension} are posts to Hexo`);
  const doubts = (["exclude", "ignore"] as const).flatMap((name) => {
    const glob = find(globs[name], inSource) ?? find(globs[name], path);
    return glob === undefined ? [] : [`${named(name, glob)}, although Hexo does not apply it to posts`];
  });
  return { place: folder === "posts" ? "POST" : "DRAFT", path: inPosts, doubts };
}

const none = (reason: string): HexoFile => ({ place: "NONE", reason });

const named = (setting: string, glob: string): string => `Hexo's setting ${setting} names “${glob}”`;

function find(globs: readonly string[], path: string): string | undefined {
  return globs.find((glob) => matchesAnyGlob([glob], path));
}

/** Hexo does not read a folder whose own path is ignored. */
function foldersAndFile(path: string): string[] {
  return [...path.matchAll(/\/|$/g)].map(({ index }) => path.slice(0, index)).filter((name) => name !== "");
}
