// The feeds of the site, and of each category, tag, author and series, in three formats.
import {
  AuthorFeedDocument,
  CategoryFeedDocument,
  type FeedSiteFragment,
  SeriesFeedDocument,
  SiteFeedDocument,
  TagFeedDocument,
} from "../../__generated__/graphql.js";
import { ApiError, type SiteApi } from "../../api/site-api.js";
import { MOVED, notFoundReply, redirectReply } from "../../replies.js";
import { encodePath } from "../../site-path.js";
import type { Route, SiteReply } from "../../site-reply.js";
import { absoluteUrl, decodePath } from "../absolute-url.js";
import { atomOf } from "./atom.js";
import { type Feed, type FeedPost, type FeedTerm, feedOf } from "./feed.js";
import { jsonFeedOf } from "./json-feed.js";
import { rssOf } from "./rss.js";

interface FeedFormat {
  contentType: string;
  write(feed: Feed, selfUrl: string): string;
}

/** By the last part of the path. */
const FORMATS: Readonly<Record<string, FeedFormat>> = {
  "feed.xml": { contentType: "application/atom+xml; charset=utf-8", write: atomOf },
  "rss.xml": { contentType: "application/rss+xml; charset=utf-8", write: rssOf },
  "feed.json": { contentType: "application/feed+json; charset=utf-8", write: jsonFeedOf },
};

/** A feed has this many entries, if there are as many posts. */
const ENTRIES = 50;
/** So many of the newest have their whole text if all together are too long for one response of the API. */
const ENTRIES_WITH_LONG_TEXTS = 10;

interface Part {
  first: number;
  withText: boolean;
}

interface FeedSource {
  site: FeedSiteFragment["site"];
  /** Null for the feed of the site. */
  term: FeedTerm | null;
  posts: readonly FeedPost[];
}

/** Null if there is nothing at the path. */
type ReadFeed = (api: SiteApi, slug: string, part: Part) => Promise<FeedSource | null>;

interface TermFeedQuery {
  site: FeedSiteFragment["site"];
  term: (FeedTerm & { posts: { nodes: FeedPost[] } }) | null;
}

const sourceOf = ({ site, term }: TermFeedQuery): FeedSource | null => term && { site, term, posts: term.posts.nodes };

const readSiteFeed: ReadFeed = async (api, _slug, part) => {
  const { site, posts } = await api.query(SiteFeedDocument, part);
  return { site, term: null, posts: posts.nodes };
};

/** By the first part of the path. */
const TERM_FEEDS: Readonly<Record<string, ReadFeed>> = {
  categories: async (api, slug, part) => sourceOf(await api.query(CategoryFeedDocument, { slug, ...part })),
  tags: async (api, slug, part) => sourceOf(await api.query(TagFeedDocument, { slug, ...part })),
  authors: async (api, slug, part) => sourceOf(await api.query(AuthorFeedDocument, { slug, ...part })),
  series: async (api, slug, part) => sourceOf(await api.query(SeriesFeedDocument, { slug, ...part })),
};

/** Null for a path that no feed has. */
export function feedRoute(path: string): Route | null {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  const place = decodePath(path.slice(0, -name.length - 1));
  if (format === undefined || place === null) return null;
  const [, kind = "", slug = ""] = /^\/([a-z]+)\/(.+)$/.exec(place) ?? [];
  const read = place === "" ? readSiteFeed : Object.hasOwn(TERM_FEEDS, kind) ? TERM_FEEDS[kind] : undefined;
  if (read === undefined) return null;
  return {
    key: `feed ${name} ${place}`,
    varies: false,
    respond: async (api) => {
      const source = await wholeSource((part) => read(api, slug, part));
      return source === null ? notFoundReply() : replyOf(source, format, { place, name });
    },
  };
}

/** The posts with their texts, or with as many of them as fit. */
async function wholeSource(read: (part: Part) => Promise<FeedSource | null>): Promise<FeedSource | null> {
  const all = await ifItFits(read({ first: ENTRIES, withText: true }));
  if (all !== "too large") return all;
  const [source, newest] = [
    await read({ first: ENTRIES, withText: false }),
    await ifItFits(read({ first: ENTRIES_WITH_LONG_TEXTS, withText: true })),
  ];
  if (source === null || newest === null || newest === "too large") return source;
  const withTexts = new Map(newest.posts.map((post) => [post.id, post]));
  return { ...source, posts: source.posts.map((post) => withTexts.get(post.id) ?? post) };
}

async function ifItFits<V>(reading: Promise<V>): Promise<V | "too large"> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ApiError && error.kind === "too-large") return "too large";
    throw error;
  }
}

function replyOf(
  { site, term, posts }: FeedSource,
  { contentType, write }: FeedFormat,
  { place, name }: { place: string; name: string },
): SiteReply {
  const path = `${term?.path ?? ""}/${name}`;
  if (term !== null && term.path !== place) return redirectReply(MOVED, encodePath(path));
  const feed = feedOf(site, term, posts);
  const body = write(feed, absoluteUrl(site.url, path));
  return { status: 200, contentType, headers: [], body, ...(feed.updatedAt && { lastModified: feed.updatedAt }) };
}
