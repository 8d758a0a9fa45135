// The first posts of a source beside what became of them, so that the owner of a site can compare the two by eye.
import type { EntityManager } from "typeorm";
import { postPath } from "../../../content/site-path.js";
import type { ImportedPost, PostOrigin } from "../import-event.js";

/** In UTF-16 units. What exceeds it is left out of the report. */
const MAX_SOURCE = 20_000;
const MAX_HTML = 200_000;

export type SampleState = "PUBLISHED" | "SCHEDULED" | "DRAFT" | "TRASHED";

/** What became of a sample, as it is stored. */
export interface SampleResult {
  title: string;
  path: string;
  state: SampleState;
  /** ISO 8601. Null of a hidden post. */
  publishedAt: string | null;
  locale: string;
  authors: string[];
  /** Rendered and sanitised. Null if it is too long to be shown. */
  html: string | null;
}

export interface SamplePost {
  key: string;
  /** The name of the post in notices. */
  item: string;
  title: string;
  /** The file or body as it was written, or its beginning. */
  text: string;
  isShortened: boolean;
  /** Each from the root to the category itself. */
  categories: string[];
  tags: string[];
  series: string | null;
  /** The addresses of the post in the source. */
  formerPaths: string[];
  /** Null if the post could not be imported. */
  result: SampleResult | null;
}

export function sampleOf(post: ImportedPost, origin: PostOrigin | undefined): SamplePost {
  const text = origin?.text ?? post.source;
  return {
    key: post.key,
    item: origin?.item ?? post.title,
    title: post.title,
    // Joined, so that the whole text is not kept in memory.
    text: Array.from(text.slice(0, MAX_SOURCE)).join(""),
    isShortened: text.length > MAX_SOURCE,
    categories: post.categories.map((path) => path.map(({ name }) => name).join(" / ")),
    tags: post.tags.map(({ name }) => name),
    series: post.series?.name ?? null,
    formerPaths: [...post.formerPaths],
    result: null,
  };
}

interface StoredRow {
  key: string;
  title: string;
  slug: string;
  state: "DRAFT" | "PUBLISHED" | "TRASHED";
  isScheduled: boolean;
  publishedAt: string | null;
  locale: string;
  authors: string[];
  html: string | null;
}

const STORED = `/* import.samples select */
  select i.key, p.title, p.slug, p.state, p.published_at > now() as "isScheduled", p.locale,
    to_char(p.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "publishedAt",
    array(select a.name from post_author m join author a on a.id = m.author_id where m.post_id = p.id order by m.position) as authors,
    case when length(b.html) <= ${MAX_HTML} then b.html end as html
  from import_item i join post p on p.id = i.post_id join post_body b on b.post_id = p.id
  where i.source = $1 and i.key = any($2)`;

/** Adds what is stored of each sample, after its links have been rewritten. */
export async function addResults(tx: EntityManager, source: string, samples: readonly SamplePost[]): Promise<void> {
  if (samples.length === 0) return;
  const rows: StoredRow[] = await tx.query(STORED, [source, samples.map(({ key }) => key)]);
  const byKey = new Map(rows.map((row) => [row.key, row]));
  for (const sample of samples) {
    const row = byKey.get(sample.key);
    if (row === undefined) continue;
    const { title, publishedAt, locale, authors, html } = row;
    const state = row.state === "PUBLISHED" && row.isScheduled ? "SCHEDULED" : row.state;
    sample.result = { title, path: postPath(row.slug), state, publishedAt, locale, authors, html };
  }
}
