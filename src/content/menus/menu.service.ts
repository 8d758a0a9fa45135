// Writes of menus. A menu is saved as a whole, so that two editors cannot mix their trees.
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { EntityManager } from "typeorm";
import { requireViewer } from "../../identity/access/require-viewer.js";
import type { Context } from "../../identity/context.js";
import { bulkInsert } from "../../platform/db/bulk-insert.js";
import { columnValues } from "../../platform/db/column-values.js";
import { columnTypes, computedColumn, entityColumns, selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { deleteRow, insertRow, updateRow } from "../../platform/db/single-row-writes.js";
import { sql } from "../../platform/db/sql-text.js";
import { throwUserError } from "../../platform/graphql/user-error.js";
import { recordContent } from "../cache-tags/content-event.js";
import { InputCheck, LIMITS } from "../input-check.js";
import { transactWithSlug } from "../terms/slug-conflict.js";
import { requireVersion } from "../version-conflict.js";
import { Menu } from "./menu.entity.js";
import type { DeleteMenuInput, SaveMenuInput } from "./menu.inputs.js";
import { MAX_MENUS, MENU_COLUMNS } from "./menu.loaders.js";
import { MenuItemRow } from "./menu-item.entity.js";
import { checkedItems, checkTargets, type ItemFields } from "./menu-tree.js";

const LOCK_BY_SLUG = sql`/* Menu.lock */ select ${MENU_COLUMNS} from menu m where m.slug = $1 for update`;
const LOCK_BY_ID = sql`/* Menu.lockById */ select ${MENU_COLUMNS} from menu m where m.id = $1 for update`;
const COUNT = sql`/* Menu.count */ select ${computedColumn("count", "integer", "count(*)")} from menu`;

/** Creates or replaces a menu and returns its id. */
export async function saveMenu(ctx: Context, input: SaveMenuInput): Promise<string> {
  requireViewer(ctx, "writeMenu");
  let id = "";
  await transactWithSlug(ctx, async (tx) => {
    const check = new InputCheck();
    const slug = check.slug(input.slug, "slug");
    const name = check.text(input.name, { max: LIMITS.name, isRequired: true }, "name");
    const placed = checkedItems(check, input.items);
    await checkTargets(tx, check, placed);
    check.finish();
    const items = placed.map(({ path: _, ...item }) => item);
    const [menu] = await queryPrepared(tx, LOCK_BY_SLUG, [slug]);
    if (input.expectedVersion == null) {
      if (menu !== undefined) throwUserError("SLUG_TAKEN", `The menu "${slug}" exists already.`, ["input", "slug"]);
      id = await createMenu(tx, { slug, name, items });
      return;
    }
    if (menu === undefined) throwUserError("NOT_FOUND", `No menu "${slug}" exists.`, ["input", "slug"]);
    requireVersion("Menu", menu, input.expectedVersion);
    id = menu.id;
    await replaceMenu(tx, menu, { name, items });
  });
  return id;
}

type StoredMenu = Pick<Menu, "id" | "name" | "version">;

interface MenuContent {
  name: string;
  items: readonly ItemFields[];
}

/** Inserts a menu with its event, and returns its id. */
export async function createMenu(
  tx: EntityManager,
  { slug, name, items }: MenuContent & { slug: string },
): Promise<string> {
  const [menus] = await queryPrepared(tx, COUNT);
  if (menus !== undefined && menus.count >= MAX_MENUS) {
    throwUserError("INVALID", `Expected at most ${MAX_MENUS} menus.`, ["input", "slug"]);
  }
  const id = randomUUID();
  await insertRow(tx, Menu, { id, slug, name });
  await insertItems(tx, id, items);
  await recordContent(tx, [{ type: "menu.created", payload: { menuId: id } }]);
  return id;
}

const ITEM_COLUMNS = entityColumns(MenuItemRow);

const STORED = sql`/* Menu.storedItems */ select
    ${selectColumns(MenuItemRow, "i", ["position", "parentPosition", "label", "targetKind", "targetId", "url"])}
  from menu_item i where i.menu_id = $1 order by i.position`;

/** Replaces the name and the items of a locked menu, with an event, and returns whether anything differed. */
export async function replaceMenu(tx: EntityManager, menu: StoredMenu, { name, items }: MenuContent): Promise<boolean> {
  const stored = await queryPrepared(tx, STORED, [menu.id]);
  if (name === menu.name && isDeepStrictEqual(plain(stored), plain(items))) return false;
  await updateRow(tx, Menu, menu.id, { name, version: menu.version + 1 });
  await tx.query("/* MenuItem.delete */ delete from menu_item where menu_id = $1", [menu.id]);
  await insertItems(tx, menu.id, items);
  await recordContent(tx, [{ type: "menu.updated", payload: { menuId: menu.id } }]);
  return true;
}

const plain = (items: readonly ItemFields[]): object[] =>
  items.map(({ position, parentPosition, label, targetKind, targetId, url }) => ({
    ...{ position, parentPosition, label, targetKind, targetId, url },
  }));

async function insertItems(tx: EntityManager, menuId: string, items: readonly ItemFields[]): Promise<void> {
  await bulkInsert(tx, {
    name: "MenuItem.insert",
    table: "menu_item",
    columns: columnTypes(ITEM_COLUMNS),
    rows: items.map((item) => columnValues(ITEM_COLUMNS, { menuId, ...item })),
  });
}

/** Deletes a menu and returns its id. */
export async function deleteMenu(ctx: Context, input: DeleteMenuInput): Promise<string> {
  requireViewer(ctx, "writeMenu");
  const id = new InputCheck().requiredId(input.id, "Menu", "id");
  await ctx.transact(async (tx) => {
    const [menu] = await queryPrepared(tx, LOCK_BY_ID, [id]);
    if (menu === undefined) throwUserError("NOT_FOUND", "No menu with this id exists.", ["input", "id"]);
    requireVersion("Menu", menu, input.expectedVersion);
    await deleteRow(tx, Menu, id);
    await recordContent(tx, [{ type: "menu.deleted", payload: { menuId: id } }]);
  });
  return id;
}
