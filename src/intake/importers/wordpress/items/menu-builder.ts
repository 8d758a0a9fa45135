// Builds the navigation menus of an export from their links: each menu as a tree in its order, with targets instead of numbers.
import { internalPath } from "../../../../platform/markup/internal-path.js";
import type { ImportedMenu, ImportedMenuItem, ImportedTarget, ImportedTerm, ImportNotice } from "../../import-event.js";
import { parseWebUrl } from "../wxr/wxr-text.js";
import { readTerm } from "../wxr-terms.js";
import type { MenuLink, MenuLinks } from "./menu-items.js";
import type { MapperResources } from "./wxr-resources.js";

const MAX_LEVELS = 16;
const OTHER_SCHEMES = /^(?:mailto|tel):[^\s<>"]{1,1000}$/i;

export interface MenuTargets {
  /** The title of the post or page with this number, if it is in the export. */
  titleOf: (id: string) => string | undefined;
  resources: MapperResources;
}

interface Resolved {
  label: string;
  url: string | null;
  target: ImportedTarget | null;
}

export class MenuBuilder {
  readonly notices: ImportNotice[] = [];

  constructor(
    private readonly source: MenuLinks,
    private readonly targets: MenuTargets,
  ) {}

  menus(): ImportedMenu[] {
    const byMenu = new Map<string, { term: ImportedTerm; links: MenuLink[] }>();
    for (const link of this.source.links) {
      const term = readTerm(link.menu.nicename || null, link.menu.name);
      if (term === null) continue;
      const menu = byMenu.get(term.slug);
      if (menu === undefined) byMenu.set(term.slug, { term, links: [link] });
      else menu.links.push(link);
    }
    return [...byMenu.values()].map(({ term, links }) => ({ ...term, items: this.#treeOf(links) }));
  }

  #treeOf(links: readonly MenuLink[]): ImportedMenuItem[] {
    const ordered = links.filter(({ isShown }) => isShown).sort((one, other) => one.order - other.order);
    const ids = new Set(ordered.map(({ id }) => id));
    const byParent = new Map<string, MenuLink[]>();
    for (const link of ordered) {
      const parent = ids.has(link.parentId) && link.parentId !== link.id ? link.parentId : "";
      const siblings = byParent.get(parent);
      if (siblings === undefined) byParent.set(parent, [link]);
      else siblings.push(link);
    }
    const placed = new Set<MenuLink>();
    const tree = this.#below("", byParent, placed, 0);
    // Those whose parents form a cycle, or that are nested very deeply.
    const others = ordered.filter((link) => !placed.has(link));
    return [...tree, ...others.flatMap((link) => this.#itemOf(link, []))];
  }

  #below(
    parent: string,
    byParent: ReadonlyMap<string, readonly MenuLink[]>,
    placed: Set<MenuLink>,
    level: number,
  ): ImportedMenuItem[] {
    if (level >= MAX_LEVELS) return [];
    return (byParent.get(parent) ?? []).flatMap((link) => {
      placed.add(link);
      return this.#itemOf(link, link.id === "" ? [] : this.#below(link.id, byParent, placed, level + 1));
    });
  }

  /** The links below one that leads nowhere take its place. */
  #itemOf(link: MenuLink, items: ImportedMenuItem[]): ImportedMenuItem[] {
    const resolved = this.#resolve(link);
    if (resolved === null) return items;
    return [{ ...resolved, isInNewWindow: link.isInNewWindow, items }];
  }

  #resolve(link: MenuLink): Resolved | null {
    const { resources, titleOf } = this.targets;
    if (link.type === "post_type") {
      const target = resources.survey.index.targetOf(link.objectId);
      if (target === null || resources.survey.index.isTrashed(link.objectId)) {
        return this.#leaveOut(link, `its target, ${link.object} ${link.objectId}, is not in the export`);
      }
      return { label: link.label || (titleOf(link.objectId) ?? ""), url: null, target };
    }
    if (link.type === "taxonomy") {
      const term = this.#termOf(link);
      if (term === null) return this.#leaveOut(link, `its target, ${link.object} ${link.objectId}, is not imported`);
      return { label: link.label || term.name, url: null, target: term.target };
    }
    if (link.type !== "custom" && link.url === "") return this.#leaveOut(link, "it leads to a list of a custom type");
    const url = this.#urlOf(link.url);
    if (url === null && link.label === "") return this.#leaveOut(link, "it has neither a label nor an address");
    return { label: link.label || (url ?? ""), url, target: null };
  }

  #termOf({ object, objectId }: MenuLink): { name: string; target: ImportedTarget } | null {
    const { categories, survey } = this.targets.resources;
    if (object === "category") {
      const path = categories.pathOfTermId(objectId);
      const last = path?.at(-1);
      if (path === null || last === undefined) return null;
      return { name: last.name, target: { kind: "category", key: path.map(({ slug }) => slug).join("/") } };
    }
    const tag = object === "post_tag" ? survey.tagOfTermId(objectId) : null;
    return tag === null ? null : { name: tag.name, target: { kind: "tag", key: tag.slug } };
  }

  /** Null for a heading, whose address is `#` or nothing. */
  #urlOf(url: string): string | null {
    if (url === "" || url === "#") return null;
    if (url.startsWith("#") || OTHER_SCHEMES.test(url)) return url;
    const path = internalPath(url, this.targets.resources.siteUrl);
    const rest = path?.startsWith("/?") ? /#\S*$/ : /[?#]\S*$/;
    if (path !== null) return `${path}${rest.exec(url.trim())?.[0] ?? ""}`;
    return parseWebUrl(url)?.href ?? null;
  }

  #leaveOut({ label, menu }: MenuLink, cause: string): null {
    const reason = `A link of the menu was left out, because ${cause}.`;
    this.notices.push({
      code: "SKIPPED",
      item: `menu ${menu.name || menu.nicename}: ${label || "(no label)"}`,
      reason,
    });
    return null;
  }
}
