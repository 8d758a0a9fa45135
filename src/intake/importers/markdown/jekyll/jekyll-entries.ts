// Where Jekyll finds a file: as a post, a draft, a document of a collection or a page, or not at all. The rules are those of its Reader
// and its EntryFilter. Paths are relative to the source of the site.
import type { JekyllSettings } from "./jekyll-settings.js";
import { fnmatch } from "./ruby-glob.js";

export type JekyllEntry =
  /** `failure` is a clause about why Jekyll makes no post of a file among the posts. */
  | { kind: "POST"; collection: string; path: string; failure: string | null }
  | { kind: "DRAFT" | "COLLECTION"; collection: string; path: string }
  | { kind: "PAGE"; path: string }
  | { kind: "NONE"; reason: string };

const SPECIAL = /^[._#~]/;
const SPECIAL_REASON = "Jekyll passes over files and folders whose names begin with _, ., # or ~, or end with ~";
/** Beginning with the date, or without any rule for drafts. */
const DATED_NAME = /^\d{2,4}-\d{1,2}-\d{1,2}-[^/]*\.[^./]+$/;
const NOT_IN_SOURCE = (source: string): string => `it is not in ${source}, the folder that Jekyll reads`;
const NO_DATE = "its file name has no date, without which Jekyll makes no post of a file in _posts";

export class JekyllEntries {
  constructor(private readonly settings: JekyllSettings) {}

  /** `written` is relative to the folder of the configuration. `path` in the result is relative to the folder of the collections. */
  entryOf(written: string): JekyllEntry {
    const { source, collectionsDir } = this.settings;
    if (!written.startsWith(source)) return none(NOT_IN_SOURCE(source));
    const path = written.slice(source.length);
    const folders = path.split("/").slice(0, -1);
    const posts = folders.findIndex((folder) => folder === "_posts" || folder === "_drafts");
    const inCollections = path.startsWith(collectionsDir) ? path.slice(collectionsDir.length) : null;
    const label = inCollections === null ? null : this.#collectionOf(inCollections);
    if (label !== null && inCollections !== null) return this.#inCollection(inCollections, label);
    if (posts < 0 && this.settings.include.includes(path)) return { kind: "PAGE", path };
    const rejected = this.#rejectedFolder(posts < 0 ? folders : folders.slice(0, posts));
    if (rejected !== null) return none(rejected);
    if (posts >= 0) return this.#inPostFolder(path, folders, posts, inCollections);
    const reason = this.#rejection(path, path.slice(path.lastIndexOf("/") + 1), false);
    return reason === null ? { kind: "PAGE", path } : none(reason);
  }

  /** A clause about why Jekyll finds nothing in a folder. Null if it may. */
  folderReason(written: string): string | null {
    const { source, collectionsDir } = this.settings;
    const folder = `${written}/`;
    if (source.startsWith(folder)) return null;
    if (!folder.startsWith(source)) return NOT_IN_SOURCE(source);
    const path = folder.slice(source.length);
    if (collectionsDir.startsWith(path)) return null;
    const isCollection =
      path.startsWith(collectionsDir) && this.#collectionOf(path.slice(collectionsDir.length)) !== null;
    const folders = path.split("/").slice(0, -1);
    const posts = folders.findIndex((name) => name === "_posts" || name === "_drafts");
    return isCollection ? null : this.#rejectedFolder(posts < 0 ? folders : folders.slice(0, posts));
  }

  #rejectedFolder(folders: readonly string[]): string | null {
    for (const [at, name] of folders.entries()) {
      const reason = this.#rejection(folders.slice(0, at + 1).join("/"), name, true);
      if (reason !== null) return reason;
    }
    return null;
  }

  /** `_wiki/x.md` belongs to the collection wiki. */
  #collectionOf(path: string): string | null {
    const folder = path.slice(0, Math.max(0, path.indexOf("/")));
    const label = folder.startsWith("_") ? folder.slice(1) : "";
    return label !== "posts" && label !== "data" && this.settings.collections.has(label) ? label : null;
  }

  #inCollection(path: string, collection: string): JekyllEntry {
    const below = path.slice(collection.length + 2);
    const reason = this.#rejection(path, below, false) ?? this.#hiddenFolder(below);
    return reason === null ? { kind: "COLLECTION", collection, path } : none(reason);
  }

  #inPostFolder(path: string, folders: readonly string[], at: number, inCollections: string | null): JekyllEntry {
    // Jekyll compares the folder above with the text, so that a longer name qualifies too.
    const above = `${folders.slice(0, at).join("/")}/`;
    const container = this.settings.collectionsDir.slice(0, -1);
    if (container !== "" && !above.startsWith(container))
      return none(`it is not in ${container}/, where the posts are by collections_dir`);
    const kind = folders[at] === "_posts" ? "POST" : "DRAFT";
    const below = path
      .split("/")
      .slice(at + 1)
      .join("/");
    const reason = this.#rejection(path, below, false) ?? this.#hiddenFolder(below);
    if (reason !== null) return none(reason);
    const name = below.slice(below.lastIndexOf("/") + 1);
    const found = { collection: "posts", path: inCollections ?? path };
    if (kind === "DRAFT") return { kind, ...found };
    return { kind, ...found, failure: DATED_NAME.test(name) ? null : NO_DATE };
  }

  /** The glob `**` does not enter folders whose names begin with a dot. */
  #hiddenFolder(below: string): string | null {
    return /(?:^|\/)\./.test(below) ? SPECIAL_REASON : null;
  }

  /** `entry` is the name within the folder that is listed, which may be a path. Null if Jekyll's filter accepts it. */
  #rejection(path: string, entry: string, isFolder: boolean): string | null {
    const { include, exclude, destination } = this.settings;
    const name = entry.slice(entry.lastIndexOf("/") + 1);
    if (entry.endsWith(".")) return "Jekyll passes over names that end with a dot";
    if (isFolder && path === destination) return "it is in the folder of the generated site";
    const isIncluded = include.some((pattern) => matches(pattern, entry, isFolder) || matches(pattern, name, isFolder));
    if (isIncluded) return null;
    const pattern = exclude.find((item) => !include.includes(item) && matches(item, path, isFolder));
    if (pattern !== undefined) return `Jekyll's configuration excludes “${pattern}”`;
    return SPECIAL.test(entry) || SPECIAL.test(name) || entry.endsWith("~") ? SPECIAL_REASON : null;
  }
}

const none = (reason: string): JekyllEntry => ({ kind: "NONE", reason });

/** As a pattern, or as the beginning of the path. */
function matches(pattern: string, path: string, isFolder: boolean): boolean {
  const rooted = `/${pattern.replace(/^\/+/, "")}`;
  return fnmatch(rooted, `/${path}`) || `/${path}`.startsWith(rooted) || (isFolder && rooted === `/${path}/`);
}
