// Finds or creates the authors, categories, tags and series that posts refer to. Their ids are cached by slug, so that an import of any
// size looks up each of them once. Terms that were renamed here are found by their former slug.
import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import type { ContentEvent } from "../../content/cache-tags/content-event.js";
import { PATH_PREFIXES } from "../../content/site-path.js";
import type { ImportedAuthor, ImportedCategoryPath, ImportedPost, ImportedTerm } from "./import-event.js";
import type { CreatedTerms } from "./import-report.js";

type TermTable = "author" | "tag" | "series";
const NAME_COLUMN: Record<TermTable, string> = { author: "name", tag: "name", series: "title" };
const TEXT_COLUMN: Record<TermTable, string | null> = { author: "bio", tag: null, series: "description" };
const COUNTED: Record<TermTable, keyof CreatedTerms> = { author: "authors", tag: "tags", series: "series" };

interface KnownCategory {
  id: string;
  /** Root first, excluding the category itself. */
  ancestorIds: string[];
}

const noTerms = (): CreatedTerms => ({ authors: 0, categories: 0, tags: 0, series: 0 });

export class ImportTerms {
  readonly #ids: Record<TermTable, Map<string, string>> = { author: new Map(), tag: new Map(), series: new Map() };
  readonly #categories = new Map<string, KnownCategory>();
  #created = noTerms();
  #events: ContentEvent[] = [];

