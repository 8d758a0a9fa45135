// Finds the place of an imported page in the tree of pages: its parent, a free slug and the path that follows from both.
import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { BLANK_PAGE } from "../../../content/pages/writing/page-record.js";
import { MAX_PAGE_DEPTH } from "../../../content/pages/writing/page-tree.js";
import { savePages } from "../../../content/pages/writing/page-writer.js";
import { IMPORT_FACTS } from "../../../content/posts/revisions/revision-writer.js";
import { isReservedPath, MAX_PATH_BYTES } from "../../../content/site-path.js";
import { freeSlug } from "../../../content/terms/free-slug.js";
import { computedColumn } from "../../../platform/db/entity-columns.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { sql } from "../../../platform/db/sql-text.js";
import { renderBody } from "../../../platform/markup/render.js";
import { normaliseSlug, slugFrom } from "../../../platform/markup/slug.js";
import type { ImportedPage } from "../import-event.js";

export interface ImportPlace {
  parentId: string | null;
  slug: string;
  path: string;
  /** The paths of the pages that were made above it, as drafts without text. */
  made: string[];
}

const AT_PATH = sql`/* import.page at path */ select ${computedColumn("id", "uuid", "p.id")} from page p where p.path = $1`;
const PATH_OF = sql`/* import.page path */ select ${computedColumn("path", "text", "p.path")} from page p where p.id = $1`;
const IS_TAKEN = sql`/* import.page is taken */ select ${computedColumn(
  "isTaken",
  "boolean",
  `exists (select 1 from page p where p.path = $1 and p.id <> $2)
  or exists (select 1 from path_alias a where a.path = $1 and a.is_manual and a.target_id <> $2)`,
)}`;

/** `parentId` is the page that the source names as the parent, if it has been imported. */
export async function placeOf(
  tx: EntityManager,
  { id, page, parentId, locale }: { id: string; page: ImportedPage; parentId: string | null; locale: string },
): Promise<ImportPlace> {
  const slugs = page.path.split("/").flatMap((part) => (part === "" ? [] : (normaliseSlug(part) ?? slugFrom(part))));
  const own = slugs.at(-1) ?? slugFrom(page.title);
  const made: string[] = [];
  let parent =
    parentId === null ? null : { id: parentId, path: (await queryPrepared(tx, PATH_OF, [parentId]))[0]?.path };
  if (parent?.path === undefined) parent = await parentAt(tx, slugs.slice(0, -1), locale, made);
  const isTooDeep =
    (parent?.path ?? "").split("/").length > MAX_PAGE_DEPTH || Buffer.byteLength(page.path) > MAX_PATH_BYTES;
  const above = parent === null || isTooDeep ? "" : (parent.path ?? "");
  const slug = await freeSlugAt(tx, id, above, own);
  return { parentId: isTooDeep ? null : (parent?.id ?? null), slug, path: `${above}/${slug}`, made };
}

async function freeSlugAt(tx: EntityManager, id: string, above: string, slug: string): Promise<string> {
  const isReserved = isReservedPath(`${above}/${slug}`);
  const [row] = await queryPrepared(tx, IS_TAKEN, [`${above}/${slug}`, id]);
  if (!isReserved && row?.isTaken === false) return slug;
  return freeSlug(tx, isReserved ? `${slug}-page` : slug, { kind: "page", ownId: id, above: `${above}/` });
}

/** The page at the path of a folder. Where there is none, a draft without text keeps the place, so that the pages below keep their paths. */
async function parentAt(
  tx: EntityManager,
  slugs: readonly string[],
  locale: string,
  made: string[],
): Promise<{ id: string; path: string } | null> {
  let parent: { id: string; path: string } | null = null;
  for (const slug of slugs) {
    const path: string = `${parent?.path ?? ""}/${slug}`;
    if (isReservedPath(path)) return null;
    const [found] = await queryPrepared(tx, AT_PATH, [path]);
    const id = found?.id ?? randomUUID();
    if (found === undefined) {
      const now = new Date().toISOString();
      const fields = { ...BLANK_PAGE, id, slug, path, parentId: parent?.id ?? null, title: slug, locale };
      const text = { source: "", format: "MARKDOWN" as const, rendered: renderBody("", "MARKDOWN", { siteUrl: null }) };
      await savePages(tx, [{ fields: { ...fields, createdAt: now, updatedAt: now }, text }], IMPORT_FACTS);
      made.push(path);
    }
    parent = { id, path };
  }
  return parent;
}
