// Finds the leaf bundles and the `_index.md` files of a Hugo site before its posts are read, also those above the folder that is imported.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type FieldValue, flagOf, isEmpty, lineOf } from "../front-matter/field-value.js";
import { readFieldsOf } from "../front-matter/file-fields.js";
import type { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { parseWrittenDate } from "../front-matter/written-date.js";
import type { ItemNotices } from "../item-notices.js";
import { type HugoCascade, hugoCascades } from "./hugo-cascade.js";
import type { HugoPlace } from "./hugo-places.js";
import type { ListedPage } from "./hugo-references.js";

/** What an `_index.md` says about the pages below it. */
export interface HugoSection {
  /** The key of its language. */
  language: string;
  /** Null if the file cannot be read. */
  fields: FrontMatterFields | null;
  cascades: readonly HugoCascade[];
}

/** The folders of the site, by their paths in the content, without a slash at the end. */
export interface HugoFolders {
  leafBundles: Set<string>;
  sections: Map<string, HugoSection[]>;
  pages: ListedPage[];
  pagesAtRoot: number;
  pagesInSections: number;
}

export interface HugoSource {
  /** The folder of the configuration. */
  root: string;
  /** The path from there to the imported folder, with a slash at its end unless it is empty. */
  place: string;
  /** The Markdown files, relative to `root`. */
  paths: readonly string[];
  now: Date;
  /** The old address of the site. Null if it is not known. */
  siteUrl: string | null;
  /** Those about the whole site. */
  notices: ItemNotices;
}

export async function readHugoFolders(
  { root, place, paths }: HugoSource,
  placeOf: (path: string) => HugoPlace | null,
): Promise<HugoFolders> {
  const folders: HugoFolders = {
    leafBundles: new Set(),
    sections: new Map(),
    pages: [],
    pagesAtRoot: 0,
    pagesInSections: 0,
  };
  for (const path of [...(await filesAbove(root, place)), ...paths]) {
    const page = placeOf(path);
    if (page === null) continue;
    folders.pages.push({ path, place: page });
    const folder = page.folders.join("/");
    if (page.isBundle) folders.leafBundles.add(folder === "" ? page.name : `${folder}/${page.name}`);
    if (page.name === "_index") {
      const fields = await readFieldsOf(join(root, path));
      const section = { language: page.language, fields, cascades: hugoCascades(fields?.first("cascade") ?? null) };
      folders.sections.set(folder, [...(folders.sections.get(folder) ?? []), section]);
    } else if (folder === "") folders.pagesAtRoot += 1;
    else folders.pagesInSections += 1;
  }
  return folders;
}

/** The bundles and section pages of the folders between the configuration and the imported folder. */
async function filesAbove(root: string, place: string): Promise<string[]> {
  const parts = place.split("/").slice(0, -1);
  const above = parts.map((_, at) =>
    parts
      .slice(0, at)
      .map((part) => `${part}/`)
      .join(""),
  );
  const found = await Promise.all(
    above.map(async (folder) => (await readdir(join(root, folder)).catch(() => [])).map((name) => folder + name)),
  );
  return found.flat().filter((path) => /(?:^|\/)_?index\.[^/]*$/.test(path));
}

/** Hugo builds no page below a section that is a draft, that is not published yet, or that has expired. */
export function hiddenSection(fields: FrontMatterFields | null, now: Date): string | null {
  if (fields === null) return "the _index.md above it cannot be read";
  const draft = flagOf(fields.first("draft"));
  if (draft !== null && draft !== false) return "its section is a draft";
  const release = timeOf(fields.first("publishDate", "pubDate", "date"));
  if (release === "unclear" || (release !== null && release > now)) return "its section is not published yet";
  const expiry = timeOf(fields.first("expiryDate", "unpublishDate"));
  return expiry === "unclear" || (expiry !== null && expiry <= now) ? "its section has expired" : null;
}

function timeOf(value: FieldValue): Date | "unclear" | null {
  if (isEmpty(value) || lineOf(value)?.startsWith("0001-01-01")) return null;
  return parseWrittenDate(lineOf(value) ?? "", "UTC")?.instant ?? "unclear";
}