  /** Clears the cache after a rollback. */
  reset(): void {
    for (const ids of Object.values(this.#ids)) ids.clear();
    this.#categories.clear();
    this.#created = noTerms();
    this.#events = [];
  }

  /** The number of terms created since the last call. To be called after a commit. */
  takeCreated(): CreatedTerms {
    const created = this.#created;
    this.#created = noTerms();
    return created;
  }

  /** The events about terms since the last call. They must be recorded before the commit. */
  takeEvents(): ContentEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** Creates the missing terms of the posts, so that `idOf` and `categoryId` are synchronous. */
  async prepare(tx: EntityManager, posts: readonly ImportedPost[], author: ImportedAuthor): Promise<void> {
    for (const post of posts) {
      for (const one of [post.author ?? author, ...post.coAuthors]) await this.#saveUnknown(tx, "author", one);
      if (post.series !== null) await this.#saveUnknown(tx, "series", post.series);
      for (const tag of post.tags) if (!this.#ids.tag.has(tag.slug)) await this.tag(tx, tag);
      for (const path of post.categories) {
        if (!this.#categories.has(slugPathOf(path))) await this.category(tx, path, null);
      }
    }
  }

  idOf(table: TermTable, slug: string): string {
    return known(this.#ids[table].get(slug), slug);
  }

  categoryId(path: ImportedCategoryPath): string {
    return known(this.#categories.get(slugPathOf(path))?.id, slugPathOf(path));
  }

  author(tx: EntityManager, author: ImportedAuthor): Promise<void> {
    return this.#save(tx, "author", author, author.bio);
  }

  tag(tx: EntityManager, tag: ImportedTerm): Promise<void> {
    return this.#save(tx, "tag", tag, null);
  }

  series(tx: EntityManager, series: ImportedTerm, description: string | null): Promise<void> {
    return this.#save(tx, "series", series, description);
  }

  /** Creates the missing categories of the path. The description belongs to the last one. */
  async category(tx: EntityManager, path: ImportedCategoryPath, description: string | null): Promise<void> {
    let parent: KnownCategory | null = null;
    for (const [depth, term] of path.entries()) {
      const slugPath = slugPathOf(path.slice(0, depth + 1));
      const category: KnownCategory =
        this.#categories.get(slugPath) ??
        (await this.#findCategory(tx, slugPath)) ??
        (await this.#insertCategory(tx, term, parent));
      this.#categories.set(slugPath, category);
      parent = category;
    }
    if (parent === null || description === null) return;
    const { id, ancestorIds } = parent;
    const fillDescription =
      "/* import.category fillDescription */ update category set description = $2, version = version + 1 where id = $1 and description is null";
    if (!(await isUpdated(tx, fillDescription, [id, description]))) return;
    this.#events.push({ type: "category.updated", payload: { categoryId: id, categoryIds: [id, ...ancestorIds] } });
  }

  async #findCategory(tx: EntityManager, slugPath: string): Promise<KnownCategory | null> {
    const [row]: KnownCategory[] = await tx.query(
      `/* import.category find */
       select id, ancestor_ids as "ancestorIds" from category where path = $1
       union all
       (select c.id, c.ancestor_ids from path_alias a join category c on c.id = a.target_id
        where a.kind = 'category' and a.path = $2 order by a.created_at desc)
       limit 1`,
      [slugPath, PATH_PREFIXES.category + slugPath],
    );
    return row ?? null;
  }

  /** Inserts below the current place of the parent, which may differ from that in the source. */
  async #insertCategory(tx: EntityManager, term: ImportedTerm, parent: KnownCategory | null): Promise<KnownCategory> {
    const ancestorIds = parent === null ? [] : [...parent.ancestorIds, parent.id];
    const [row]: { id: string; isNew: boolean }[] = await tx.query(
      `/* import.category insert */
       insert into category (id, parent_id, slug, path, ancestor_ids, name)
       values ($1, $2, $3, concat((select path || '/' from category where id = $2), $3::text), $4, $5)
       on conflict (path) do update set slug = excluded.slug returning id, id = $1 as "isNew"`,
      [randomUUID(), parent?.id ?? null, term.slug, ancestorIds, term.name],
    );
    const id = known(row?.id, term.slug);
    if (row?.isNew === true) {
      this.#created.categories += 1;
      this.#events.push({ type: "category.created", payload: { categoryId: id, categoryIds: [id, ...ancestorIds] } });
    }
    return { id, ancestorIds };
  }

  async #saveUnknown(tx: EntityManager, table: TermTable, term: ImportedTerm): Promise<void> {
    const text = "bio" in term && typeof term.bio === "string" ? term.bio : null;
    if (!this.#ids[table].has(term.slug)) await this.#save(tx, table, term, text);
  }

  async #save(tx: EntityManager, table: TermTable, term: ImportedTerm, text: string | null): Promise<void> {
    const id = this.#ids[table].get(term.slug) ?? (await findTerm(tx, table, term.slug));
    const column = TEXT_COLUMN[table];
    if (id !== null && column !== null && text !== null) {
      const fillText = `/* import.${table} fillText */ update ${table} set ${column} = $2, version = version + 1 where id = $1 and ${column} is null`;
      if (await isUpdated(tx, fillText, [id, text])) this.#events.push(termEvent(table, "updated", id));
    }
    this.#ids[table].set(term.slug, id ?? (await this.#insert(tx, table, term, text)));
  }

  async #insert(tx: EntityManager, table: TermTable, term: ImportedTerm, text: string | null): Promise<string> {
    const column = TEXT_COLUMN[table];
    const values = [randomUUID(), term.slug, term.name, ...(column === null ? [] : [text])];
    const columns = ["id", "slug", NAME_COLUMN[table], ...(column === null ? [] : [column])];
    const [row]: { id: string; isNew: boolean }[] = await tx.query(
      `/* import.${table} insert */
       insert into ${table} (${columns.join(", ")}) values (${values.map((_, i) => `$${i + 1}`).join(", ")})
       on conflict (slug) do update set slug = excluded.slug returning id, id = $1 as "isNew"`,
      values,
    );
    const id = known(row?.id, term.slug);
    if (row?.isNew === true) {
      this.#created[COUNTED[table]] += 1;
      this.#events.push(termEvent(table, "created", id));
    }
    return id;
  }
}

function termEvent(table: TermTable, what: "created" | "updated", id: string): ContentEvent {
  if (table === "author") return { type: `author.${what}`, payload: { authorId: id } };
  if (table === "tag") return { type: `tag.${what}`, payload: { tagId: id } };
  // The events of the posts name the parts.
  return { type: `series.${what}`, payload: { seriesId: id, postIds: [] } };
}

async function isUpdated(tx: EntityManager, update: string, values: unknown[]): Promise<boolean> {
  const [, count]: [unknown, number] = await tx.query(update, values);
  return count > 0;
}

async function findTerm(tx: EntityManager, table: TermTable, slug: string): Promise<string | null> {
  const [row]: { id: string }[] = await tx.query(
    `/* import.${table} find */
     select id from ${table} where slug = $1
     union all
     (select t.id from path_alias a join ${table} t on t.id = a.target_id
      where a.kind = '${table}' and a.path = $2 order by a.created_at desc)
     limit 1`,
    [slug, PATH_PREFIXES[table] + slug],
  );
  return row?.id ?? null;
}

const slugPathOf = (path: ImportedCategoryPath): string => path.map(({ slug }) => slug).join("/");

function known(id: string | undefined, slug: string): string {
  if (id === undefined) throw new Error(`The term "${slug}" was not saved.`);
  return id;
}
