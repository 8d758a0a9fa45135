// Walks a folder once and lists its Markdown and HTML files, and counts all other files by kind. It never follows symbolic links, so nothing
// outside the folder is read and no cycle is possible.
import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { codeOf } from "../../../lib/error-facts.js";
import { isImportedFile } from "../files/folder-files.js";
import { type ImportNotice, UnreadableSourceError } from "../import-event.js";
import { compareCodePoints, readingOrder } from "./file-name.js";
import { SITE_FILE } from "./site-file.js";

export interface WalkedFolder {
  /** Of Markdown and HTML files, relative to the folder, with slashes, as the file system spells them, in reading order. */
  markdown: string[];
  notices: ImportNotice[];
  /** The number of files of each kind that is not imported, and of hidden folders. Pictures and the like are counted where they are imported. */
  counts: Map<string, number>;
  /** The folders with such files, in them or below, without a slash at the end. That of the walk itself is empty. */
  fileFolders: Set<string>;
}

/** HTML is a post or a page if it has front matter. */
const CONTENT = /\.(html?|xhtml|md|markdown|mdown|mkd|mkdn|mkdown|mdwn|mdtxt|mdtext)$/i;
/** Formats of posts that are not supported, with their names. */
const FOREIGN_POSTS: Readonly<Record<string, readonly [name: string, reason: string]>> = {
  mdx: ["MDX", "MDX contains components that have to be executed"],
  rmd: ["R Markdown", "R Markdown contains code that has to be executed"],
  rmarkdown: ["R Markdown", "R Markdown contains code that has to be executed"],
  qmd: ["Quarto", "Quarto documents contain code that has to be executed"],
  ipynb: ["Jupyter", "notebooks are not Markdown"],
  org: ["Org", "Org files are not Markdown"],
  adoc: ["AsciiDoc", "AsciiDoc is not Markdown"],
  asciidoc: ["AsciiDoc", "AsciiDoc is not Markdown"],
  asc: ["AsciiDoc", "AsciiDoc is not Markdown"],
  ad: ["AsciiDoc", "AsciiDoc is not Markdown"],
  gotmpl: ["Hugo content adapters", "content adapters are programs that make pages"],
  rst: ["reStructuredText", "reStructuredText is not Markdown"],
  textile: ["Textile", "Textile is not Markdown"],
  mediawiki: ["MediaWiki", "MediaWiki markup is not Markdown"],
  creole: ["Creole", "Creole is not Markdown"],
  rdoc: ["RDoc", "RDoc is not Markdown"],
  pod: ["Pod", "Pod is not Markdown"],
  pdc: ["Pandoc", "Pandoc's own Markdown is not supported"],
  pandoc: ["Pandoc", "Pandoc's own Markdown is not supported"],
  haml: ["Haml", "Haml is a template, not Markdown"],
  slim: ["Slim", "Slim is a template, not Markdown"],
  pug: ["Pug", "Pug is a template, not Markdown"],
  jade: ["Pug", "Pug is a template, not Markdown"],
  ejs: ["EJS", "EJS is a template, not Markdown"],
  njk: ["Nunjucks", "Nunjucks is a template, not Markdown"],
  swig: ["Swig", "Swig is a template, not Markdown"],
};
const KINDS: readonly [string, RegExp][] = [["settings and data files", /\.(ya?ml|toml|json|csv|tsv|xml|ini|lock)$/i]];
const TOOL_FOLDERS = new Set(
  "themes layouts static public archetypes resources scaffolds assets i18n vendor exampleSite".split(" "),
);
const CONTENT_FOLDERS = new Set(["content", "source", "_posts", "_drafts", "posts"]);
/** Jekyll and Hexo ignore all other folders whose name starts with an underscore. */
const POST_FOLDERS = new Set(["_posts", "_drafts"]);
const MAX_FOLDER_DEPTH = 32;
const TOOL_FOLDER = "a folder with this name belongs to the site generator and contains no posts";

/** A clause about why the site generator finds nothing in a folder, whose path is relative to the root. Null if it may. */
export type FolderRule = (folder: string) => string | null;

