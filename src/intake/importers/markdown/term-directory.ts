// The categories, tags, authors and series met so far, so that posts may name them by slug or by name, and "linux" and
// "Linux" are one term with the name that came first (the site file before term pages before posts).
import { normaliseSlug, slugFrom } from "../../../platform/markup/slug.js";
import type { ImportedAuthor, ImportedCategoryPath, ImportedTerm } from "../import-event.js";

export class TermDirectory {
  readonly categories = new CategoryPaths();
  readonly tags = new TermList<ImportedTerm>();
  readonly authors = new TermList<ImportedAuthor>();
  readonly series = new TermList<ImportedTerm>();
}

/** A term with the slug its name gives. */
export function termNamed(name: string): ImportedTerm {
  return { slug: slugFrom(name), name };
}

/** Deeper trees are slips, such as a sentence with slashes. */
const MAX_LEVELS = 10;

const fold = (name: string): string => name.normalize("NFC").toLowerCase();

export class TermList<T extends ImportedTerm> {
  readonly #bySlug = new Map<string, T>();
  readonly #byName = new Map<string, T>();

  /** Keeps the first of each slug and of each name. */
  add(term: T): T {
    const known = this.#bySlug.get(term.slug);
    if (known !== undefined) return known;
    this.#bySlug.set(term.slug, term);
    if (!this.#byName.has(fold(term.name))) this.#byName.set(fold(term.name), term);
    return term;
  }

  has(slug: string): boolean {
    return this.#bySlug.has(slug);
  }

  /** By name, else by slug. */
  find(reference: string): T | null {
    const slug = normaliseSlug(reference);
    return (
      this.#byName.get(fold(reference)) ??
      (slug === null ? undefined : this.#bySlug.get(slug)) ??
      this.#bySlug.get(slugFrom(reference)) ??
      null
    );
  }
}

export class CategoryPaths {
  readonly #bySlugPath = new Map<string, ImportedCategoryPath>();
  /** The first declared category of each name, at whatever depth: a post then says “Network” for Linux / Network. */
  readonly #byName = new Map<string, ImportedCategoryPath>();

  /** Adds a category the site describes, and those above it. */
  declare(path: ImportedCategoryPath): void {
    for (const upper of this.#remember(path)) {
      const name = fold(upper.at(-1)?.name ?? "");
      if (!this.#byName.has(name)) this.#byName.set(name, upper);
    }
  }

  /** By slugs from the root, joined with slashes. */
  at(slugs: string): ImportedCategoryPath | null {
    return this.#bySlugPath.get(slugs) ?? null;
  }

  /** One category as a post names it: a known name, a path of slugs or names with slashes, or a new name. */
  resolve(reference: string): ImportedCategoryPath | null {
    const known = this.#byName.get(fold(reference)) ?? this.at(fold(reference));
    return known ?? this.resolvePath(reference.split("/"));
  }

  /** A path of names or slugs, root first. Null where there are none or too many. */
  resolvePath(names: readonly string[]): ImportedCategoryPath | null {
    const parts = names.map((name) => name.trim()).filter((name) => name !== "");
    if (parts.length === 0 || parts.length > MAX_LEVELS) return null;
    let path: ImportedCategoryPath = [];
    for (const part of parts) path = [...path, this.#childOf(path, part) ?? termNamed(part)];
    // Only its slugs are remembered: were its name, what “Network” means would depend on which post is read first.
    this.#remember(path);
    return path;
  }

  /** The category and those above it, as far as they are new. */
  #remember(path: ImportedCategoryPath): ImportedCategoryPath[] {
    const fresh = path.map((_, index) => path.slice(0, index + 1)).filter((upper) => this.at(slugPath(upper)) === null);
    for (const upper of fresh) this.#bySlugPath.set(slugPath(upper), upper);
    return fresh;
  }

  #childOf(parent: ImportedCategoryPath, reference: string): ImportedTerm | null {
    const named = this.#byName.get(fold(reference));
    if (named?.length === parent.length + 1 && slugPath(named.slice(0, -1)) === slugPath(parent)) {
      return named.at(-1) ?? null;
    }
    for (const slug of [normaliseSlug(reference), slugFrom(reference)]) {
      const child = slug === null ? null : this.at(slugPath([...parent, { slug, name: reference }]));
      if (child !== null) return child.at(-1) ?? null;
    }
    return null;
  }
}

export function slugPath(path: ImportedCategoryPath): string {
  return path.map(({ slug }) => slug).join("/");
}
