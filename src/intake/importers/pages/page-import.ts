// Writes the pages of an import after its posts, those above before those below. A page that was edited here since the last import is left as
// it is, as posts are.
import { createHash, randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { recordContent } from "../../../content/cache-tags/content-event.js";
import { pageScopesOf } from "../../../content/cache-tags/page-scopes.js";
import { LIMITS } from "../../../content/input-check.js";
import { BLANK_PAGE, type PageRecord, pageExcerpt } from "../../../content/pages/writing/page-record.js";
import { moveBelow, subtreeOf } from "../../../content/pages/writing/page-tree.js";
import { savePages } from "../../../content/pages/writing/page-writer.js";
import type { PostText } from "../../../content/posts/body/post-text.js";
import { IMPORT_FACTS } from "../../../content/posts/revisions/revision-writer.js";
import { seoColumns } from "../../../content/posts/writing/post-record.js";
import { normalisePath } from "../../../content/site-path.js";
import { lockTerms } from "../../../content/terms/term-lock.js";
import { messageOf } from "../../../lib/error-facts.js";
import { computedColumn, nullableColumn } from "../../../platform/db/entity-columns.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { sql } from "../../../platform/db/sql-text.js";
import type { WriteTransaction } from "../../../platform/db/transaction.js";
import { lazyRender } from "../../../platform/markup/worker/lazy-render.js";
import { countOtherPictures, otherPictureHosts } from "../files/picture-hosts.js";
import type { ImportedPage } from "../import-event.js";
import { addNotice, type ImportReport } from "../import-report.js";
import { type ImportPlace, placeOf } from "./page-places.js";

export interface PageImport {
  transact: WriteTransaction;
  report: ImportReport;
  source: string;
  locale: string;
  siteUrl: string;
  isDryRun: boolean;
}

interface Item {
  id: string;
  digest: string | null;
  version: number;
  /** Null if the page was deleted here, or is new. */
  currentVersion: number | null;
  currentPath: string | null;
}

/** Pages and posts of one source may have the same key. */
export const pageItemKey = (key: string): string => `page:${key}`;

const ITEM = sql`/* import.page item */ select ${computedColumn("id", "uuid", "i.post_id")}, ${nullableColumn("digest", "text", "encode(i.digest, 'hex')")},
    ${computedColumn("version", "integer", "i.version")}, ${nullableColumn("currentVersion", "integer", "p.version")}, ${nullableColumn("currentPath", "text", "p.path")}
  from import_item i left join page p on p.id = i.post_id where i.source = $1 and i.key = $2`;

export const SAVE_ITEM = `/* import.page item save */ insert into import_item (source, key, post_id, digest, version)
  values ($1, $2, $3, decode($4, 'hex'), $5)
  on conflict (source, key) do update set post_id = excluded.post_id, digest = excluded.digest, version = excluded.version`;

/** Parents come before their children by the lengths of their paths; a page whose parent comes later is placed by its path. */
export async function importPages(pages: readonly ImportedPage[], options: PageImport): Promise<void> {
  const ids = new Map<string, string>();
  const levels = ({ path }: ImportedPage): number => path.split("/").length;
  for (const page of [...pages].sort((one, other) => levels(one) - levels(other))) {
    try {
      await importPage(page, ids, options);
    } catch (error) {
      // Whether the database can be reached at all shows at the next transaction, which is not caught.
      await options.transact((tx) => tx.query("/* import.page ping */ select 1"));
      options.report.pages.failed += 1;
      const reason = `Not imported: ${messageOf(error).replace(/\.$/, "")}.`;
      addNotice(options.report, { code: "FAILED", item: nameOf(page), reason });
    }
  }
}

const nameOf = (page: ImportedPage): string => page.title || page.path;

async function importPage(page: ImportedPage, ids: Map<string, string>, options: PageImport): Promise<void> {
  const { report, source, transact, siteUrl, locale } = options;
  const digest = createHash("sha256")
    .update(JSON.stringify([page, page.locale === null ? locale : null]))
    .digest("hex");
  const known = await transact(async (tx) => (await queryPrepared(tx, ITEM, [source, pageItemKey(page.key)]))[0]);
  if (known !== undefined) ids.set(page.key, known.id);
  if (known?.digest === digest) {
    report.pages.unchanged += 1;
    return;
  }
  if (known !== undefined && known.currentVersion !== known.version) return keep(page, known, report);
  const base = `${page.path.replace(/\/[^/]*$/, "")}/`;
  const rendered = await lazyRender(page.source, page.format, { siteUrl, page: base });
  countOtherPictures(report.files, otherPictureHosts(rendered.html, siteUrl), nameOf(page));
  const text: PostText = { source: page.source, format: page.format, rendered };
  const id = known?.id ?? randomUUID();
  const { place, redirects } = await transact((tx) => write(tx, { page, id, known, text, digest }, ids, options));
  ids.set(page.key, id);
  report.redirects += redirects;
  report.pages[known === undefined ? "created" : "updated"] += 1;
  tell(page, place, report);
}

function keep(page: ImportedPage, { currentVersion }: Item, report: ImportReport): void {
  report.pages.kept += 1;
  const change = currentVersion === null ? "deleted" : "edited";
  const reason = `The page has changed in the source, but was ${change} here after its import. The change was not imported.`;
  addNotice(report, { code: "SKIPPED", item: nameOf(page), reason });
}

function tell(page: ImportedPage, { path, made }: ImportPlace, report: ImportReport): void {
  const item = nameOf(page);
  if (page.state === "TRASHED") {
    addNotice(report, { code: "HIDDEN", item, reason: "The page is in the trash of the source, and a draft here." });
  } else if (page.state === "DRAFT") {
    addNotice(report, { code: "HIDDEN", item, reason: "The page is not public in the source, and a draft here." });
  }
  if (normalisePath(page.path) !== path) {
    const reason = `The page has the path ${path}, since its own, ${page.path}, cannot be that of a page or is taken.`;
    addNotice(report, { code: "RENAMED", item, reason });
  }
  for (const above of made) {
    const reason =
      "There is no page at this path. A draft without text was made, so that the pages below keep their paths.";
    addNotice(report, { code: "CHANGED", item: above, reason });
  }
}

interface WrittenPage {
  page: ImportedPage;
  id: string;
  known: Item | undefined;
  text: PostText;
  digest: string;
}

async function write(
  tx: EntityManager,
  { page, id, known, text, digest }: WrittenPage,
  ids: ReadonlyMap<string, string>,
  { source, isDryRun, locale }: PageImport,
): Promise<{ place: ImportPlace; redirects: number }> {
  await lockTerms(tx, "exclusive");
  const parentId = page.parentKey === null ? null : (ids.get(page.parentKey) ?? null);
  const place = await placeOf(tx, { id, page, parentId, locale: page.locale ?? locale });
  const stored = known === undefined ? null : { id, path: known.currentPath ?? "" };
  const isMoved = stored !== null && stored.path !== place.path;
  const pageIds = isMoved ? (await subtreeOf(tx, stored)).map((each) => each.id) : [id];
  const before = await pageScopesOf(tx, pageIds);
  if (isMoved) await moveBelow(tx, stored, place.path);
  await savePages(tx, [{ fields: recordOf(page, id, place, { text, locale }), text }], IMPORT_FACTS);
  const redirects = await saveFormerPaths(tx, id, [page.path, ...page.formerPaths], place.path);
  await queryPrepared(tx, SAVE_ITEM, [source, pageItemKey(page.key), id, digest, (known?.version ?? 0) + 1]);
  // A dry run records no events, because it would block all other writers until the rollback.
  if (!isDryRun) {
    const payload = { pageIds, version: null, before, after: await pageScopesOf(tx, pageIds) };
    await recordContent(tx, [{ type: "pages.imported", payload }]);
  }
  return { place, redirects };
}

function recordOf(
  page: ImportedPage,
  id: string,
  { parentId, slug, path }: ImportPlace,
  { text, locale }: { text: PostText; locale: string },
): PageRecord {
  const createdAt = page.publishedAt ?? page.updatedAt ?? new Date();
  // A hidden page cannot have been public at a time that has not come.
  const isDated = page.state === "PUBLISHED" || (page.publishedAt !== null && page.publishedAt <= new Date());
  return {
    ...BLANK_PAGE,
    ...{ id, parentId, slug, path, position: page.position ?? 0, storedExcerpt: pageExcerpt(text) },
    title: [...(page.title || slug)].slice(0, LIMITS.title).join(""),
    state: page.state === "PUBLISHED" ? "PUBLISHED" : "DRAFT",
    publishedAt: isDated ? (page.publishedAt ?? createdAt).toISOString() : null,
    createdAt: createdAt.toISOString(),
    updatedAt: (page.updatedAt ?? createdAt).toISOString(),
    locale: page.locale ?? locale,
    template: page.template === null ? null : [...page.template].slice(0, LIMITS.name).join(""),
    ...seoColumns(page.seo),
  };
}

const SAVE_PATHS = `/* import.page formerPaths */ insert into path_alias (path, kind, target_id)
  select k.path, 'page', $2 from unnest($1::text[]) k(path) on conflict do nothing returning 1 as one`;

/** Returns the number of new former paths. */
async function saveFormerPaths(tx: EntityManager, id: string, given: readonly string[], path: string): Promise<number> {
  const paths = new Set(given.flatMap((each) => normalisePath(each) ?? []));
  paths.delete("/");
  paths.delete(path);
  return paths.size === 0 ? 0 : (await queryPrepared(tx, SAVE_PATHS, [[...paths], id])).length;
}
