// Derives facts about a post from the path of its file: date, slug, language, and whether it is a post at all. Site generators read
// these facts from file names if the front matter does not state them.
import { localeOfFolder, localeOfSuffix } from "./posts/post-locale.js";

export interface FileFacts {
  /** The path relative to the folder, with slashes. It identifies the post in repeated imports. */
  key: string;
  role: FileRole;
  /** For a term page or a section, the folders that name it, root first. */
  sectionPath: readonly string[];
  /** The folders of the file below Hugo's `content`, which are its sections. */
  folders: readonly string[];
  /** The date as text, to be read by `parseWrittenDate`. Null if the name has none. */
  date: string | null;
  /** The name without its date, or the folder of a page bundle. Null if nothing remains. */
  slug: string | null;
  /** The same, including its date. */
  baseName: string;
  locale: string | null;
  isDraft: boolean;
  /** The generator whose rules make a public path of a path below `_posts`. */
  pathStyle: "JEKYLL" | "HEXO" | null;
}

export type FileRole = "POST" | "CATEGORY" | "TAG" | "SERIES" | "AUTHOR" | "SECTION" | "HOME" | "PROJECT_FILE";

const TAXONOMIES: Readonly<Record<string, FileRole>> = {
  categories: "CATEGORY",
  category: "CATEGORY",
  tags: "TAG",
  tag: "TAG",
  series: "SERIES",
  authors: "AUTHOR",
  author: "AUTHOR",
};
const CONTENT_ROOTS = new Set(["content", "source", "src", "docs", "_posts", "_drafts"]);
const PROJECT_FILES = /^(readme|license|licence)$/i;
/** Matched only in capitals, because a post may be called security.md. */
const UPPERCASE_PROJECT_FILES = /^(CHANGELOG|CONTRIBUTING|CODE_OF_CONDUCT|SECURITY|AUTHORS|NOTICE)$/;
const DATED = /^(\d{4})-(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])(?:-(\d{2})-(\d{2})-(\d{2}))?(?:[-_. ]+(.*))?$/s;

/** `place` is the path from the folder of the project to the folder that keys are relative to. */
export function fileFacts(key: string, place = ""): FileFacts {
  const segments = (place + key).split("/");
  const { stem, locale: ownLocale } = stemOf(segments.pop() ?? "");
  const folders = segments;
  const rooted = CONTENT_ROOTS.has(folders[0] ?? "") ? folders.slice(1) : folders;
  const folderLocale = localeOfFolder(rooted[0] ?? "");
  const sectionPath = folderLocale === null ? rooted : rooted.slice(1);
  const isBundle = stem === "index" && folders.length > 0;
  const baseName = isBundle ? (folders.at(-1) ?? "") : stem;
  const dated = splitDatedName(baseName);
  return {
    key,
    role: roleOf(stem, sectionPath),
    sectionPath: isTaxonomy(sectionPath[0]) ? sectionPath.slice(1) : sectionPath,
    folders: isBundle ? rooted.slice(0, -1) : rooted,
    date: dated.date,
    slug: dated.rest,
    baseName,
    locale: ownLocale ?? folderLocale,
    isDraft: folders.includes("_drafts"),
    pathStyle: pathStyleOf(folders, dated.date !== null),
  };
}

/** Sorts files into reading order: by path, with a translation (`post.en.md`) after its original. */
export function readingOrder(keys: readonly string[]): string[] {
  const sortable = keys.map((key) => {
    const slash = key.lastIndexOf("/") + 1;
    const { stem, locale } = stemOf(key.slice(slash));
    return { key, place: `${key.slice(0, slash)}${stem}\u0000${locale ?? ""}` };
  });
  sortable.sort((a, b) => compareCodePoints(a.place, b.place) || compareCodePoints(a.key, b.key));
  return sortable.map(({ key }) => key);
}

/** Compares by code point, not by UTF-16 unit, so that the order is the same as in PostgreSQL's "C" collation. */
export function compareCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function stemOf(fileName: string): { stem: string; locale: string | null } {
  const stem = fileName.replace(/\.[^.]+$/, "");
  const dot = stem.lastIndexOf(".");
  const locale = dot > 0 ? localeOfSuffix(stem.slice(dot + 1)) : null;
  return { stem: locale === null ? stem : stem.slice(0, dot), locale };
}

const isTaxonomy = (folder = ""): boolean => Object.hasOwn(TAXONOMIES, folder.toLowerCase());

function roleOf(stem: string, sectionPath: readonly string[]): FileRole {
  if (PROJECT_FILES.test(stem) || UPPERCASE_PROJECT_FILES.test(stem)) return "PROJECT_FILE";
  if (stem === "index" && sectionPath.length === 0) return "HOME";
  if (stem !== "_index") return "POST";
  if (sectionPath.length === 0) return "HOME";
  const [first = "", second] = sectionPath;
  return second !== undefined && isTaxonomy(first) ? (TAXONOMIES[first.toLowerCase()] ?? "SECTION") : "SECTION";
}

/** Such as `20180114 Title`. */
const COMPACT = /^((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[-_. ]+(.*))?$/s;

function splitDatedName(name: string): { date: string | null; rest: string | null } {
  const compact = COMPACT.exec(name);
  if (compact !== null) return { date: compact.slice(1, 4).join("-"), rest: compact[4] || null };
  const match = DATED.exec(name);
  if (match === null) return { date: null, rest: name === "" ? null : name };
  const [, year, month, day, hours, minutes, seconds, rest = ""] = match;
  const isClock = Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60;
  const date = `${year}-${month}-${day}`;
  if (hours === undefined || isClock) {
    const clock = hours === undefined ? "" : ` ${hours}:${minutes}:${seconds}`;
    return { date: date + clock, rest: rest === "" ? null : rest };
  }
  return { date, rest: name.slice(date.length + 1) };
}

function pathStyleOf(folders: readonly string[], isDated: boolean): FileFacts["pathStyle"] {
  const posts = folders.indexOf("_posts");
  if (posts < 0) return null;
  return folders[posts - 1] === "source" || !isDated ? "HEXO" : "JEKYLL";
}
