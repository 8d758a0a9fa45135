// Decides by its path what Hexo makes of a file in its source folder: a post, a draft, a page or nothing. The rules are those of Hexo's
// processors of posts and assets.
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

/** `path` is relative to the folder of the project, whose absolute path is `project`. */
export function hexoFile(path: string, project: string, settings: HexoSettings): HexoFile {
  const { source, globs, hasAssetFolders, postExtension } = settings;
  if (!path.startsWith(`${source}/`)) return none(`it is not in ${source}/, the folder that Hexo reads`);
  const inSource = path.slice(source.length + 1);
  if (/[%~]$/.test(inSource)) return none("Hexo passes over files whose names end with ~ or %");
  const ignored = globs.ignore.find((glob) =>
    foldersAndFile(`${project}/${path}`).some((name) => matchesAnyGlob([glob], name)),
  );
  if (ignored !== undefined) return none(named("ignore", ignored));
  const [, folder, inPosts = ""] = /^_(posts|drafts)\/(.*)$/s.exec(inSource) ?? [];
  if (/(?:^|\/)[_.]/.test(folder === undefined ? inSource : inPosts))
    return none("Hexo passes over files and folders whose names begin with _ or .");
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
