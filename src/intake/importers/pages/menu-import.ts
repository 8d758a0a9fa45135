// Writes the menus of an import after its posts and pages, whose ids their items need. A menu that was edited here since the last import is
// left as it is.
import { createHash } from "node:crypto";
import type { EntityManager } from "typeorm";
import { LIMITS } from "../../../content/input-check.js";
import { createMenu, replaceMenu } from "../../../content/menus/menu.service.js";
import { type ItemFields, isMenuUrl, MENU_LIMITS } from "../../../content/menus/menu-tree.js";
import type { RoutedKind } from "../../../content/site-path.js";
import { computedColumn, nullableColumn } from "../../../platform/db/entity-columns.js";
import { queryPrepared } from "../../../platform/db/prepared/prepared-write.js";
import { sql } from "../../../platform/db/sql-text.js";
import type { ImportedMenu, ImportedMenuItem, ImportedTarget } from "../import-event.js";
import { addNotice, type ImportReport } from "../import-report.js";
import { type PageImport, pageItemKey, SAVE_ITEM } from "./page-import.js";

interface Found {
  kind: RoutedKind;
  id: string;
  title: string;
}

const TARGET: Readonly<Record<ImportedTarget["kind"], string>> = {
  post: "select t.id, t.title from import_item i join post t on t.id = i.post_id where i.source = $1 and i.key = $2",
  page: "select t.id, t.title from import_item i join page t on t.id = i.post_id where i.source = $1 and i.key = $2",
  category: "select t.id, t.name as title from category t where $1::text is not null and t.path = $2",
  tag: "select t.id, t.name as title from tag t where $1::text is not null and t.slug = $2",
};

const MENU = sql`/* import.menu */ select ${computedColumn("id", "uuid", "m.id")}, ${computedColumn("name", "text", "m.name")},
    ${computedColumn("version", "integer", "m.version")}, ${nullableColumn("importedVersion", "integer", "i.version")},
    ${nullableColumn("digest", "text", "encode(i.digest, 'hex')")}
  from menu m left join import_item i on i.source = $1 and i.key = $2 and i.post_id = m.id where m.slug = $3 for update of m`;
const ITEM = sql`/* import.menu item */ select ${computedColumn("digest", "text", "encode(i.digest, 'hex')")} from import_item i
  where i.source = $1 and i.key = $2`;

export async function importMenus(menus: readonly ImportedMenu[], options: PageImport): Promise<void> {
  for (const menu of menus) await options.transact((tx) => importMenu(tx, menu, options));
}

async function importMenu(tx: EntityManager, menu: ImportedMenu, { source, report }: PageImport): Promise<void> {
  const counts = report.menus;
  const name = [...menu.name].slice(0, LIMITS.name).join("") || menu.slug;
  const items = await itemsOf(tx, menu, source, report);
  const digest = createHash("sha256")
    .update(JSON.stringify([name, items]))
    .digest("hex");
  const key = `menu:${menu.slug}`;
  const [stored] = await queryPrepared(tx, MENU, [source, key, menu.slug]);
  const save = (id: string, version: number) => queryPrepared(tx, SAVE_ITEM, [source, key, id, digest, version]);
  if (stored === undefined) {
    const [item] = await queryPrepared(tx, ITEM, [source, key]);
    if (item !== undefined) return keep(menu, "deleted here after its import", report);
    await save(await createMenu(tx, { slug: menu.slug, name, items }), 1);
    counts.created += 1;
    return;
  }
  if (stored.digest === digest) {
    counts.unchanged += 1;
    return;
  }
  if (stored.importedVersion !== stored.version) return keep(menu, "edited here, or is not from this source", report);
  const hasChanged = await replaceMenu(tx, stored, { name, items });
  await save(stored.id, stored.version + (hasChanged ? 1 : 0));
  counts.updated += 1;
}

function keep({ name }: ImportedMenu, cause: string, report: ImportReport): void {
  report.menus.kept += 1;
  const reason = `The menu was ${cause}. The menu of the source was not imported.`;
  addNotice(report, { code: "SKIPPED", item: `menu ${name}`, reason });
}

async function itemsOf(
  tx: EntityManager,
  menu: ImportedMenu,
  source: string,
  report: ImportReport,
): Promise<ItemFields[]> {
  const rows: ItemFields[] = [];
  const leaveOut = (label: string, cause: string): void => {
    const reason = `A link of the menu was left out, because ${cause}.`;
    addNotice(report, { code: "SKIPPED", item: `menu ${menu.name}: ${label || "(no label)"}`, reason });
  };
  const walk = async (items: readonly ImportedMenuItem[], parent: number | null, level: number): Promise<void> => {
    for (const item of items) {
      const fields = await fieldsOf(tx, item, source);
      if (rows.length >= MENU_LIMITS.items) leaveOut(item.label, `a menu has at most ${MENU_LIMITS.items} items`);
      else if (fields === null) leaveOut(item.label, "its target is not here or its address cannot be used");
      if (rows.length >= MENU_LIMITS.items || fields === null) {
        // The links below one that is left out take its place.
        await walk(item.items, parent, level);
        continue;
      }
      const position = rows.length;
      rows.push({ position, parentPosition: parent, ...fields });
      // Links of deeper levels follow the one that they were below.
      const isDeepest = level === MENU_LIMITS.depth;
      await walk(item.items, isDeepest ? parent : position, isDeepest ? level : level + 1);
    }
  };
  await walk(menu.items, null, 1);
  return rows;
}

type Leading = Pick<ItemFields, "label" | "targetKind" | "targetId" | "url">;

/** Null if the item leads nowhere. A label that is the title of the target follows the target. */
async function fieldsOf(tx: EntityManager, item: ImportedMenuItem, source: string): Promise<Leading | null> {
  const label = [...item.label.trim()].slice(0, LIMITS.name).join("");
  const target = item.target === null ? null : await targetOf(tx, item.target, source);
  if (target !== null) {
    const own = label === "" || label === target.title ? null : label;
    return { label: own, targetKind: target.kind, targetId: target.id, url: null };
  }
  if (item.target !== null && item.url === null) return null;
  // A heading leads to the page that shows it.
  const url = item.url ?? "#";
  return isMenuUrl(url) ? { label: label || url.slice(0, LIMITS.name), targetKind: null, targetId: null, url } : null;
}

async function targetOf(tx: EntityManager, { kind, key }: ImportedTarget, source: string): Promise<Found | null> {
  const values = [source, kind === "page" ? pageItemKey(key) : key];
  const [row]: { id: string; title: string }[] = await tx.query(`/* import.menu ${kind} */ ${TARGET[kind]}`, values);
  return row === undefined ? null : { kind, ...row };
}