/** Throws UnreadableSourceError if the folder does not exist or contains no Markdown. */
export async function walkFolder(root: string, passedOver: FolderRule | null = null): Promise<WalkedFolder> {
  const facts = await stat(root).catch(() => null);
  if (facts === null) throw new UnreadableSourceError(`The folder ${root} does not exist or cannot be read.`);
  if (!facts.isDirectory())
    throw new UnreadableSourceError(`Expected a folder of Markdown files, got the file ${root}.`);
  const found: WalkedFolder = { markdown: [], notices: [], counts: new Map(), fileFolders: new Set() };
  await walk(root, [], passedOver, found);
  if (found.markdown.length === 0) {
    throw new UnreadableSourceError(
      `The folder ${root} contains no Markdown files (.md, .markdown, .mdown) and no HTML.`,
    );
  }
  found.markdown = readingOrder(found.markdown);
  return found;
}

async function walk(
  root: string,
  folders: readonly string[],
  passedOver: FolderRule | null,
  found: WalkedFolder,
): Promise<void> {
  const entries = await readdir(join(root, ...folders), { withFileTypes: true }).catch((error: unknown) => {
    const code = codeOf(error) || "unknown error";
    note(found, "FAILED", `${folders.join("/")}/`, `The folder cannot be read (${code}).`);
    return [];
  });
  entries.sort((a, b) => compareCodePoints(a.name, b.name));
  for (const entry of entries) {
    if (entry.isDirectory()) await enter(root, [...folders, entry.name], passedOver, found);
    else addFile(entry, [...folders, entry.name].join("/"), found);
  }
}

async function enter(
  root: string,
  folders: readonly string[],
  passedOver: FolderRule | null,
  found: WalkedFolder,
): Promise<void> {
  const name = folders.at(-1) ?? "";
  const item = `${folders.join("/")}/`;
  const reason = passedOver === null ? (isToolFolder(folders) ? TOOL_FOLDER : null) : passedOver(folders.join("/"));
  if (name.startsWith(".") || name === "node_modules") count(found, "hidden and package folders");
  else if (reason !== null) note(found, "SKIPPED", item, `The folder was not read: ${reason}.`);
  else if (folders.length > MAX_FOLDER_DEPTH) {
    note(found, "FAILED", item, `The folder is nested more than ${MAX_FOLDER_DEPTH} levels deep and was not read.`);
  } else await walk(root, folders, passedOver, found);
}

function isToolFolder(folders: readonly string[]): boolean {
  const name = folders.at(-1) ?? "";
  if (name.startsWith("_")) return !POST_FOLDERS.has(name) && !isHugos(folders);
  return TOOL_FOLDERS.has(name) && !folders.some((folder) => CONTENT_FOLDERS.has(folder));
}

/** Hugo reads all folders of its content. */
const isHugos = (folders: readonly string[]): boolean => folders.includes("content");

function addFile(entry: Dirent, path: string, found: WalkedFolder): void {
  const extension = entry.name.slice(entry.name.lastIndexOf(".") + 1).toLowerCase();
  const foreign = Object.hasOwn(FOREIGN_POSTS, extension) ? FOREIGN_POSTS[extension] : undefined;
  if (entry.isSymbolicLink()) note(found, "SKIPPED", path, "Symbolic links are not followed.");
  else if (!entry.isFile()) count(found, "files that are not regular files");
  else if (entry.name.startsWith(".")) count(found, "hidden files");
  else if (CONTENT.test(entry.name)) found.markdown.push(path);
  else if (foreign !== undefined) {
    note(found, "SKIPPED", path, `The file was not imported: ${foreign[1]}.`);
    count(found, `${foreign[0]} files`);
  } else if (isImportedFile(entry.name)) addFolders(path, found.fileFolders);
  else if (path !== SITE_FILE)
    count(found, KINDS.find(([, pattern]) => pattern.test(entry.name))?.[0] ?? "other files");
}

function addFolders(path: string, folders: Set<string>): void {
  for (let end = path.lastIndexOf("/"); ; end = path.lastIndexOf("/", end - 1)) {
    const folder = path.slice(0, Math.max(0, end));
    if (folders.has(folder)) return;
    folders.add(folder);
    if (folder === "") return;
  }
}

function note(found: WalkedFolder, code: ImportNotice["code"], item: string, reason: string): void {
  found.notices.push({ code, item, reason });
}

function count(found: WalkedFolder, kind: string): void {
  found.counts.set(kind, (found.counts.get(kind) ?? 0) + 1);
}
