// The sitemap (https://www.sitemaps.org/protocol.html): an index with one file or more for each month of publication, one of terms and one of pages, so
// that it is complete by construction and a crawler reads only what is new.
import { SitemapIndexDocument, SitemapMonthDocument } from "../../__generated__/graphql.js";
import type { SiteApi } from "../../api/site-api.js";
import { notFoundReply } from "../../replies.js";
import type { Route, SiteReply } from "../../site-reply.js";
import { absoluteUrl } from "../absolute-url.js";
import { latestOf } from "../latest.js";
import { WrittenXml, xml, xmlDocument, xmlText } from "../xml.js";
import { isIndexable, type ListedUrl, readPages, readTerms } from "./listed-urls.js";

const NAMESPACE = { xmlns: "http://www.sitemaps.org/schemas/sitemap/0.9" };
/** So many posts are a part of a month, as `Query.postPaths` has it. */
const PART_SIZE = 4_000;
const FILE = /^\/sitemap(?:-(?:(\d{4}-\d\d)(?:-([1-9]\d{0,3}))?|(terms)|(pages)))?\.xml$/;

/** Null for a path that no sitemap has. */
export function sitemapRoute(path: string): Route | null {
  const [file, month, part, terms, pages] = FILE.exec(path) ?? [];
  if (file === undefined) return null;
  // The first part has no number.
  if (part === "1") return null;
  return { key: `sitemap ${path}`, varies: false, respond: (api) => respond(api) };

  async function respond(api: SiteApi): Promise<SiteReply> {
    if (month !== undefined) return monthFile(api, month, Number(part ?? 1));
    if (terms !== undefined) return urlFile(await readTerms(api));
    return pages === undefined ? indexFile(api) : urlFile(await readPages(api));
  }
}

async function indexFile(api: SiteApi): Promise<SiteReply> {
  const { site, archive } = await api.query(SitemapIndexDocument, {});
  const names = archive
    .flatMap((year) => year.months)
    .flatMap(({ year, month, postCount }) => {
      const name = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
      const parts = Math.ceil(postCount / PART_SIZE);
      return Array.from({ length: parts }, (_, place) => (place === 0 ? name : `${name}-${place + 1}`));
    });
  const files = ["pages", "terms", ...names].map((name) =>
    xml("sitemap", {}, xml("loc", {}, absoluteUrl(site.url, `/sitemap-${name}.xml`))),
  );
  return xmlReply(xmlDocument(xml("sitemapindex", NAMESPACE, ...files)));
}

async function monthFile(api: SiteApi, month: string, part: number): Promise<SiteReply> {
  if (!/-(?:0[1-9]|1[0-2])$/.test(month) || month.startsWith("0000") || part > 1_000) return notFoundReply();
  const { site, postPaths } = await api.query(SitemapMonthDocument, { month, part });
  if (postPaths.length === 0) return notFoundReply();
  const urls: ListedUrl[] = [];
  for (const { path, publishedAt, updatedAt, noIndex, canonicalUrl } of postPaths) {
    const url = absoluteUrl(site.url, path);
    if (isIndexable({ url, noIndex, canonicalUrl: canonicalUrl ?? url })) {
      urls.push({ url, changedAt: publishedAt < updatedAt ? updatedAt : publishedAt });
    }
  }
  return urlFile(urls);
}

function urlFile(urls: readonly ListedUrl[]): SiteReply {
  let written = "";
  for (const { url, changedAt } of urls) {
    written += `<url><loc>${xmlText(url)}</loc>${changedAt === null ? "" : `<lastmod>${changedAt}</lastmod>`}</url>`;
  }
  const document = xmlDocument(xml("urlset", NAMESPACE, new WrittenXml(written)));
  return xmlReply(document, latestOf(urls.map(({ changedAt }) => changedAt)));
}

function xmlReply(body: string, changedAt: string | null = null): SiteReply {
  const lastModified = changedAt === null ? undefined : new Date(changedAt);
  return { status: 200, contentType: "application/xml; charset=utf-8", headers: [], body, lastModified };
}
