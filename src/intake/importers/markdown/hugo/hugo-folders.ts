// Finds the leaf bundles and the `_index.md` files of a Hugo site before its posts are read, also those above the folder that is imported.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileFacts } from "../file-name.js";
import { type FieldValue, flagOf, isEmpty, lineOf } from "../front-matter/field-value.js";
import { readFrontMatter } from "../front-matter/front-matter.js";
import { FrontMatterError } from "../front-matter/front-matter-fence.js";
import type { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { parseWrittenDate } from "../front-matter/written-date.js";
import { readTextFile, UnreadableFileError } from "../text-file.js";
import { hugoCascades } from "./hugo-cascade.js";
import { type HugoFolders, type HugoSection, isLeafBundle } from "./hugo-rules.js";

const SECTION_PAGE = /^_index(?:\.[^./]+)?\.(?:md|markdown|mdown)$/i;
const MAX_BYTES = 4 * 1024 * 1024;

/** `paths` and `place` are relative to `root`, the folder of the configuration; `place` ends with a slash or is empty. */
export async function readHugoFolders(
  root: string,
  place: string,
  paths: readonly string[],
  now: Date,
): Promise<HugoFolders> {
  const folders: HugoFolders = { leafBundles: new Set(), sections: new Map() };
  for (const path of [...(await filesAbove(root, place)), ...paths]) {
    const slash = path.lastIndexOf("/");
    const folder = path.slice(0, Math.max(slash, 0)).normalize("NFC");
    const name = path.slice(slash + 1);
    if (isLeafBundle(name)) folders.leafBundles.add(folder);
    if (!SECTION_PAGE.test(name)) continue;
    const section = sectionOf(fileFacts(path).locale, await fieldsOf(join(root, path)), now);
    folders.sections.set(folder, [...(folders.sections.get(folder) ?? []), section]);
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

/** Null if the file cannot be read. */
async function fieldsOf(path: string): Promise<FrontMatterFields | null> {
  try {
    return readFrontMatter((await readTextFile(path, MAX_BYTES)).text).fields;
  } catch (error) {
    if (error instanceof FrontMatterError || error instanceof UnreadableFileError) return null;
    throw error;
  }
}

function sectionOf(locale: string | null, fields: FrontMatterFields | null, now: Date): HugoSection {
  if (fields === null) return { locale, cascades: [], hidden: "the _index.md above it cannot be read" };
  return { locale, cascades: hugoCascades(fields.first("cascade")), hidden: hiddenSection(fields, now) };
}

/** Hugo builds no page below a section that is a draft, that is not published yet, or that has expired. */
function hiddenSection(fields: FrontMatterFields, now: Date): string | null {
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
