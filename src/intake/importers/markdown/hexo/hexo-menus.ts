// The menu of a Hexo site, which is in the configuration of its theme: in that of the theme itself, in `_config.<theme>.yml` beside that of the site, and
// in `theme_config` of the site, each of which completes and replaces what the former says.
import type { ImportedMenu, ImportedMenuItem } from "../../import-event.js";
import { type FieldMap, type FieldValue, isFieldMap, lineOf, listOf } from "../front-matter/field-value.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";

const MAX_DEPTH = 4;

export function hexoMenus(theme: FieldMap): ImportedMenu[] {
  const fields = new FrontMatterFields(theme);
  const items = itemsOf(fields.first("menu", "navbar.menu", "nav.menu"), 1);
  return items.length === 0 ? [] : [{ slug: "main", name: "main", items }];
}

/** A map from labels to addresses or to maps below them (Landscape, NexT, Butterfly), or a list of entries (Fluid). */
function itemsOf(menu: FieldValue, depth: number): ImportedMenuItem[] {
  if (depth > MAX_DEPTH) return [];
  if (isFieldMap(menu)) return [...menu].flatMap(([label, value]) => itemOf(label, value, depth));
  return listOf(menu).flatMap((entry) => {
    if (!isFieldMap(entry)) return [];
    const fields = new FrontMatterFields(entry);
    const label = lineOf(fields.first("name", "title", "key"));
    const below = itemsOf(fields.first("submenu", "children"), depth + 1);
    const url = addressOf(fields.first("link", "url", "path"));
    return label === null || (url === null && below.length === 0) ? [] : [item(label, url, below)];
  });
}

/** Behind `||` themes write the name of an icon. */
function itemOf(written: string, value: FieldValue, depth: number): ImportedMenuItem[] {
  const label = lineOf(written.split("||")[0] ?? "");
  if (label === null) return [];
  if (!isFieldMap(value)) {
    const url = addressOf(value);
    return url === null ? [] : [item(label, url, [])];
  }
  const own = addressOf(value.get("default") ?? null);
  const below = itemsOf(new Map([...value].filter(([name]) => name !== "default")), depth + 1);
  return own === null && below.length === 0 ? [] : [item(label, own, below)];
}

const item = (label: string, url: string | null, items: readonly ImportedMenuItem[]): ImportedMenuItem => ({
  ...{ label, url, target: null, isInNewWindow: false, items },
});

/** An absolute URL or a path of the site. Null for scripts, and for what is no address. */
function addressOf(value: FieldValue): string | null {
  const address = lineOf(value)?.split("||")[0]?.trim() ?? "";
  if (/^https?:\/\/\S+$/i.test(address) || /^[/#][^\s]*$/.test(address)) return address;
  return /^[\w-][\w/.-]*$/.test(address) && /[/.]/.test(address) ? `/${address}` : null;
}
