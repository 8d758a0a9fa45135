// The tree of categories in the reference data cache. The whole tree is public, so every viewer may see all of it.
import type { Context } from "../../identity/context.js";
import { selectColumns } from "../../platform/db/entity-columns.js";
import type { ReferenceData } from "../../platform/reference-cache/reference-cache.js";
import { loadTerms } from "../terms/term-cache.js";
import { Category } from "./category.entity.js";

export const CATEGORY_COLUMNS = selectColumns(Category, "c", [
  "id",
  "parentId",
  "slug",
  "slugPath",
  "ancestorIds",
  "name",
  "description",
  "version",
]);

export class CategoryTree {
  readonly byId = new Map<string, Category>();
  readonly bySlugPath = new Map<string, Category>();
  readonly #children = new Map<string | null, Category[]>();
  readonly all: readonly Category[];

  /** `categories` must be ordered by path. */
  constructor(categories: readonly Category[]) {
    this.all = categories;
    for (const category of categories) {
      this.byId.set(category.id, category);
      this.bySlugPath.set(category.slugPath, category);
      const siblings = this.#children.get(category.parentId);
      if (siblings === undefined) this.#children.set(category.parentId, [category]);
      else siblings.push(category);
    }
  }

  /** The children in the order of their paths; those of null are the roots. */
  childrenOf(parentId: string | null): readonly Category[] {
    return this.#children.get(parentId) ?? [];
  }
}

const cachedTree: ReferenceData<CategoryTree> = {
  noun: "category",
  load: async (db) => {
    // `key0` is the sort key from which the cursors of `Query.categories` are made.
    const statement = `/* Category.all */ select ${CATEGORY_COLUMNS}, c.path as key0 from category c order by c.path`;
    const categories = await loadTerms(db, statement, (row): Category => Object.assign(new Category(), row));
    return categories === null ? null : new CategoryTree(categories);
  },
};

export const categoryTree = (ctx: Context): CategoryTree | null => ctx.referenceData?.get(cachedTree) ?? null;
