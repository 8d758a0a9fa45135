// The tree of categories as a process remembers it. The tree is public as a whole, so whoever asks may see all of it.
import type { Context } from "../../identity/context.js";
import type { ReferenceData } from "../../platform/reference-cache/reference-cache.js";
import { loadTerms } from "../terms/term-cache.js";
import { CATEGORY_COLUMNS, Category } from "./category.entity.js";

export class CategoryTree {
  readonly byId = new Map<string, Category>();
  readonly byPath = new Map<string, Category>();
  readonly #children = new Map<string | null, Category[]>();
  readonly all: readonly Category[];

  /** In the order of their paths. */
  constructor(categories: readonly Category[]) {
    this.all = categories;
    for (const category of categories) {
      this.byId.set(category.id, category);
      this.byPath.set(category.path, category);
      const siblings = this.#children.get(category.parentId);
      if (siblings === undefined) this.#children.set(category.parentId, [category]);
      else siblings.push(category);
    }
  }

  /** By path; null for the roots. */
  childrenOf(parentId: string | null): readonly Category[] {
    return this.#children.get(parentId) ?? [];
  }
}

const remembered: ReferenceData<CategoryTree> = {
  noun: "category",
  load: async (db) => {
    // With the key of their list's cursors.
    const statement = `select ${CATEGORY_COLUMNS}, c.path as key0 from category c order by c.path`;
    const categories = await loadTerms(db, statement, (row): Category => Object.assign(new Category(), row));
    return categories === null ? null : new CategoryTree(categories);
  },
};

export const categoryTree = (ctx: Context): CategoryTree | null => ctx.referenceData?.get(remembered) ?? null;
