// The URLs of what is not a post: the front page, pages, and terms. All pages of their lists are read.
import {
  SitemapAuthorsDocument,
  SitemapCategoriesDocument,
  SitemapPagesDocument,
  SitemapSeriesDocument,
  SitemapTagsDocument,
} from "../../__generated__/graphql.js";
import type { SiteApi } from "../../api/site-api.js";
import { absoluteUrl } from "../absolute-url.js";
import { latestOf } from "../latest.js";

export interface ListedUrl {
  url: string;
  /** Null if it is not known. */
  changedAt: string | null;
}

interface PageOfList<Item> {
  site: { url: string };
  list: { nodes: readonly Item[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

type ReadPage<Item> = (after: string | null) => Promise<PageOfList<Item>>;

/** A sitemap may not have more. */
const MOST_URLS = 50_000;

export async function readPages(api: SiteApi): Promise<ListedUrl[]> {
  const read = (after: string | null) => api.query(SitemapPagesDocument, { after });
  const { siteUrl, items } = await readAll(read, MOST_URLS - 1);
  const pages = items.map(({ path, publishedAt, updatedAt, seo }) => {
    const url = absoluteUrl(siteUrl, path);
    return { url, changedAt: latestOf([publishedAt, updatedAt]), isListed: isIndexable({ url, ...seo }) };
  });
  return [{ url: absoluteUrl(siteUrl, "/"), changedAt: null }, ...pages.filter(({ isListed }) => isListed)];
}

/** Whether search engines may index it, and it is no copy of something elsewhere. */
export function isIndexable(page: { url: string; canonicalUrl: string; noIndex: boolean }): boolean {
  return !page.noIndex && page.canonicalUrl === page.url;
}

export async function readTerms(api: SiteApi): Promise<ListedUrl[]> {
  const kinds: readonly ReadPage<{ path: string }>[] = [
    (after) => api.query(SitemapCategoriesDocument, { after }),
    (after) => api.query(SitemapTagsDocument, { after }),
    (after) => api.query(SitemapAuthorsDocument, { after }),
    (after) => api.query(SitemapSeriesDocument, { after }),
  ];
  const urls: ListedUrl[] = [];
  for (const read of kinds) {
    const { siteUrl, items } = await readAll(read, MOST_URLS - urls.length);
    urls.push(...items.map(({ path }) => ({ url: absoluteUrl(siteUrl, path), changedAt: null })));
  }
  return urls;
}

async function readAll<Item>(
  read: ReadPage<Item>,
  limit: number,
): Promise<{ siteUrl: string; items: readonly Item[] }> {
  const items: Item[] = [];
  for (let after: string | null = null; ; ) {
    const { site, list }: PageOfList<Item> = await read(after);
    items.push(...list.nodes);
    after = list.pageInfo.endCursor;
    if (!list.pageInfo.hasNextPage || items.length >= limit) return { siteUrl: site.url, items: items.slice(0, limit) };
  }
}
