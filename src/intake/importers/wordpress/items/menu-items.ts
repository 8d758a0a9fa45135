// The links of navigation menus as an export has them: items of their own, each with a menu, a place and a target in meta values. They are
// few, and are kept from the first pass until all targets are known.
import type { WxrItem } from "../wxr/wxr-record.js";
import { decodedText, decodeName, ownCopy } from "../wxr/wxr-text.js";
import { ofDomain } from "../wxr-terms.js";

const MAX_ITEMS = 20_000;

export interface MenuLink {
  id: string;
  /** The slug and the name of the menu. */
  menu: { nicename: string; name: string };
  /** Empty if the title of the target is shown. */
  label: string;
  order: number;
  parentId: string;
  type: string;
  object: string;
  objectId: string;
  url: string;
  isInNewWindow: boolean;
  isShown: boolean;
}

export class MenuLinks {
  readonly links: MenuLink[] = [];
  /** The numbers of the posts and pages that a link leads to. */
  readonly wanted = new Set<string>();
  /** Of links without a menu, of which WordPress shows none, and of those beyond the limit. */
  leftOut = 0;

  add(item: WxrItem): void {
    const [menu] = ofDomain(item.terms, "nav_menu");
    if (menu === undefined || this.links.length >= MAX_ITEMS) {
      this.leftOut += 1;
      return;
    }
    const link = linkOf(item, { nicename: menu.nicename ?? "", name: menu.name });
    this.links.push(link);
    if (link.type === "post_type") this.wanted.add(link.objectId);
  }
}

function linkOf({ fields, meta }: WxrItem, menu: MenuLink["menu"]): MenuLink {
  const value = (name: string): string => ownCopy((meta.get(`_menu_item_${name}`)?.[0] ?? "").trim().slice(0, 4000));
  return {
    id: ownCopy(fields.get("wp:post_id")?.trim() ?? ""),
    menu: { nicename: ownCopy(decodeName(menu.nicename)), name: ownCopy(menu.name) },
    label: ownCopy(decodedText((fields.get("title") ?? "").slice(0, 2000))),
    order: Number(fields.get("wp:menu_order")) || 0,
    parentId: value("menu_item_parent"),
    type: value("type"),
    object: value("object"),
    objectId: value("object_id"),
    url: value("url"),
    isInNewWindow: value("target") === "_blank",
    isShown: fields.get("wp:status")?.trim() === "publish",
  };
}
