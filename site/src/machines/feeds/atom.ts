// Atom (RFC 4287).
import { type XmlElement, xml, xmlDocument } from "../xml.js";
import type { Feed, FeedEntry } from "./feed.js";

/** Readers want an instant in any feed, also in one without entries. */
const BEFORE_ALL_POSTS = new Date(0);

/** `selfUrl` is that of the document. */
export function atomOf(feed: Feed, selfUrl: string): string {
  const { id, title, description, locale, url, icon, logo, updatedAt, siteUrl, entries } = feed;
  const root = { xmlns: "http://www.w3.org/2005/Atom", "xml:lang": locale };
  return xmlDocument(
    xml(
      "feed",
      root,
      xml("id", {}, id),
      xml("title", { type: "text" }, title),
      description && xml("subtitle", { type: "text" }, description),
      xml("updated", {}, (updatedAt ?? BEFORE_ALL_POSTS).toISOString()),
      xml("link", { rel: "self", type: "application/atom+xml", href: selfUrl }),
      xml("link", { rel: "alternate", type: "text/html", href: url }),
      icon && xml("icon", {}, icon),
      logo && xml("logo", {}, logo),
      xml("generator", {}, "Colophon"),
      ...entries.map((entry) => entryElement(entry, siteUrl)),
    ),
  );
}

function entryElement(entry: FeedEntry, siteUrl: string): XmlElement {
  const { id, url, title, summary, locale, publishedAt, updatedAt, authors, categories, tags, html } = entry;
  const terms = (names: readonly string[], scheme: string) => names.map((term) => xml("category", { term, scheme }));
  return xml(
    "entry",
    { "xml:lang": locale },
    xml("id", {}, id),
    xml("title", { type: "text" }, title),
    xml("link", { rel: "alternate", type: "text/html", href: url }),
    xml("published", {}, publishedAt.toISOString()),
    xml("updated", {}, updatedAt.toISOString()),
    ...authors.map((author) => xml("author", {}, xml("name", {}, author.name), xml("uri", {}, author.url))),
    ...terms(categories, `${siteUrl}/categories`),
    ...terms(tags, `${siteUrl}/tags`),
    xml("summary", { type: "text" }, summary),
    html === null ? null : xml("content", { type: "html" }, html),
  );
}
