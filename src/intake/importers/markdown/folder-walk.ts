// Walks a folder once and names what is in it: Markdown to read, and everything else by kind. It never follows a link, so
// nothing outside the folder is read and no cycle can form; links inside lead to files that are found at their own place.
import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { codeOf } from "../../../lib/error-facts.js";
import { type ImportNotice, UnreadableSourceError } from "../import-event.js";
import { compareCodePoints, readingOrder } from "./file-name.js";
import { SITE_FILE } from "./site-file.js";

export interface WalkedFolder {
  /** Paths relative to the folder, with slashes, as the file system has them, in reading order. */
  markdown: string[];
  notices: ImportNotice[];
  /** How many files there are of each kind that is not read, and how many hidden folders. */
  counts: Map<string, number>;
}

const MARKDOWN = /\.(md|markdown|mdown)$/i;
/** Posts in forms that need a program to become text. */
const FOREIGN_POSTS: Readonly<Record<string, string>> = {
  mdx: "MDX mixes Markdown with components that have to be run",
  rmd: "R Markdown has to be run to become Markdown",
  qmd: "Quarto documents have to be run to become Markdown",
  ipynb: "notebooks are not Markdown",
  org: "Org files are not Markdown",
  adoc: "AsciiDoc is not Markdown",
  rst: "reStructuredText is not Markdown",
};
const KINDS: readonly [string, RegExp][] = [
  ["images", /\.(png|jpe?g|gif|webp|svg|avif|bmp|ico|tiff?|heic)$/i],
  ["audio and video files", /\.(mp[34]|m4[av]|mov|webm|ogg|wav|flac|avi|mkv)$/i],
  ["documents and archives", /\.(pdf|docx?|xlsx?|pptx?|epub|zip|gz|tgz|bz2|xz|7z|rar)$/i],
  ["HTML pages", /\.(html?|xhtml)$/i],
  ["settings and data files", /\.(ya?ml|toml|json|csv|tsv|xml|ini|lock)$/i],
];
const TOOL_FOLDERS = new Set(
  "themes layouts static public archetypes resources scaffolds assets i18n vendor exampleSite".split(" "),
);
const CONTENT_FOLDERS = new Set(["content", "source", "_posts", "_drafts", "posts"]);
/** Jekyll and Hexo read no other folder whose name starts so. */
const POST_FOLDERS = new Set(["_posts", "_drafts"]);
const MAX_FOLDER_DEPTH = 32;

/** Throws UnreadableSourceError where there is no such folder or no Markdown in it. */
export async function walkFolder(root: string): Promise<WalkedFolder> {
  const facts = await stat(root).catch(() => null);
  if (facts === null) throw new UnreadableSourceError(`There is no folder ${root}, or it may not be read.`);
  if (!facts.isDirectory()) throw new UnreadableSourceError(`Expected a folder of Markdown files; ${root} is a file.`);
  const found: WalkedFolder = { markdown: [], notices: [], counts: new Map() };
  await walk(root, [], found);
  if (found.markdown.length === 0) {
    throw new UnreadableSourceError(`The folder ${root} holds no Markdown files (.md, .markdown, .mdown).`);
  }
  found.markdown = readingOrder(found.markdown);
  return found;
}

async function walk(root: string, folders: readonly string[], found: WalkedFolder): Promise<void> {
  const entries = await readdir(join(root, ...folders), { withFileTypes: true }).catch((error: unknown) => {
    const code = codeOf(error) || "unknown fault";
    note(found, "FAILED", `${folders.join("/")}/`, `The folder cannot be read (${code}).`);
    return [];
  });
  entries.sort((a, b) => compareCodePoints(a.name, b.name));
  for (const entry of entries) {
    if (entry.isDirectory()) await enter(root, [...folders, entry.name], found);
    else addFile(entry, [...folders, entry.name].join("/"), found);
  }
}

async function enter(root: string, folders: readonly string[], found: WalkedFolder): Promise<void> {
  const name = folders.at(-1) ?? "";
  const item = `${folders.join("/")}/`;
  if (name.startsWith(".") || name === "node_modules") count(found, "hidden and package folders");
  else if (isToolFolder(folders)) {
    note(found, "SKIPPED", item, "A folder of this name belongs to the generator, not to the posts.");
  } else if (folders.length > MAX_FOLDER_DEPTH) {
    note(found, "FAILED", item, `Folders are read ${MAX_FOLDER_DEPTH} levels deep at most.`);
  } else await walk(root, folders, found);
}

function isToolFolder(folders: readonly string[]): boolean {
  const name = folders.at(-1) ?? "";
  if (name.startsWith("_")) return !POST_FOLDERS.has(name);
  return TOOL_FOLDERS.has(name) && !folders.some((folder) => CONTENT_FOLDERS.has(folder));
}

function addFile(entry: Dirent, path: string, found: WalkedFolder): void {
  const extension = entry.name.slice(entry.name.lastIndexOf(".") + 1).toLowerCase();
  const foreign = Object.hasOwn(FOREIGN_POSTS, extension) ? FOREIGN_POSTS[extension] : undefined;
  if (entry.isSymbolicLink()) note(found, "SKIPPED", path, "Links are not followed.");
  else if (!entry.isFile()) count(found, "files that are no regular files");
  else if (entry.name.startsWith(".")) count(found, "hidden files");
  else if (MARKDOWN.test(entry.name)) found.markdown.push(path);
  else if (foreign !== undefined) note(found, "SKIPPED", path, `Not read: ${foreign}.`);
  else if (path !== SITE_FILE)
    count(found, KINDS.find(([, pattern]) => pattern.test(entry.name))?.[0] ?? "other files");
}

function note(found: WalkedFolder, code: ImportNotice["code"], item: string, reason: string): void {
  found.notices.push({ code, item, reason });
}

function count(found: WalkedFolder, kind: string): void {
  found.counts.set(kind, (found.counts.get(kind) ?? 0) + 1);
}
