// Writes small WordPress exports to temporary files and reads them back as events.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ImportEvent, ImportedPost, ImportNotice } from "../../../../src/intake/importers/import-event.js";
import { readWordPress, type WordPressOptions } from "../../../../src/intake/importers/wordpress/wordpress-reader.js";

const NAMESPACES =
  'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" ' +
  'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"';

export const cdata = (text: string): string => `<![CDATA[${text}]]>`;

/** An `<item>`. The given fields replace those of an ordinary published post; null omits a field. */
export function itemXml(fields: Readonly<Record<string, string | null>> = {}, more = ""): string {
  const all: Record<string, string | null> = {
    title: cdata("Hello 世界"),
    link: "https://blog.example.org/2020/05/hello/",
    pubDate: "Fri, 01 May 2020 02:00:00 +0000",
    "dc:creator": cdata("lin"),
    guid: "https://blog.example.org/?p=7",
    "content:encoded": cdata("<p>Content</p>"),
    "excerpt:encoded": cdata(""),
    "wp:post_id": "7",
    "wp:post_date": cdata("2020-05-01 10:00:00"),
    "wp:post_date_gmt": cdata("2020-05-01 02:00:00"),
    "wp:post_modified_gmt": cdata("2021-01-02 03:04:05"),
    "wp:post_name": cdata("hello"),
    "wp:status": cdata("publish"),
    "wp:post_type": cdata("post"),
    "wp:post_password": cdata(""),
    ...fields,
  };
  const lines = Object.entries(all).map(([name, text]) => (text === null ? "" : `<${name}>${text}</${name}>`));
  return `<item>${lines.join("\n")}${more}</item>\n`;
}

export function metaXml(key: string, value: string): string {
  return `<wp:postmeta><wp:meta_key>${cdata(key)}</wp:meta_key><wp:meta_value>${cdata(value)}</wp:meta_value></wp:postmeta>`;
}

export function categoryXml(nicename: string, parent: string, name: string): string {
  return `<wp:category><wp:category_nicename>${cdata(nicename)}</wp:category_nicename><wp:category_parent>${cdata(parent)}</wp:category_parent><wp:cat_name>${cdata(name)}</wp:cat_name></wp:category>\n`;
}

/** A complete export with the given parts of its channel. */
export function exportXml(
  channel: string,
  version = "1.2",
  declaration = '<?xml version="1.0" encoding="UTF-8"?>',
): string {
  return `${declaration}
<rss version="2.0" ${NAMESPACES}>
<channel>
<title>工程博客</title>
<link>https://blog.example.org</link>
<description>Notes &amp; more</description>
<language>zh-CN</language>
<wp:wxr_version>${version}</wp:wxr_version>
<wp:base_site_url>https://blog.example.org</wp:base_site_url>
<wp:base_blog_url>https://blog.example.org</wp:base_blog_url>
${channel}
</channel>
</rss>
`;
}

export interface Outcome {
  events: ImportEvent[];
  posts: ImportedPost[];
  notices: ImportNotice[];
  counts: Record<string, number>;
}

export async function readExport(
  content: string | Uint8Array,
  options: WordPressOptions = { pages: "skip" },
): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), "wxr-"));
  try {
    const path = join(folder, "export.xml");
    await writeFile(path, content);
    const events: ImportEvent[] = [];
    for await (const batch of readWordPress(path, options)) events.push(...batch);
    return sorted(events);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function sorted(events: ImportEvent[]): Outcome {
  const outcome: Outcome = { events, posts: [], notices: [], counts: {} };
  for (const event of events) {
    if (event.kind === "post") outcome.posts.push(event.post);
    if (event.kind === "notice") outcome.notices.push(event.notice);
    if (event.kind === "counted") outcome.counts[event.what] = event.count;
  }
  return outcome;
}

/** Reads an export with this one item and returns its post. */
export async function readItem(
  fields: Readonly<Record<string, string | null>>,
  more = "",
): Promise<Outcome & { post: ImportedPost }> {
  const outcome = await readExport(exportXml(itemXml(fields, more)));
  const [post] = outcome.posts;
  if (post === undefined) throw new Error(`expected a post, got ${JSON.stringify(outcome.notices)}`);
  return { ...outcome, post };
}

export function codes(notices: readonly ImportNotice[]): string[] {
  return notices.map(({ code }) => code);
}
