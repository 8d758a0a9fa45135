// RSS 2.0, with the whole text in content:encoded.
import { type XmlElement, xml, xmlDocument } from "../xml.js";
import type { Feed, FeedEntry } from "./feed.js";

const NAMESPACES = {
  version: "2.0",
  "xmlns:atom": "http://www.w3.org/2005/Atom",
  "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
  "xmlns:dc": "http://purl.org/dc/elements/1.1/",
};

/** `selfUrl` is that of the document. */
export function rssOf(feed: Feed, selfUrl: string): string {
  const { title, description, locale, url, logo, updatedAt, siteUrl, entries } = feed;
  return xmlDocument(
    xml(
      "rss",
      NAMESPACES,
      xml(
        "channel",
        {},
        xml("title", {}, title),
        xml("link", {}, url),
        xml("description", {}, description ?? title),
        xml("language", {}, locale),
        updatedAt && xml("lastBuildDate", {}, updatedAt.toUTCString()),
        xml("generator", {}, "Colophon"),
        xml("atom:link", { rel: "self", type: "application/rss+xml", href: selfUrl }),
        logo && xml("image", {}, xml("url", {}, logo), xml("title", {}, title), xml("link", {}, url)),
        ...entries.map((entry) => itemElement(entry, siteUrl)),
      ),
    ),
  );
}

function itemElement(entry: FeedEntry, siteUrl: string): XmlElement {
  const { id, url, title, summary, publishedAt, authors, categories, tags, html } = entry;
  const terms = (names: readonly string[], domain: string) => names.map((name) => xml("category", { domain }, name));
  return xml(
    "item",
    {},
    xml("guid", { isPermaLink: "false" }, id),
    xml("title", {}, title),
    xml("link", {}, url),
    xml("pubDate", {}, publishedAt.toUTCString()),
    ...authors.map(({ name }) => xml("dc:creator", {}, name)),
    ...terms(categories, `${siteUrl}/categories`),
    ...terms(tags, `${siteUrl}/tags`),
    xml("dc:language", {}, entry.locale),
    // Readers take the description for HTML.
    xml("description", {}, escapedHtml(summary)),
    html === null ? null : xml("content:encoded", {}, html),
  );
}

function escapedHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
