// The category tree of an export, as the full path of each category. Exports refer to a parent by its nicename; it may be missing, and the
// tree may have cycles.
import type { ImportedCategoryPath, ImportedTerm, ImportNotice } from "../import-event.js";
import type { WxrFields, WxrItemTerm } from "./wxr/wxr-record.js";
import { decodedText } from "./wxr/wxr-text.js";
import { readTerm } from "./wxr-terms.js";

/** No blog has deeper trees, and with paths of unlimited length a small file could need much memory. */
const MAX_LEVELS = 32;

interface DeclaredCategory {
  term: ImportedTerm;
  parent: string;
  description: string | null;
}

export interface CategoryDeclaration {
  path: ImportedCategoryPath;
  description: string | null;
}

export class WxrCategoryTree {
  readonly notices: ImportNotice[] = [];
  readonly #bySlug = new Map<string, DeclaredCategory>();
  /** Some exports refer to the parent by its name. */
  readonly #slugByName = new Map<string, string>();
  readonly #slugByTermId = new Map<string, string>();
  readonly #paths = new Map<string, ImportedCategoryPath>();

  constructor(declarations: Iterable<WxrFields>) {
    for (const fields of declarations) this.#declare(fields);
    for (const category of this.#bySlug.values()) this.#paths.set(category.term.slug, this.#climb(category));
  }

  *declarations(): Generator<CategoryDeclaration> {
    for (const [slug, path] of this.#paths) {
      yield { path, description: this.#bySlug.get(slug)?.description ?? null };
    }
  }

  /** A category that the head does not declare is a root category with the name in the item. */
  pathOf(named: WxrItemTerm): ImportedCategoryPath | null {
    const term = readTerm(named.nicename, named.name);
    if (term === null) return null;
    const slug = named.nicename === null ? (this.#slugByName.get(term.name) ?? term.slug) : term.slug;
    return this.#paths.get(slug) ?? [term];
  }

  /** The category with this number in WordPress. */
  pathOfTermId(id: string): ImportedCategoryPath | null {
    return this.#paths.get(this.#slugByTermId.get(id.trim()) ?? "") ?? null;
  }

  #declare(fields: WxrFields): void {
    const nicename = fields.get("wp:category_nicename") ?? fields.get("wp:term_slug") ?? "";
    const term = readTerm(nicename, fields.get("wp:cat_name") ?? fields.get("wp:term_name") ?? "");
    if (term === null || this.#bySlug.has(term.slug)) return;
    const parent = (fields.get("wp:category_parent") ?? fields.get("wp:term_parent") ?? "").trim();
    const description = decodedText(fields.get("wp:category_description") ?? fields.get("wp:term_description") ?? "");
    this.#bySlug.set(term.slug, { term, parent, description: description || null });
    const id = fields.get("wp:term_id")?.trim() ?? "";
    if (id !== "" && !this.#slugByTermId.has(id)) this.#slugByTermId.set(id, term.slug);
    if (!this.#slugByName.has(term.name)) this.#slugByName.set(term.name, term.slug);
  }

  #climb(category: DeclaredCategory): ImportedCategoryPath {
    const path = [category.term];
    const seen = new Set([category.term.slug]);
    for (let current = category; current.parent !== ""; ) {
      const parent = this.#parentOf(current);
      if (parent === undefined) {
        this.#report(category, `its ancestor ${JSON.stringify(current.parent)} is not in the export`);
        break;
      }
      if (seen.has(parent.term.slug)) {
        this.#report(category, "its ancestors form a cycle");
        return [category.term];
      }
      if (path.length === MAX_LEVELS) {
        this.#report(category, `it is nested more than ${MAX_LEVELS} levels deep`);
        return [category.term];
      }
      seen.add(parent.term.slug);
      path.unshift(parent.term);
      current = parent;
    }
    return path;
  }

  #parentOf(category: DeclaredCategory): DeclaredCategory | undefined {
    const term = readTerm(category.parent, category.parent);
    if (term === null) return undefined;
    return this.#bySlug.get(term.slug) ?? this.#bySlug.get(this.#slugByName.get(decodedText(category.parent)) ?? "");
  }

  #report(category: DeclaredCategory, cause: string): void {
    const reason = `The category was moved to the root because ${cause}.`;
    this.notices.push({ code: "CHANGED", item: `category ${category.term.slug}`, reason });
  }
}
