// The categories, tags, authors and series known so far, so that posts may refer to them by slug or by name. "linux" and "Linux" are one
// term, with the name that was read first (site file before term pages before posts).
import { normaliseSlug, slugFrom } from "../../../platform/markup/slug.js";
import type { ImportedAuthor, ImportedCategoryPath, ImportedTerm } from "../import-event.js";

export class TermDirectory {
  readonly categories = new CategoryPaths();
  readonly tags = new TermList<ImportedTerm>();
  readonly authors = new TermList<ImportedAuthor>();
  readonly series = new TermList<ImportedTerm>();
}

/** Makes a term whose slug is derived from its name. */
export function termNamed(name: string): ImportedTerm {
  return { slug: slugFrom(name), name };
}

/** A deeper path is a mistake, such as a sentence with slashes. */
const MAX_LEVELS = 10;

const fold = (name: string): string => name.normalize("NFC").toLowerCase();

export class TermList<T extends ImportedTerm> {
  readonly #bySlug = new Map<string, T>();
  readonly #byName = new Map<string, T>();

  /** Of several terms with the same slug or name, the first is retained. */
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

  /** Finds by name, or else by slug. */
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
  /** The first declared category of each name, at any depth, so that a post may write “Network” for Linux / Network. */
  readonly #byName = new Map<string, ImportedCategoryPath>();

  /** Adds a category that the site describes, and its ancestors. */
  declare(path: ImportedCategoryPath): void {
    for (const ancestor of this.#addPath(path)) {
      const name = fold(ancestor.at(-1)?.name ?? "");
      if (!this.#byName.has(name)) this.#byName.set(name, ancestor);
    }
  }

  /** Finds by the slugs from the root, joined with slashes. */
  at(slugs: string): ImportedCategoryPath | null {
    return this.#bySlugPath.get(slugs) ?? null;
  }

  /** Resolves a reference in a post: a known name, a path of slugs or names with slashes, or a new name. */
  resolve(reference: string): ImportedCategoryPath | null {
    const known = this.#byName.get(fold(reference)) ?? this.at(fold(reference));
    return known ?? this.resolvePath(reference.split("/"));
  }

  /** Resolves a path of names or slugs, root first. Null if there are none or too many. */
  resolvePath(names: readonly string[]): ImportedCategoryPath | null {
    const parts = names.map((name) => name.trim()).filter((name) => name !== "");
    if (parts.length === 0 || parts.length > MAX_LEVELS) return null;
    let path: ImportedCategoryPath = [];
    for (const part of parts) path = [...path, this.#childOf(path, part) ?? termNamed(part)];
    // The name is not registered; otherwise the meaning of “Network” would depend on the order of the posts.
    this.#addPath(path);
    return path;
  }

  /** Registers the category and its ancestors, and returns those that are new. */
  #addPath(path: ImportedCategoryPath): ImportedCategoryPath[] {
    const prefixes = path.map((_, index) => path.slice(0, index + 1));
    const added = prefixes.filter((prefix) => this.at(slugPath(prefix)) === null);
    for (const prefix of added) this.#bySlugPath.set(slugPath(prefix), prefix);
    return added;
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
