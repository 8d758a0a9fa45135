// Finds the address of a site that its configuration does not have: GitHub Pages serves a site at the domain in the file CNAME.
import { join } from "node:path";
import type { ImportedSite } from "../import-event.js";
import type { ItemNotices } from "./item-notices.js";
import { readTextFile, UnreadableFileError } from "./text-file.js";

/** By generator, the file that becomes the file CNAME of the generated site. */
const FILES = { HUGO: "static/CNAME", HEXO: "source/CNAME", JEKYLL: "CNAME", ZOLA: "static/CNAME" } as const;
const MAX_BYTES = 1_000;

/** The site with its address, if only the domain tells it. `base` is the folder of the site below its domain, if the configuration has one. */
export async function withDomain(
  root: string,
  { generator, site }: { generator: keyof typeof FILES | null; site: ImportedSite | null },
  base: string | null,
  notices: ItemNotices,
): Promise<ImportedSite | null> {
  if (generator === null || site === null || site.url !== null) return site;
  const domain = await domainIn(join(root, FILES[generator]));
  if (domain === null) return site;
  notices.changed(`The address of the site was taken from ${FILES[generator]}: https://${domain}.`);
  const path = /^\/[^\s]*[^\s/]/.exec(base ?? "")?.[0] ?? "";
  return { ...site, url: `https://${domain}${path}` };
}

async function domainIn(file: string): Promise<string | null> {
  try {
    const { text } = await readTextFile(file, MAX_BYTES);
    return /^\s*([a-z0-9-]+(?:\.[a-z0-9-]+)+)\s*$/i.exec(text)?.[1]?.toLowerCase() ?? null;
  } catch (error) {
    if (error instanceof UnreadableFileError) return null;
    throw error;
  }
}
