// Writes a batch of rendered posts in the caller's transaction, together with their `import_item` rows, so that a second run changes
// nothing and an interrupted run can be resumed.
import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { type ContentEvent, noScopes, scopesOf } from "../../content/cache-tags/content-event.js";
import { postAuthors } from "../../content/posts/authors/author-ids.js";
import { Post } from "../../content/posts/post.entity.js";
import { BLANK_FIELDS, type PostRecord, seoColumns } from "../../content/posts/writing/post-record.js";
import { savePosts } from "../../content/posts/writing/post-writer.js";
import { normalisePath, postPath } from "../../content/site-path.js";
import { lockTerms } from "../../content/terms/term-lock.js";
import { bulkInsert } from "../../platform/db/bulk-insert.js";
import { selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { sql } from "../../platform/db/sql-text.js";
import { saveBatchIndex } from "./batches/batch-index.js";
import type { DerivedContent } from "./batches/batch-worker.js";
import type { ImportedAuthor } from "./import-event.js";
import type { ImportOutcome } from "./import-report.js";
import type { ChangedPost } from "./import-selection.js";
import { assignSlugs } from "./import-slugs.js";
import type { ImportTerms } from "./import-terms.js";

export interface WriterOptions {
  /** Identifies the source. Keys are unique within it. */
  source: string;
  /** The author of posts without an author. */
  author: ImportedAuthor;
  locale: string;
  isDryRun: boolean;
}

export interface RenderedPost extends ChangedPost, DerivedContent {}

interface PlannedPost extends RenderedPost {
  record: PostRecord;
}

const LOCK_POSTS = sql`
  /* import.posts lock */ select ${selectColumns(Post, "p", ["id", "version"])} from post p where p.id = any($1::uuid[])
  order by p.id for update`;

interface SeriesId {
  seriesId: string;
}

const LEAVE_SERIES = `/* import.seriesEntries delete */ delete from series_entry e
  using unnest($1::uuid[], $2::uuid[]) k(post_id, series_id)
  where e.post_id = k.post_id and e.series_id is distinct from k.series_id returning e.series_id as "seriesId"`;

/** A change of its parts is a change of the series: an editor's write that is based on the former parts would undo it. */
const GROW_SERIES =
  "/* import.seriesVersions update */ update series set version = version + 1 where id = any($1::uuid[])";

export class ImportWriter {
  readonly #options: WriterOptions;
  readonly #terms: ImportTerms;

  constructor(options: WriterOptions, terms: ImportTerms) {
    this.#options = options;
    this.#terms = terms;
  }

  /** Returns the content events of the batch. */
  async write(
    tx: EntityManager,
    batch: readonly RenderedPost[],
    outcome: ImportOutcome,
  ): Promise<readonly ContentEvent[]> {
    await lockTerms(tx, "shared");
    const posts = await this.#withoutEdited(tx, batch, outcome);
    if (posts.length === 0) return [];
    const knownIds = posts.flatMap(({ known }) => known?.id ?? []);
    const before = knownIds.length === 0 ? noScopes() : await scopesOf(tx, knownIds);
    await this.#terms.prepare(
      tx,
      posts.map(({ post }) => post),
      this.#options.author,
    );
    const requests = posts.map(({ post, known }) => ({ post, currentSlug: known?.slug ?? null }));
    const { slugs, notices } = await assignSlugs(tx, requests);
    outcome.notices.push(...notices);
    const planned = posts.map((post, index) => ({ ...post, record: this.#record(post, slugs[index] ?? "") }));
    await savePosts(
      tx,
      planned.map(({ record }) => record),
      null,
      { indexing: "BY_CALLER" },
    );
    await this.#saveSeries(tx, planned);
    // In a dry run nobody searches.
    if (!this.#options.isDryRun)
      await saveBatchIndex(
        tx,
        planned.map((post) => ({ ...post, seriesId: this.#seriesOf(post) })),
      );
    outcome.redirects += await saveFormerPaths(tx, planned);
    await this.#saveItems(tx, planned);
    for (const { record, known } of planned) count(record, known !== null, outcome);
    const postIds = planned.map(({ record }) => record.id);
    return [
      { type: "posts.imported", payload: { postIds, before, after: await scopesOf(tx, postIds) } },
      { type: "search.indexed", payload: { postIds } },
    ];
  }

  /** Drops posts that were edited here after their selection, and locks the others until the batch is written. */
  async #withoutEdited(
    tx: EntityManager,
    batch: readonly RenderedPost[],
    outcome: ImportOutcome,
  ): Promise<readonly RenderedPost[]> {
    const ids = batch.flatMap(({ known }) => known?.id ?? []);
    if (ids.length === 0) return batch;
    const rows = await queryPrepared(tx, LOCK_POSTS, [ids]);
    const versions = new Map(rows.map((row) => [row.id, row.version]));
    return batch.filter(({ post, known }) => {
      if (known === null || versions.get(known.id) === known.version) return true;
      outcome.skipEdited(post, !versions.has(known.id));
      return false;
    });
  }

  #record({ post, rendered, known }: RenderedPost, slug: string): PostRecord {
    const createdAt = post.createdAt ?? post.publishedAt ?? new Date();
    // A hidden post cannot have been public at a time that has not come.
    const isDated = post.state === "PUBLISHED" || (post.publishedAt !== null && post.publishedAt <= new Date());
    const authors = [post.author ?? this.#options.author, ...post.coAuthors];
    return {
      id: known?.id ?? randomUUID(),
      slug,
      title: post.title,
      state: post.state,
      publishedAt: isDated ? (post.publishedAt?.toISOString() ?? null) : null,
      createdAt: createdAt.toISOString(),
      updatedAt: (post.updatedAt ?? createdAt).toISOString(),
      locale: post.locale ?? this.#options.locale,
      writtenExcerpt: post.excerpt,
      ...postAuthors(authors.map(({ slug: author }) => this.#terms.idOf("author", author))),
      ...BLANK_FIELDS,
      cover: post.cover,
      ...seoColumns(post.seo),
      isPinned: post.isPinned ?? false,
      source: post.source,
      format: post.format,
      rendered,
      categoryIds: post.categories.filter((path) => path.length > 0).map((path) => this.#terms.categoryId(path)),
      tagIds: post.tags.map((tag) => this.#terms.idOf("tag", tag.slug)),
    };
  }

  async #saveSeries(tx: EntityManager, planned: readonly PlannedPost[]): Promise<void> {
    const known = planned.filter((each) => each.known !== null);
    const current = [known.map(({ record }) => record.id), known.map((each) => this.#seriesOf(each))];
    const [left]: [SeriesId[]] = known.length === 0 ? [[]] : await tx.query(LEAVE_SERIES, current);
    const rows = planned.flatMap(({ post, record }) => {
      if (post.series === null) return [];
      // Parts without a number are ordered by publication time, in minutes, because seconds exceed an integer in 2038.
      const position = post.series.position ?? Math.trunc(Date.parse(record.publishedAt ?? record.createdAt) / 60_000);
      return [[record.id, this.#terms.idOf("series", post.series.slug), position]];
    });
    const entered = await bulkInsert<SeriesId>(tx, {
      name: "import.seriesEntries insert",
      table: "series_entry",
      columns: { post_id: "uuid", series_id: "uuid", position: "integer" },
      rows,
      onConflict: `on conflict (post_id) do update set series_id = excluded.series_id, position = excluded.position
        where (series_entry.series_id, series_entry.position) <> (excluded.series_id, excluded.position)
        returning series_id as "seriesId"`,
    });
    const changed = new Set([...left, ...entered].map(({ seriesId }) => seriesId));
    if (changed.size > 0) await tx.query(GROW_SERIES, [[...changed]]);
  }

  #seriesOf({ post }: RenderedPost): string | null {
    return post.series === null ? null : this.#terms.idOf("series", post.series.slug);
  }

  async #saveItems(tx: EntityManager, planned: readonly PlannedPost[]): Promise<void> {
    await bulkInsert(tx, {
      name: "import.items insert",
      table: "import_item",
      columns: { source: "text", key: "text", post_id: "uuid", digest: "bytea", version: "integer" },
      rows: planned.map(({ post, record, digest, known }) => [
        ...[this.#options.source, post.key, record.id, digest],
        (known?.version ?? 0) + 1,
      ]),
      onConflict: "on conflict (source, key) do update set digest = excluded.digest, version = excluded.version",
    });
  }
}

/** Returns the number of new former paths. */
async function saveFormerPaths(tx: EntityManager, planned: readonly PlannedPost[]): Promise<number> {
  const rows = planned.flatMap(({ post, record }) => {
    const paths = new Set(post.formerPaths.map(normalisePath));
    return [...paths]
      .filter((path): path is string => path !== null && path !== "/" && path !== postPath(record.slug))
      .map((path) => [path, "post", record.id]);
  });
  const added = await bulkInsert(tx, {
    name: "import.formerPaths insert",
    table: "path_alias",
    columns: { path: "text", kind: "text", target_id: "uuid" },
    rows,
    onConflict: "on conflict do nothing returning 1",
  });
  return added.length;
}

function count(record: PostRecord, wasKnown: boolean, { posts, visibility }: ImportOutcome): void {
  if (wasKnown) posts.updated += 1;
  else posts.created += 1;
  if (record.state === "DRAFT") visibility.draft += 1;
  else if (record.state === "TRASHED") visibility.trashed += 1;
  else if (Date.parse(record.publishedAt ?? "") > Date.now()) visibility.scheduled += 1;
  else visibility.published += 1;
}
