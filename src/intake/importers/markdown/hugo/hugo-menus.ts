// The menus of a Hugo site: the entries of its configuration, and those that pages make in their front matter.

import { slugFrom } from "../../../../platform/markup/slug.js";
import type { ImportedMenu, ImportedMenuItem } from "../../import-event.js";
import { type FieldMap, type FieldValue, isFieldMap, lineOf, listOf } from "../front-matter/field-value.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";

interface MenuEntry {
  /** By which entries below it name it. */
  identifier: string;
  parent: string | null;
  /** Entries without a weight are last. */
  weight: number;
  label: string;
  url: string | null;
  target: ImportedMenuItem["target"];
}

/** More entries are those of a machine. */
const MAX_ENTRIES = 2_000;
const MAX_DEPTH = 5;

export class HugoMenus {
  readonly #menus = new Map<string, MenuEntry[]>();

  /** `refer` gives the path of the page that an entry names. */
  addConfiguration(config: FrontMatterFields, refer: (page: string) => string | null): void {
    const menus = config.first("menus", "menu");
    for (const [name, entries] of isFieldMap(menus) ? menus : []) {
      for (const item of listOf(entries)) {
        const entry = new FrontMatterFields(isFieldMap(item) ? item : new Map());
        const page = lineOf(entry.first("pageRef"));
        const label = lineOf(entry.first("name", "title", "identifier"));
        const url = (page === null ? null : refer(page)) ?? lineOf(entry.first("url"));
        if (label !== null) this.#add(name, entry, { label, url, target: null });
      }
    }
  }

  /** `menu: main`, a list of names, or a table of names with the properties of the entries. */
  addPage(fields: FrontMatterFields, label: string, target: NonNullable<ImportedMenuItem["target"]>): void {
    const written = fields.first("menus", "menu");
    const entries: [string, FieldMap][] = isFieldMap(written)
      ? [...written].map(([name, entry]): [string, FieldMap] => [name, isFieldMap(entry) ? entry : new Map()])
      : listOf(written).map((name): [string, FieldMap] => [lineOf(name) ?? "", new Map()]);
    for (const [name, properties] of entries) {
      const entry = new FrontMatterFields(properties);
      const own = lineOf(entry.first("name")) ?? lineOf(fields.first("linkTitle")) ?? label;
      if (name !== "") this.#add(name, entry, { label: own, url: null, target });
    }
  }

  #add(name: string, entry: FrontMatterFields, shown: Pick<MenuEntry, "label" | "url" | "target">): void {
    const entries = this.#menus.get(name) ?? [];
    if (entries.length >= MAX_ENTRIES) return;
    entries.push({
      ...shown,
      identifier: lineOf(entry.first("identifier")) ?? shown.label,
      parent: lineOf(entry.first("parent")),
      weight: weightOf(entry.first("weight")),
    });
    this.#menus.set(name, entries);
  }

  menus(): ImportedMenu[] {
    return [...this.#menus].map(([name, entries]) => {
      const sorted = entries.toSorted((a, b) => a.weight - b.weight || (a.label < b.label ? -1 : 1));
      return { slug: slugFrom(name), name, items: itemsOf(sorted, null, MAX_DEPTH) };
    });
  }
}

function weightOf(value: FieldValue): number {
  const weight = Number(lineOf(value) ?? 0);
  return Number.isFinite(weight) && weight !== 0 ? weight : Number.MAX_SAFE_INTEGER;
}

/** An entry whose parent does not exist is at the top. */
function itemsOf(entries: readonly MenuEntry[], parent: string | null, depth: number): ImportedMenuItem[] {
  if (depth === 0) return [];
  const known = new Set(entries.map(({ identifier }) => identifier));
  return entries
    .filter((entry) => (entry.parent !== null && known.has(entry.parent) ? entry.parent : null) === parent)
    .map(({ label, url, target, identifier }) => ({
      label,
      url,
      target,
      isInNewWindow: false,
      items: itemsOf(entries, identifier, depth - 1),
    }));
}
