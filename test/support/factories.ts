// Creates content for tests through the service's own write path. Each factory fills in the fields that a test does not set.
import { randomUUID } from "node:crypto";
import type { DataSource } from "typeorm";
import type { PageRecord } from "../../src/content/pages/writing/page-record.js";
import { BLANK_PAGE, pageExcerpt } from "../../src/content/pages/writing/page-record.js";
import { savePages } from "../../src/content/pages/writing/page-writer.js";
import { IMPORT_FACTS } from "../../src/content/posts/revisions/revision-writer.js";
import { BLANK_FIELDS, type PostRecord } from "../../src/content/posts/writing/post-record.js";
import { savePosts } from "../../src/content/posts/writing/post-writer.js";
import { recordEvents } from "../../src/platform/events/outbox.js";
import { renderBody } from "../../src/platform/markup/render.js";
import { slugFrom } from "../../src/platform/markup/slug.js";
import { recordUnknownEvent } from "./direct-writes.js";

export interface PostOptions extends Partial<Omit<PostRecord, "rendered">> {
  series?: { id: string; position: number };
  formerPaths?: readonly string[];
}

export interface PageOptions extends Partial<PageRecord> {
  source?: string;
  formerPaths?: readonly string[];
}

const eventOf = (noun: string, id: string): Record<string, unknown> => ({
  [`${noun}Id`]: id,
  ...(noun === "category" && { categoryIds: [id] }),
  ...(noun === "series" && { postIds: [] }),
});

export class Factories {
  readonly #dataSource: DataSource;
  #made = 0;
  #author: Promise<string> | null = null;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  #next(): number {
    this.#made += 1;
    return this.#made;
  }

  /** By default a post is published one minute later than the post created before it. */
  async post(options: PostOptions = {}): Promise<PostRecord> {
    const [record] = await this.posts([options]);
    if (record === undefined) throw new Error("No post was made.");
    return record;
  }

  async posts(list: readonly PostOptions[]): Promise<PostRecord[]> {
    const records = await Promise.all(list.map((options) => this.#record(options)));
    await this.#dataSource.transaction(async (tx) => {
      await savePosts(tx, records);
      await recordUnknownEvent(tx);
    });
    for (const [index, { series, formerPaths = [] }] of list.entries()) {
      const id = records[index]?.id;
      if (series !== undefined) {
        const entry = [id, series.id, series.position];
        await this.#dataSource.query(
          "insert into series_entry (post_id, series_id, position) values ($1, $2, $3)",
          entry,
        );
      }
      for (const path of formerPaths) {
        await this.#dataSource.query("insert into path_alias (path, kind, target_id) values ($1, 'post', $2)", [
          path,
          id,
        ]);
      }
    }
    return records;
  }

  /** By default a page is public and at the top of the tree. The path of a page below another is given. */
  async page({ source = "Text of the page.", formerPaths = [], ...options }: PageOptions = {}): Promise<PageRecord> {
    const number = this.#next();
    const title = options.title ?? `Page ${number}`;
    const slug = options.slug ?? slugFrom(title);
    const publishedAt = new Date(Date.UTC(2020, 0, 1, 0, number)).toISOString();
    const text = { source, format: "MARKDOWN" as const, rendered: renderBody(source, "MARKDOWN", { siteUrl: null }) };
    const fields: PageRecord = {
      ...{ ...BLANK_PAGE, id: randomUUID(), slug, path: `/${slug}`, locale: "zh-CN" },
      ...{ state: "PUBLISHED", publishedAt, createdAt: publishedAt, updatedAt: publishedAt },
      ...{ storedExcerpt: pageExcerpt(text), ...options, title },
    };
    await this.#dataSource.transaction(async (tx) => {
      await savePages(tx, [{ fields, text }], IMPORT_FACTS);
      for (const path of formerPaths) {
        await tx.query("insert into path_alias (path, kind, target_id) values ($1, 'page', $2)", [path, fields.id]);
      }
      await recordUnknownEvent(tx);
    });
    return fields;
  }

  async #record(options: PostOptions): Promise<PostRecord> {
    const number = this.#next();
    const title = options.title ?? `Post ${number}`;
    const source = options.source ?? `Text of post ${number}.`;
    const format = options.format ?? "MARKDOWN";
    const publishedAt = new Date(Date.UTC(2020, 0, 1, 0, number)).toISOString();
    return {
      id: randomUUID(),
      slug: slugFrom(title),
      title,
      state: "PUBLISHED",
      publishedAt,
      createdAt: publishedAt,
      updatedAt: publishedAt,
      locale: "zh-CN",
      writtenExcerpt: null,
      ...BLANK_FIELDS,
      noIndex: false,
      isPinned: false,
      source,
      format,
      coAuthorIds: [],
      categoryIds: [],
      tagIds: [],
      authorId: options.authorId ?? (await this.#defaultAuthor()),
      ...options,
      rendered: renderBody(source, format, { siteUrl: null }),
    };
  }

  #defaultAuthor(): Promise<string> {
    this.#author ??= this.author();
    return this.#author;
  }

  author(name = `Author ${this.#next()}`): Promise<string> {
    return this.#insert("author", "insert into author (slug, name) values ($1, $2) returning id", [
      slugFrom(name),
      name,
    ]);
  }

  tag(name = `Tag ${this.#next()}`): Promise<string> {
    return this.#insert("tag", "insert into tag (slug, name) values ($1, $2) returning id", [slugFrom(name), name]);
  }

  series(title = `Series ${this.#next()}`): Promise<string> {
    return this.#insert("series", "insert into series (slug, title) values ($1, $2) returning id", [
      slugFrom(title),
      title,
    ]);
  }

  async category(name = `Category ${this.#next()}`, parentId: string | null = null): Promise<string> {
    const [parent] = await this.#dataSource.query("select id, path, ancestor_ids from category where id = $1", [
      parentId,
    ]);
    const slug = slugFrom(name);
    const path = parent === undefined ? slug : `${parent.path}/${slug}`;
    const ancestors = parent === undefined ? [] : [...parent.ancestor_ids, parent.id];
    return this.#insert(
      "category",
      "insert into category (parent_id, slug, path, ancestor_ids, name) values ($1, $2, $3, $4, $5) returning id",
      [parentId, slug, path, ancestors, name],
    );
  }

  /** Inserts a row and its event, because the service caches terms until an event invalidates them. */
  #insert(noun: string, sql: string, values: unknown[]): Promise<string> {
    return this.#dataSource.transaction(async (tx) => {
      const [row]: { id: string }[] = await tx.query(sql, values);
      const id = row?.id ?? "";
      await recordEvents(tx, [{ type: `${noun}.created`, payload: eventOf(noun, id) }]);
      return id;
    });
  }
}
