// Reads menus with their items: one statement for the menus and one for all their items with the titles and paths of the targets, whatever the
// size of the trees.
import type { Context } from "../../identity/context.js";
import { nullableColumn, selectColumns } from "../../platform/db/entity-columns.js";
import { SqlParameters } from "../../platform/db/sql-parameters.js";
import { sql } from "../../platform/db/sql-text.js";
import { defineLoader, groupInKeyOrder, inKeyOrder } from "../../platform/graphql/loader.js";
import { LISTS, MENU_TARGETS, OBJECT } from "../cache-tags/cache-tags.js";
import { ROUTE_PREFIXES, type RoutedKind } from "../site-path.js";
import { existsForReader, readablePageSql, readableSql, visibleSql } from "../visibility.js";
import { Menu } from "./menu.entity.js";
import { MenuItemRow } from "./menu-item.entity.js";
import { MenuItem } from "./menu-item.type.js";

export const MAX_MENUS = 100;

export const MENU_COLUMNS = selectColumns(Menu, "m");

const toMenu = (row: object): Menu => Object.assign(new Menu(), row);

export const menuById = defineLoader<Context, string, Menu | null>("menuById", async (ctx, ids) => {
  const rows = await ctx.db.query(
    sql`/* Menu.byId */ select ${MENU_COLUMNS} from menu m where m.id = any($1::uuid[])`,
    [ids],
  );
  ctx.cacheTags.addIds(OBJECT.menu, ids);
  return inKeyOrder(ids, rows.map(toMenu), (menu) => menu.id);
});

export const menuBySlug = defineLoader<Context, string, Menu | null>("menuBySlug", async (ctx, slugs) => {
  const rows = await ctx.db.query(
    sql`/* Menu.bySlug */ select ${MENU_COLUMNS} from menu m where m.slug = any($1::text[])`,
    [slugs],
  );
  ctx.cacheTags.addRows(OBJECT.menu, rows);
  if (rows.length < slugs.length) ctx.cacheTags.add(LISTS.menus);
  return inKeyOrder(slugs, rows.map(toMenu), (menu) => menu.slug);
});

export const allMenus = defineLoader<Context, 1, Menu[]>("allMenus", async (ctx, keys) => {
  const statement = sql`/* Query.menus */ select ${MENU_COLUMNS} from menu m order by m.slug limit ${String(MAX_MENUS)}`;
  const menus = (await ctx.db.query(statement)).map(toMenu);
  ctx.cacheTags.add(LISTS.menus);
  ctx.cacheTags.addRows(OBJECT.menu, menus);
  return keys.map(() => menus);
});

/** The columns of the title and of the name in the path of each kind. */
const KINDS: Readonly<Record<RoutedKind, { title: string; name: string }>> = {
  post: { title: "title", name: "slug" },
  page: { title: "title", name: "path" },
  category: { title: "name", name: "path" },
  tag: { title: "name", name: "slug" },
  author: { title: "name", name: "slug" },
  series: { title: "title", name: "slug" },
};
export const MENU_TARGET_KINDS = Object.keys(KINDS) as RoutedKind[];

const firstOf = (column: "title" | "name"): string =>
  `coalesce(${MENU_TARGET_KINDS.map((kind) => `"${kind}".${KINDS[kind][column]}`).join(", ")})`;

/** The items of each menu that the reader sees, as a tree. */
export const itemsOfMenu = defineLoader<Context, string, MenuItem[]>("itemsOfMenu", async (ctx, ids) => {
  const parameters = new SqlParameters();
  const menuIds = parameters.bind(ids, "uuid[]");
  const visible: Record<RoutedKind, string> = {
    post: readableSql(ctx, "post", parameters),
    page: readablePageSql(ctx, "page"),
    category: "true",
    tag: existsForReader(ctx, visibleSql("tag")),
    author: existsForReader(ctx, visibleSql("author")),
    series: existsForReader(ctx, visibleSql("series")),
  };
  const joins = MENU_TARGET_KINDS.map(
    (kind) => `left join ${kind} on i.target_kind = '${kind}' and ${kind}.id = i.target_id and ${visible[kind]}`,
  );
  const rows = await ctx.db.query(
    sql`/* Menu.items */ select ${selectColumns(MenuItemRow, "i")}, ${nullableColumn("title", "text", firstOf("title"))},
       ${nullableColumn("name", "text", firstOf("name"))}
     from menu_item i ${joins.join("\n")}
     where i.menu_id = any(${menuIds}) and (i.target_kind is null or ${firstOf("name")} is not null)
     order by i.menu_id, i.position`,
    parameters.values,
  );
  // A target that is hidden is named by its event, which has the ids of the menus.
  for (const { targetKind, targetId } of rows) {
    if (targetKind !== null && targetId !== null) ctx.cacheTags.addIds(OBJECT[targetKind], [targetId]);
  }
  ctx.cacheTags.addIds(OBJECT.menu, ids);
  ctx.cacheTags.add(MENU_TARGETS);
  return groupInKeyOrder(ids, rows, (row) => row.menuId).map(treeOf);
});

type ItemRow = Pick<MenuItemRow, "position" | "parentPosition" | "label" | "targetKind" | "targetId" | "url"> & {
  title: string | null;
  name: string | null;
};

/** What is below an item that is left out is left out as well. */
function treeOf(rows: readonly ItemRow[]): MenuItem[] {
  const roots: MenuItem[] = [];
  const byPosition = new Map<number, MenuItem>();
  for (const { position, parentPosition, label, targetKind, targetId, url, title, name } of rows) {
    const siblings = parentPosition === null ? roots : byPosition.get(parentPosition)?.items;
    if (siblings === undefined) continue;
    const path = targetKind === null ? (url ?? "") : ROUTE_PREFIXES[targetKind] + (name ?? "");
    const item = { targetKind, targetId, label: label ?? title ?? "", url: path, items: [] };
    const shown = Object.assign(new MenuItem(), item);
    siblings.push(shown);
    byPosition.set(position, shown);
  }
  return roots;
}
