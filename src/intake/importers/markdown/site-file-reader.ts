// Reads and checks the fields of `colophon.yaml`. Every error is collected with its place in the file, so that the author can fix all of
// them at once.
import { normaliseSlug, slugFrom } from "../../../platform/markup/slug.js";
import type { ImportEvent, ImportedCategoryPath, ImportedTerm } from "../import-event.js";
import { type FieldMap, type FieldValue, isFieldMap, lineOf, textOf } from "./front-matter/field-value.js";
import { isTimeZone } from "./front-matter/written-date.js";
import { canonicalLocale } from "./posts/post-locale.js";
import { slugPath, type TermDirectory } from "./term-directory.js";

export class SiteFileReader {
  readonly #described = new Set<string>();

  constructor(
    private readonly terms: TermDirectory,
    private readonly errors: string[],
  ) {}

  read(content: FieldValue): ImportEvent[] {
    const top = this.table(content, "the file", ["site", "authors", "categories", "tags", "series"]);
    return [
      ...this.site(top.get("site") ?? null),
      ...this.list(top, "authors", (item, at) => this.author(item, at)),
      ...this.list(top, "categories", (item, at) => this.category(item, at)),
      ...this.list(top, "tags", (item, at) => this.tag(item, at)),
      ...this.list(top, "series", (item, at) => this.series(item, at)),
    ];
  }

  private site(value: FieldValue): ImportEvent[] {
    if (value === null) return [];
    const site = this.table(value, "site", ["title", "description", "url", "locale", "timeZone"]);
    const url = this.line(site, "url", "site");
    const isAddress = url === null || (/^https?:\/\//i.test(url) && URL.canParse(url));
    if (!isAddress)
      this.errors.push(`site.url: expected a complete web address such as https://example.org, got “${url}”`);
    const written = this.line(site, "locale", "site");
    const locale = written === null ? null : canonicalLocale(written);
    if (written !== null && locale === null) {
      this.errors.push(`site.locale: expected a language tag such as zh-CN, got “${written}”`);
    }
    const title = this.line(site, "title", "site");
    const description = this.text(site, "description", "site");
    const timeZone = this.line(site, "timeZone", "site");
    if (timeZone !== null && !isTimeZone(timeZone)) {
      this.errors.push(`site.timeZone: expected an IANA time zone such as Asia/Shanghai, got “${timeZone}”`);
    }
    return [{ kind: "site", site: { title, description, url: url?.replace(/\/+$/, "") ?? null, locale, timeZone } }];
  }

  private author(item: FieldValue, at: string): ImportEvent[] {
    const table = this.table(item, at, ["slug", "name", "bio"]);
    const term = this.term(table, "name", at);
    if (term === null) return [];
    this.unique(this.terms.authors.has(term.slug), term, at);
    return [{ kind: "author", author: this.terms.authors.add({ ...term, bio: this.text(table, "bio", at) }) }];
  }

  private tag(item: FieldValue, at: string): ImportEvent[] {
    const term = this.term(
      typeof item === "string" ? new Map([["name", item]]) : this.table(item, at, ["slug", "name"]),
      "name",
      at,
    );
    if (term === null) return [];
    this.unique(this.terms.tags.has(term.slug), term, at);
    return [{ kind: "tag", tag: this.terms.tags.add(term) }];
  }

  private series(item: FieldValue, at: string): ImportEvent[] {
    const table = this.table(item, at, ["slug", "title", "description"]);
    const term = this.term(table, "title", at);
    if (term === null) return [];
    this.unique(this.terms.series.has(term.slug), term, at);
    return [{ kind: "series", series: this.terms.series.add(term), description: this.text(table, "description", at) }];
  }

  private category(item: FieldValue, at: string): ImportEvent[] {
    const table = this.table(item, at, ["path", "description"]);
    const parts = table.get("path") ?? null;
    if (!Array.isArray(parts) || parts.length === 0) {
      this.errors.push(`${at}.path: expected a list of { slug, name }, root first`);
      return [];
    }
    let path: ImportedCategoryPath = [];
    for (const [index, part] of parts.entries()) {
      const place = `${at}.path[${index}]`;
      const term = this.categoryTerm(this.table(part, place, ["slug", "name"]), path, place);
      if (term === null) return [];
      path = [...path, term];
    }
    this.unique(this.#described.has(slugPath(path)), { slug: slugPath(path), name: "" }, at);
    this.#described.add(slugPath(path));
    this.terms.categories.declare(path);
    return [{ kind: "category", path, description: this.text(table, "description", at) }];
  }

  /** A category that was named before may be referred to by its slug alone, but must not have another name. */
  private categoryTerm(table: FieldMap, parent: ImportedCategoryPath, at: string): ImportedTerm | null {
    const slug = normaliseSlug(lineOf(table.get("slug") ?? null) ?? "");
    const known = slug === null ? null : this.terms.categories.at(slugPath([...parent, { slug, name: "" }]));
    const before = known?.at(-1);
    if (before !== undefined && !table.has("name")) return before;
    const term = this.term(table, "name", at);
    if (term === null || before === undefined || before.name === term.name) return term;
    this.errors.push(`${at}.name: expected “${before.name}”, the name that the category has above, got “${term.name}”`);
    return term;
  }

  private term(table: FieldMap, nameField: string, at: string): ImportedTerm | null {
    const name = this.line(table, nameField, at);
    const written = this.line(table, "slug", at);
    if (name === null) {
      if (!table.has(nameField) || table.get(nameField) === null)
        this.errors.push(`${at}.${nameField}: expected a name`);
      return null;
    }
    const slug = written === null ? slugFrom(name) : normaliseSlug(written);
    if (slug !== null) return { slug, name };
    this.errors.push(`${at}.slug: expected letters or digits, got “${written ?? name}”`);
    return null;
  }

  private unique(isTaken: boolean, { slug }: ImportedTerm, at: string): void {
    if (isTaken) this.errors.push(`${at}: the slug “${slug}” is used twice`);
  }

  private table(value: FieldValue, at: string, known: readonly string[]): FieldMap {
    if (!isFieldMap(value)) {
      this.errors.push(`${at}: expected a table with ${known.join(", ")}`);
      return new Map();
    }
    for (const name of value.keys()) {
      if (!known.includes(name))
        this.errors.push(`${at}: unknown field “${name}”; expected one of ${known.join(", ")}`);
    }
    return value;
  }

  private list(top: FieldMap, name: string, read: (item: FieldValue, at: string) => ImportEvent[]): ImportEvent[] {
    const value = top.get(name) ?? null;
    if (value === null) return [];
    if (Array.isArray(value)) return value.flatMap((item, index) => read(item, `${name}[${index}]`));
    this.errors.push(`${name}: expected a list`);
    return [];
  }

  private line(table: FieldMap, name: string, at: string): string | null {
    return lineOf(this.scalar(table, name, at));
  }

  private text(table: FieldMap, name: string, at: string): string | null {
    return textOf(this.scalar(table, name, at));
  }

  private scalar(table: FieldMap, name: string, at: string): FieldValue {
    const value = table.get(name) ?? null;
    if (value === null || typeof value === "string") return value;
    this.errors.push(
      `${at}.${name}: expected text, got ${Array.isArray(value) ? "a list" : isFieldMap(value) ? "a table" : String(value)}`,
    );
    return null;
  }
}
