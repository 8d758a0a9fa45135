// Runs imports of posts and exports on a scratch database, and takes snapshots of the resulting content without ids and times.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DataSource } from "typeorm";
import type { ImportEvent, ImportedPost } from "../../../src/intake/importers/import-event.js";
import type { ImportOptions } from "../../../src/intake/importers/import-options.js";
import type { ImportReport } from "../../../src/intake/importers/import-report.js";
import { runImport } from "../../../src/intake/importers/run-import.js";
import { readWordPress } from "../../../src/intake/importers/wordpress/wordpress-reader.js";

export function importedPost(key: string, fields: Partial<ImportedPost> = {}): ImportedPost {
  return {
    key,
    slug: key,
    title: `Post ${key}`,
    source: `Text of ${key}.`,
    format: "MARKDOWN",
    excerpt: null,
    state: "PUBLISHED",
    publishedAt: new Date("2020-05-01T02:00:00Z"),
    createdAt: null,
    updatedAt: null,
    locale: null,
    author: null,
    coAuthors: [],
    categories: [],
    tags: [],
    series: null,
    cover: null,
    seo: { title: null, description: null, canonicalUrl: null, noIndex: false },
    formerPaths: [],
    ...fields,
  };
}

export const term = (slug: string): { slug: string; name: string } => ({ slug, name: slug.toUpperCase() });

export async function* batches(...events: ImportEvent[]): AsyncGenerator<ImportEvent[]> {
  yield events;
}

export async function* postBatches(posts: readonly ImportedPost[]): AsyncGenerator<ImportEvent[]> {
  for (const post of posts) yield [{ kind: "post", post }];
}

export function importInto(
  dataSource: DataSource,
  events: AsyncIterable<ImportEvent[]>,
  options: Partial<ImportOptions> = {},
): Promise<ImportReport> {
  return runImport(dataSource, events, {
    source: "test",
    author: { slug: "editor", name: "Editor", bio: null },
    locale: null,
    isDryRun: false,
    ...options,
  });
}

export const importPosts = (
  dataSource: DataSource,
  posts: readonly ImportedPost[],
  options: Partial<ImportOptions> = {},
): Promise<ImportReport> => importInto(dataSource, postBatches(posts), options);

export async function importExport(dataSource: DataSource, xml: string | Uint8Array): Promise<ImportReport> {
  return withExportFile(xml, (path) => importInto(dataSource, readWordPress(path, { pages: "skip" })));
}

export async function withExportFile<Result>(
  content: string | Uint8Array,
  work: (path: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "import-"));
  try {
    const path = join(folder, "export.xml");
    await writeFile(path, content);
    return await work(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const SNAPSHOT_QUERIES = {
  posts: `select p.slug, p.title, p.state, p.published_at::text, p.visible_from::text, p.version, p.locale, p.excerpt,
            array(select a.slug from post_author m join author a on a.id = m.author_id where m.post_id = p.id order by m.position) as authors, p.cover, b.source, b.html, b.markdown, b.text, b.links, b.table_of_contents, b.word_count
          from post p join post_body b on b.post_id = p.id order by p.slug`,
  categories: "select path, name, description, cardinality(ancestor_ids) as depth from category order by path",
  tags: "select slug, name from tag order by slug",
  authors: "select slug, name, bio from author order by slug",
  postCategories: `select p.slug, c.path, m.position from post_category m join post p on p.id = m.post_id
          join category c on c.id = m.category_id order by 1, 2`,
  categoryListings: `select p.slug, c.path from category_listing m join post p on p.id = m.post_id
           join category c on c.id = m.category_id order by 1, 2`,
  postTags: `select p.slug, t.slug as tag, m.position from post_tag m join post p on p.id = m.post_id
           join tag t on t.id = m.tag_id order by 1, 2`,
  series: `select s.slug, e.position, p.slug as post from series_entry e join series s on s.id = e.series_id
           join post p on p.id = e.post_id order by 1, 2, 3`,
  links: "select p.slug, l.path from post_link l join post p on p.id = l.post_id order by 1, 2",
  aliases: "select a.path, a.kind, p.slug from path_alias a left join post p on p.id = a.target_id order by 1, 2, 3",
  items:
    "select i.source, i.key, p.slug, i.version from import_item i left join post p on p.id = i.post_id order by 1, 2",
  revisions:
    "select p.slug, r.version, r.title, r.editor from revision r join post p on p.id = r.post_id order by 1, 2",
  site: "select title, description, url, locale from site",
} as const;

export type Snapshot = Record<keyof typeof SNAPSHOT_QUERIES, Record<string, unknown>[]>;

export async function snapshotOf(dataSource: DataSource): Promise<Snapshot> {
  const snapshot: Partial<Snapshot> = {};
  for (const [name, sql] of Object.entries(SNAPSHOT_QUERIES))
    snapshot[name as keyof Snapshot] = await dataSource.query(sql);
  return snapshot as Snapshot;
}

/**
 * A digest per table that changes with every written row, even if the values are the same. Totals are excluded, because a running service
 * updates them every minute.
 */
export async function tableDigests(dataSource: DataSource): Promise<string[]> {
  const tables: { name: string }[] = await dataSource.query(
    `select tablename as name from pg_tables
     where schemaname = 'public' and tablename not in ('post_count', 'post_count_horizon') order by 1`,
  );
  const digests = [];
  for (const { name } of tables) {
    const [row]: { sum: string }[] = await dataSource.query(
      `select coalesce(md5(string_agg(ctid::text || xmin::text || t::text, '|' order by ctid)), '') as sum from "${name}" t`,
    );
    digests.push(`${name} ${row?.sum}`);
  }
  return digests;
}
