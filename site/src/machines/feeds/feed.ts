// A feed, before it is written in one of its formats. All its URLs are absolute.
import type { FeedPostsFragment, FeedSiteFragment } from "../../__generated__/graphql.js";
import { absoluteUrl, completeUrl } from "../absolute-url.js";

export interface Feed {
  /** Made of the global id, so that it stays when the URL changes. */
  id: string;
  title: string;
  description: string | null;
  locale: string;
  /** What the feed is of, as a page. */
  url: string;
  icon: string | null;
  logo: string | null;
  /** Null for a feed without entries. */
  updatedAt: Date | null;
  siteUrl: string;
  /** Newest publication first. */
  entries: readonly FeedEntry[];
}

export interface FeedEntry {
  id: string;
  url: string;
  title: string;
  summary: string;
  locale: string;
  publishedAt: Date;
  updatedAt: Date;
  cover: string | null;
  authors: readonly { name: string; url: string }[];
  categories: readonly string[];
  tags: readonly string[];
  /** Null if the texts of the feed are too long for one document. */
  html: string | null;
}

export type FeedPost = FeedPostsFragment["nodes"][number];

/** What the posts of the feed have in common, if they are not all of the site. */
export interface FeedTerm {
  id: string;
  path: string;
  title: string;
  description?: string | null;
}

export function feedOf(site: FeedSiteFragment["site"], term: FeedTerm | null, posts: readonly FeedPost[]): Feed {
  const entries = posts.map((post) => entryOf(site.url, post));
  const complete = (image: { url: string } | null) => image && completeUrl(site.url, image.url);
  return {
    id: urnOf(term?.id ?? site.id),
    title: term === null ? site.title : `${term.title} – ${site.title}`,
    description: (term === null ? site.description : term.description) ?? null,
    locale: site.locale,
    url: absoluteUrl(site.url, term?.path ?? "/"),
    icon: complete(site.icon),
    logo: complete(site.logo),
    updatedAt: entries.map((entry) => entry.updatedAt).reduce(later, null),
    siteUrl: site.url,
    entries,
  };
}

function entryOf(siteUrl: string, post: FeedPost): FeedEntry {
  const { title, locale, excerpt: summary, cover, authors, categories, tags, body } = post;
  const updatedAt = new Date(post.updatedAt);
  const publishedAt = new Date(post.publishedAt ?? post.updatedAt);
  return {
    id: urnOf(post.id),
    url: absoluteUrl(siteUrl, post.path),
    ...{ title, locale, summary, publishedAt },
    // A scheduled post was written before it appeared, which is the change that a reader notices.
    updatedAt: updatedAt < publishedAt ? publishedAt : updatedAt,
    cover: cover && completeUrl(siteUrl, cover.url),
    authors: authors.map(({ name, path }) => ({ name, url: absoluteUrl(siteUrl, path) })),
    categories: categories.map(({ name }) => name),
    tags: tags.map(({ name }) => name),
    html: body?.html ?? null,
  };
}

function urnOf(id: string): string {
  return `urn:colophon:${id}`;
}

export function later(one: Date | null, other: Date): Date {
  return one === null || one < other ? other : one;
}
