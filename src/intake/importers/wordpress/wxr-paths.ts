// Determines the former paths of a post: its permalink, the permalinks with earlier slugs and dates, and the short link with its number, so
// that every link that was ever shared still works.
import { postPath } from "../../../content/site-path.js";
import { internalPath, shortLink } from "../../../platform/markup/internal-path.js";
import type { WxrItem } from "./wxr/wxr-record.js";
import { decodeName, parseWebUrl, withoutTrailingSlashes } from "./wxr/wxr-text.js";

/** More paths indicate a corrupt export, and each path is a row. */
const MAX_PATHS = 40;
/** A percent-encoded character may take nine characters. */
const MAX_LINK_LENGTH = 8000;
/** In UTF-8. Paths are indexed, and the size of an index row is limited. */
const MAX_PATH_BYTES = 2000;
const IN_FOLDER = /^https?:\/\/[^/]+\/./;
const DATE_IN_PATH = /^((?:\/[^/]+)*?)\/(\d{4})\/(\d\d)(?:\/(\d\d))?(?=\/)/;

export function wxrPaths(item: WxrItem, siteUrl: string | null): string[] {
  const current = pathsOfLink(item.fields.get("link") ?? "", siteUrl);
  const oldSlugs = (item.meta.get("_wp_old_slug") ?? []).map(readSlug).filter((slug) => slug !== "");
  const oldDates = item.meta.get("_wp_old_date") ?? [];
  const dated = oldDates.flatMap((date) => current.map((path) => withDate(path, date)));
  const permalinks = [...current, ...pathsBeforePlainLinks(item), ...dated.filter((path) => path !== null)];
  const paths = new Set(permalinks);
  for (const slug of oldSlugs) {
    paths.add(`/${slug}`);
    // So that the former slug finds the post by itself, too, whatever the permalinks looked like.
    paths.add(postPath(slug));
    for (const path of permalinks) {
      const renamed = withSlug(path, readSlug(item.fields.get("wp:post_name") ?? ""), slug);
      if (renamed !== null) paths.add(renamed);
    }
  }
  return withinLimits([...paths, ...shortLinkOf(item)]);
}

/** The addresses of a page: its permalink and the short link with its number. */
export function pagePaths(item: WxrItem, siteUrl: string | null): string[] {
  return withinLimits([...pathsOfLink(item.fields.get("link") ?? "", siteUrl), ...shortLinkOf(item)]);
}

/** The addresses of the page of a file, such as `/2020/05/hello/photo` and `/?attachment_id=7`. */
export function attachmentPaths(item: WxrItem, siteUrl: string | null): string[] {
  const id = item.fields.get("wp:post_id")?.trim() ?? "";
  const numbered = /^[1-9]\d{0,14}$/.test(id) ? [`/?attachment_id=${id}`] : [];
  return withinLimits([...pathsOfLink(item.fields.get("link") ?? "", siteUrl), ...numbered]);
}

function shortLinkOf(item: WxrItem): string[] {
  const short = shortLink(`?p=${item.fields.get("wp:post_id")?.trim() ?? ""}`);
  return short === null ? [] : [short];
}

function withinLimits(paths: Iterable<string>): string[] {
  return [...new Set(paths)].filter((path) => Buffer.byteLength(path) <= MAX_PATH_BYTES).slice(0, MAX_PATHS);
}

/**
 * The decoded paths of a permalink without trailing slash. There are none for the front page and for `/?p=123`. A blog in a folder of its
 * host has two paths: with the folder, as in the address, and without it, as internal links are stored.
 */
function pathsOfLink(link: string, siteUrl: string | null): string[] {
  const url = link.length > MAX_LINK_LENGTH ? null : parseWebUrl(link);
  if (url === null || url.search !== "") return [];
  const path = withoutTrailingSlashes(decodeName(url.pathname));
  if (path === "" || path.startsWith("//")) return [];
  const inside = siteUrl !== null && IN_FOLDER.test(siteUrl) ? internalPath(url.href, siteUrl) : null;
  return inside === null || inside === "/" || inside === path ? [path] : [path, decodeName(inside)];
}

/**
 * A site whose permalinks are plain now (`/?p=123`) may have had others before, which links still use: WordPress finds the post by the slug, with
 * or without the date. Posts that were never public have plain links everywhere.
 */
function pathsBeforePlainLinks({ fields }: WxrItem): string[] {
  const slug = readSlug(fields.get("wp:post_name") ?? "");
  const isPlain = /^https?:\/\/[^?#]*\?p=\d+$/.test(fields.get("link")?.trim() ?? "");
  if (!isPlain || slug === "" || fields.get("wp:status")?.trim() !== "publish") return [];
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d) /.exec(fields.get("wp:post_date")?.trim() ?? "") ?? [];
  if (year === undefined || year === "0000") return [`/${slug}`];
  return [`/${year}/${month}/${slug}`, `/${year}/${month}/${day}/${slug}`, `/${slug}`];
}

function readSlug(text: string): string {
  return withoutTrailingSlashes(decodeName(text.trim())).replace(/^\/+/, "");
}

/** Replaces the slug of the permalink if it is the last segment, with or without an extension such as `.html`. */
function withSlug(path: string, slug: string, otherSlug: string): string | null {
  if (slug === "") return null;
  const start = path.lastIndexOf("/") + 1;
  const segment = path.slice(start);
  if (segment !== slug && !segment.startsWith(`${slug}.`)) return null;
  return path.slice(0, start) + otherSlug + segment.slice(slug.length);
}

/** Replaces the date in the permalink, or returns null if it has none. */
function withDate(path: string, date: string): string | null {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(date.trim()) ?? [];
  if (year === undefined || !DATE_IN_PATH.test(path)) return null;
  return path.replace(DATE_IN_PATH, (_, prefix: string, _year, _month, oldDay: string | undefined) =>
    oldDay === undefined ? `${prefix}/${year}/${month}` : `${prefix}/${year}/${month}/${day}`,
  );
}
