// Collects the files that a body refers to.
import { isElement, type MarkupNode } from "../tree.js";
import { familyPath, filePath, isRootedFile } from "./file-path.js";

/** The paths of files of one body that are stored; further ones are not shown as assets. */
const MAX_PATHS = 500;

/** The attributes with the URL of a file, by element. */
const FILE_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  img: ["src"],
  a: ["href"],
  audio: ["src"],
  video: ["src", "poster"],
  source: ["src"],
};

/** The files that a body refers to. */
export interface BodyFiles {
  /** Their paths, each with the alias of its family. */
  assetPaths: string[];
  /** The paths by the URLs in the HTML, for those that are relative or absolute. The path of any other follows from its URL alone. */
  assetUrls: Record<string, string>;
}

export function filesOf(nodes: readonly MarkupNode[], siteUrl: string | null, page?: string): BodyFiles {
  const paths = new FilePaths();
  const urls = new Map<string, string>();
  const visit = (node: MarkupNode): void => {
    if (!isElement(node)) return;
    for (const name of FILE_ATTRIBUTES[node.tag] ?? []) {
      const url = node.attributes[name];
      const path = url === undefined ? null : filePath(url, siteUrl, page);
      if (url === undefined || path === null || !paths.add(path)) continue;
      if (filePath(url, null) !== path || !isRootedFile(url)) urls.set(url, path);
    }
    for (const child of node.children) visit(child);
  };
  for (const node of nodes) visit(node);
  return { assetPaths: paths.all, assetUrls: Object.fromEntries(urls) };
}

class FilePaths {
  readonly #paths = new Set<string>();

  get all(): string[] {
    return [...this.#paths];
  }

  /** False if there are too many. */
  add(path: string): boolean {
    if (this.#paths.has(path)) return true;
    if (this.#paths.size >= MAX_PATHS) return false;
    this.#paths.add(path);
    const family = familyPath(path);
    if (family !== null) this.#paths.add(family);
    return true;
  }
}

/** The end of what may be the URL of an asset, or of a file that can be one. */
const MENTIONED =
  /\/assets\/[0-9a-f]{32}|\.(?:png|jpe?g|gif|webp|avif|svg|pdf|mp4|webm|mp3|m4a|ogg|wav|zip)(?![a-z0-9])/gi;
/** What no URL contains in Markdown or HTML; and what may come before one or be a part of it. */
const BEYOND = /[\s"'`<>]/;
const BEFORE = /[()[\]{}|\\^,;=!*_]/;
/** Begins with, or contains, what ends the text of a link. */
const NO_URL = /^[()[\]{}|\\^,;=!*]|\]\(/;
const MAX_URL = 1_000;
/** Of all that may be URLs together. Only a source that is made of ends of URLs has more; what is behind it is not looked at. */
const MAX_EXAMINED = 20_000_000;

/** The same for a source that has not been rendered: more than its HTML refers to, and never less of what can be an asset. */
export function writtenFilePaths(source: string, siteUrl: string | null, page?: string): string[] {
  const paths = new FilePaths();
  let [named, examined] = [0, 0];
  for (const { 0: mention, index } of source.matchAll(MENTIONED)) {
    if (examined > MAX_EXAMINED) break;
    const end = index + mention.length;
    if (mention.startsWith("/")) {
      paths.add(mention.toLowerCase());
      named = end;
      continue;
    }
    // The name after the folder of an asset.
    if (index - named < MAX_URL && /^\/[^\s"'`<>()[\]]*$/.test(source.slice(named, index))) continue;
    const add = (start: number): void => {
      examined += end - start;
      const url = source.slice(start, end);
      const path = NO_URL.test(url) ? null : filePath(url, siteUrl, page);
      if (path !== null) paths.add(path);
    };
    let start = index;
    for (; start > 0 && index - start < MAX_URL; start -= 1) {
      const before = source[start - 1] ?? "";
      if (BEYOND.test(before)) break;
      if (BEFORE.test(before)) add(start);
    }
    add(start);
  }
  return paths.all;
}
