// Writes a batch of rendered posts in the caller's transaction, together with their `import_item` rows, so that a second run changes
// nothing and an interrupted run can be resumed.
import type { EntityManager } from "typeorm";
import { type ContentEvent, noScopes, scopesOf } from "../../content/cache-tags/content-event.js";
import { authorIdsOf, postAuthors } from "../../content/posts/authors/author-ids.js";
import { Post } from "../../content/posts/post.entity.js";
import { insertNewPosts } from "../../content/posts/writing/new-posts.js";
import {
  BLANK_FIELDS,
  distinct,
  type PostFields,
  seoColumns,
  visibleFromOf,
} from "../../content/posts/writing/post-record.js";
import { savePosts } from "../../content/posts/writing/post-writer.js";
import { normalisePath, postPath } from "../../content/site-path.js";
import { lockTerms } from "../../content/terms/term-lock.js";
import { bulkInsert } from "../../platform/db/bulk-insert.js";
import { selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { sql } from "../../platform/db/sql-text.js";
import { fieldsInSource, type IndexedRow, insertBatchIndex, saveBatchIndex } from "./batches/batch-index.js";
import { saveItems } from "./batches/batch-items.js";
import { scopesOfNew } from "./batches/batch-scopes.js";
import { readBatchTerms, type TermIds } from "./batches/batch-terms.js";
import type { BatchContent, DerivedContent, EncodedContent } from "./batches/batch-worker.js";
import { storedCover } from "./files/stored-cover.js";
import type { ImportedAuthor, ImportedPost } from "./import-event.js";
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
  /** The old address of the site, by which its files are recognised. */
  siteUrl: string;
  isDryRun: boolean;
}

export type RenderedPost = ChangedPost & BatchContent;

/** The row is that of a new post, and absent if the post replaces a stored one. */
type PlannedPost = RenderedPost & { record: PostFields; seriesId: string | null; formerPaths: readonly string[] };

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
    const planned = posts.map((post, index) => this.#plan(post, slugs[index] ?? ""));
    const terms = await readBatchTerms(tx, termIdsOf(planned));
    const added = planned.filter((post): post is PlannedPost & EncodedContent => "body" in post);
    const replacing = planned.flatMap((post) => ("rendered" in post ? [withBody(post)] : []));
    await savePosts(
      tx,
      replacing.map(({ record }) => record),
      { indexing: "BY_CALLER" },
    );
    const newPosts = added.map(({ record, body }) => ({ fields: record, body }));
    await insertNewPosts(tx, newPosts, terms.ancestors);
    await this.#saveSeries(tx, planned);
    // In a dry run nobody searches.
    if (!this.#options.isDryRun) {
      await saveBatchIndex(tx, replacing, terms);
      await insertBatchIndex(tx, added.flatMap(indexedRow(this.#options.author)), terms);
    }
    outcome.redirects += await saveFormerPaths(tx, planned);
    await saveItems(tx, this.#options.source, planned);
    for (const { record, known, pictureHosts } of planned) {
      count(record, known !== null, outcome);
      outcome.addPictures(pictureHosts, record.title);
    }
    const postIds = planned.map(({ record }) => record.id);
    const after = replacing.length === 0 ? scopesOfNew(planned, terms) : await scopesOf(tx, postIds);
    return [
      { type: "posts.imported", payload: { postIds, before, after } },
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

  #plan(rendered: RenderedPost, slug: string): PlannedPost {
    const { post } = rendered;
    const seriesId = post.series === null ? null : this.#terms.idOf("series", post.series.slug);
    return { ...rendered, record: this.#record(rendered, slug), seriesId, formerPaths: formerPathsOf(post, slug) };
  }

  #record({ post, id }: RenderedPost, slug: string): PostFields {
    const createdAt = post.createdAt ?? post.publishedAt ?? new Date();
    // A hidden post cannot have been public at a time that has not come.
    const isDated = post.state === "PUBLISHED" || (post.publishedAt !== null && post.publishedAt <= new Date());
    const authors = [post.author ?? this.#options.author, ...post.coAuthors];
    return {
      id,
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
      cover: post.cover === null ? null : storedCover(post.cover, this.#options.siteUrl),
      ...seoColumns(post.seo),
      isPinned: post.isPinned ?? false,
      categoryIds: post.categories.filter((path) => path.length > 0).map((path) => this.#terms.categoryId(path)),
      tagIds: post.tags.map((tag) => this.#terms.idOf("tag", tag.slug)),
    };
  }

  async #saveSeries(tx: EntityManager, planned: readonly PlannedPost[]): Promise<void> {
    const known = planned.filter((each) => each.known !== null);
    const current = [known.map(({ record }) => record.id), known.map(({ seriesId }) => seriesId)];
    const [left]: [SeriesId[]] = known.length === 0 ? [[]] : await tx.query(LEAVE_SERIES, current);
    const rows = planned.flatMap(({ post, record, seriesId }) => {
      if (post.series === null) return [];
      // Parts without a number are ordered by publication time, in minutes, because seconds exceed an integer in 2038.
      const position = post.series.position ?? Math.trunc(Date.parse(record.publishedAt ?? record.createdAt) / 60_000);
      return [[record.id, seriesId, position]];
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
}

function termIdsOf(planned: readonly PlannedPost[]): TermIds {
  const idsOf = (idsOfPost: (post: PlannedPost) => readonly string[]): string[] => distinct(planned.flatMap(idsOfPost));
  return {
    categories: idsOf(({ record }) => record.categoryIds),
    tags: idsOf(({ record }) => record.tagIds),
    series: idsOf(({ seriesId }) => (seriesId === null ? [] : [seriesId])),
    authors: idsOf(({ record }) => authorIdsOf(record)),
  };
}

const withBody = (planned: PlannedPost & DerivedContent) => ({
  ...planned,
  record: {
    ...planned.record,
    ...{ source: planned.post.source, format: planned.post.format, rendered: planned.rendered },
    hasFormulas: planned.post.hasFormulas,
  },
});

const indexedRow =
  (author: ImportedAuthor) =>
  ({ post, record, seriesId, indexRow }: PlannedPost & EncodedContent): IndexedRow[] =>
    indexRow === null ? [] : [{ record, seriesId, indexed: fieldsInSource(post, author), row: indexRow }];

function formerPathsOf(post: ImportedPost, slug: string): string[] {
  const paths = distinct(post.formerPaths.map(normalisePath).filter((path) => path !== null));
  return paths.filter((path) => path !== "/" && path !== postPath(slug));
}

/** Returns the number of new former paths. */
async function saveFormerPaths(tx: EntityManager, planned: readonly PlannedPost[]): Promise<number> {
  const added = await bulkInsert(tx, {
    name: "import.formerPaths insert",
    table: "path_alias",
    columns: { path: "text", kind: "text", target_id: "uuid", visible_from: "timestamptz" },
    rows: planned.flatMap(({ record, formerPaths }) =>
      formerPaths.map((path) => [path, "post", record.id, visibleFromOf(record)]),
    ),
    onConflict: "on conflict do nothing returning 1",
  });
  return added.length;
}

function count(record: PostFields, wasKnown: boolean, { posts, visibility }: ImportOutcome): void {
  if (wasKnown) posts.updated += 1;
  else posts.created += 1;
  if (record.state === "DRAFT") visibility.draft += 1;
  else if (record.state === "TRASHED") visibility.trashed += 1;
  else if (Date.parse(record.publishedAt ?? "") > Date.now()) visibility.scheduled += 1;
  else visibility.published += 1;
}
