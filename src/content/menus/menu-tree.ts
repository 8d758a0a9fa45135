// Turns the tree of an input into the rows of a menu, with all errors at their places in the tree.
import type { EntityManager } from "typeorm";
import { computedColumn } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { sql } from "../../platform/db/sql-text.js";
import { decodeGlobalId } from "../../platform/graphql/global-id.js";
import { Refusal } from "../../platform/graphql/user-error.js";
import { type InputCheck, LIMITS, NOT_IN_URLS } from "../input-check.js";
import type { RoutedKind } from "../site-path.js";
import type { MenuItemInput } from "./menu.inputs.js";
import { MENU_TARGET_KINDS } from "./menu.loaders.js";
import type { MenuItemRow } from "./menu-item.entity.js";

export const MENU_LIMITS = { depth: 3, items: 200 } as const;

export type ItemFields = Pick<MenuItemRow, "position" | "parentPosition" | "label" | "targetKind" | "targetId" | "url">;

/** A row with its place in the input. */
type PlacedItem = ItemFields & { path: string[] };

const KINDS: Readonly<Record<string, RoutedKind>> = {
  ...{ Post: "post", Page: "page", Category: "category", Tag: "tag", Author: "author", Series: "series" },
};

const PROTOCOLS: ReadonlySet<string> = new Set(["https:", "http:", "mailto:", "tel:"]);
/** Whether a menu may have an item with this URL: nothing that runs a script, and nothing that looks like a path and leads elsewhere. */
export function isMenuUrl(url: string): boolean {
  if (url.length > LIMITS.url || NOT_IN_URLS.test(url)) return false;
  if (/^(?:\/(?!\/)|#)/.test(url)) return true;
  return URL.canParse(url) && PROTOCOLS.has(new URL(url).protocol);
}

export function checkedItems(check: InputCheck, inputs: readonly MenuItemInput[]): PlacedItem[] {
  const rows: PlacedItem[] = [];
  let count = 0;
  const walk = (
    items: readonly MenuItemInput[],
    parentPosition: number | null,
    level: number,
    path: string[],
  ): void => {
    count += items.length;
    if (count > MENU_LIMITS.items) return;
    if (level > MENU_LIMITS.depth && items.length > 0) {
      check.invalid(`Expected at most ${MENU_LIMITS.depth} levels of items.`, ...path);
      return;
    }
    for (const [place, item] of items.entries()) {
      const position = rows.length;
      const itemPath = [...path, String(place)];
      rows.push({ position, parentPosition, ...checkedItem(check, item, itemPath), path: itemPath });
      walk(item.items ?? [], position, level + 1, [...itemPath, "items"]);
    }
  };
  walk(inputs, null, 1, ["items"]);
  if (count > MENU_LIMITS.items)
    check.invalid(`Expected at most ${MENU_LIMITS.items} items, got ${count} or more.`, "items");
  return rows;
}

function checkedItem(
  check: InputCheck,
  { label: givenLabel, targetId: given, url: givenUrl }: MenuItemInput,
  path: string[],
): Pick<ItemFields, "label" | "targetKind" | "targetId" | "url"> {
  const label = check.optionalText(givenLabel, { max: LIMITS.name }, ...path, "label");
  if ((given == null) === (givenUrl == null)) {
    check.invalid("Expected either `targetId` or `url`, and not both.", ...path, given == null ? "url" : "targetId");
  }
  if (given != null) {
    const decoded = decodeGlobalId(given);
    const kind = decoded === null ? undefined : KINDS[decoded.type];
    if (decoded !== null && kind !== undefined) return { label, targetKind: kind, targetId: decoded.uuid, url: null };
    check.invalid("Expected the id of a post, page, category, tag, author or series.", ...path, "targetId");
    return { label, targetKind: null, targetId: null, url: null };
  }
  const url = check.text(givenUrl ?? "", { max: LIMITS.url }, ...path, "url");
  if (givenUrl != null && !isMenuUrl(url)) {
    const message =
      "Expected a URL that starts with https://, http://, mailto: or tel:, with / for a path on this site or with #, and has no spaces or backslashes.";
    check.invalid(message, ...path, "url");
  }
  if (givenUrl != null && label === null) check.invalid("An item with a URL needs a label.", ...path, "label");
  return { label, targetKind: null, targetId: null, url };
}

const EXISTING = sql`/* Menu.targets */ select ${computedColumn("id", "uuid", "k.id")} from unnest($1::text[], $2::uuid[]) k(kind, id)
  where ${MENU_TARGET_KINDS.map((kind) => `k.kind = '${kind}' and exists (select 1 from ${kind} o where o.id = k.id)`).join(" or ")}`;

/** Adds NOT_FOUND for each target that does not exist. */
export async function checkTargets(tx: EntityManager, check: InputCheck, items: readonly PlacedItem[]): Promise<void> {
  const targets = items.filter(({ targetId }) => targetId !== null);
  if (targets.length === 0) return;
  const values = [targets.map(({ targetKind }) => targetKind), targets.map(({ targetId }) => targetId)];
  const existing = new Set((await queryPrepared(tx, EXISTING, values)).map(({ id }) => id));
  for (const { targetId, path } of targets) {
    if (targetId === null || existing.has(targetId)) continue;
    check.add(Refusal.of("NOT_FOUND", "No object with this id exists.", ["input", ...path, "targetId"]));
  }
}
