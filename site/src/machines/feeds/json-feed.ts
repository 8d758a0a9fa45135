// JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).
import type { Feed, FeedEntry } from "./feed.js";

/** `selfUrl` is that of the document. */
export function jsonFeedOf({ title, description, locale, url, icon, logo, entries }: Feed, selfUrl: string): string {
  return JSON.stringify({
    version: "https://jsonfeed.org/version/1.1",
    title,
    home_page_url: url,
    feed_url: selfUrl,
    description: description ?? undefined,
    icon: logo ?? undefined,
    favicon: icon ?? undefined,
    language: locale,
    items: entries.map(itemOf),
  });
}

function itemOf(entry: FeedEntry) {
  const { id, url, title, summary, locale, publishedAt, updatedAt, cover, authors, categories, tags, html } = entry;
  return {
    id,
    url,
    title,
    // One of both forms of the content is required.
    ...(html === null ? { content_text: summary } : { content_html: html }),
    summary,
    image: cover ?? undefined,
    date_published: publishedAt.toISOString(),
    date_modified: updatedAt.toISOString(),
    authors,
    tags: [...new Set([...categories, ...tags])],
    language: locale,
  };
}
