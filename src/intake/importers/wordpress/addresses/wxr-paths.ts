// Determines the former paths of a post: its permalink, the permalinks with earlier slugs and dates, and the short link with its number, so
// that every link that was ever shared still works.
import { postPath } from "../../../../content/site-path.js";
import { internalPath, shortLink } from "../../../../platform/markup/internal-path.js";
import type { WxrItemIndex } from "../wxr/wxr-item-index.js";
import type { WxrItem } from "../wxr/wxr-record.js";
import { decodeName, parseWebUrl, withoutTrailingSlashes } from "../wxr/wxr-text.js";
import { fillTemplate, type PermalinkParts, type PermalinkStructures, templateOf } from "./permalink-structure.js";

/** More paths indicate a corrupt export, and each path is a row. */
const MAX_PATHS = 40;
/** A percent-encoded character may take nine characters. */
const MAX_LINK_LENGTH = 8000;
/** In UTF-8. Paths are indexed, and the size of an index row is limited. */
const MAX_PATH_BYTES = 2000;
const IN_FOLDER = /^https?:\/\/[^/]+\/./;
const DATE_IN_PATH = /^((?:\/[^/]+)*?)\/(\d{4})\/(\d\d)(?:\/(\d\d))?(?=\/)/;

/** The addresses of a post. `survey` knows the structures of the site's addresses. */
export function wxrPaths(item: WxrItem, siteUrl: string | null, { structures, index }: PathSources): string[] {
  const parts = permalinkParts(item);
  const link = pathsOfLink(item.fields.get("link") ?? "", siteUrl);
  const isPublic = item.fields.get("wp:status")?.trim() === "publish";
  const guid = isPublic ? pathsOfLink(guidOf(item, siteUrl), siteUrl) : [];
  const templates = isPublic
    ? [...structures.ofLinks, ...(link.length === 0 ? structuresOfPlain(structures) : [])]
    : [];
  const filled = templates.map((template) => fillTemplate(template, parts)).filter((path) => path !== null);
  const dated = (item.meta.get("_wp_old_date") ?? []).flatMap((date) => link.map((path) => withDate(path, date)));
  const permalinks = [...link, ...dated.filter((path) => path !== null), ...guid, ...filled];
  const paths = new Set(permalinks);
  // WordPress finds a post by its slug alone, unless a page is there.
  if (isPublic && parts.slug !== "" && !index.hasRootPage(parts.slug)) paths.add(`/${parts.slug}`);
  for (const slug of (item.meta.get("_wp_old_slug") ?? []).map(readSlug).filter((old) => old !== "")) {
    paths.add(`/${slug}`);
    // So that the former slug finds the post by itself, too, whatever the permalinks looked like.
    paths.add(postPath(slug));
    for (const path of permalinks) {
      const template = templateOf(path, parts);
      const renamed = template === null ? null : fillTemplate(template, { ...parts, slug });
      if (renamed !== null) paths.add(renamed);
    }
  }
  return withinLimits([...paths, ...shortLinkOf(item)]);
}

export interface PathSources {
  structures: PermalinkStructures;
  index: WxrItemIndex;
}

/** For the survey: the path of a post within the site, and what it may consist of. Null without a permalink. */
export function surveyedPath(item: WxrItem, siteUrl: string | null): string | null {
  return pathsOfLink(item.fields.get("link") ?? "", siteUrl).at(-1) ?? null;
}

export function permalinkParts({ fields }: WxrItem): PermalinkParts {
  const [date = ""] = /^\d{4}-\d\d-\d\d/.exec(fields.get("wp:post_date")?.trim() ?? "") ?? [];
  return {
    slug: readSlug(fields.get("wp:post_name") ?? ""),
    id: fields.get("wp:post_id")?.trim() ?? "",
    date: date === "" || date.startsWith("0000") ? null : date,
  };
}

/** A site whose permalinks are plain now (`/?p=123`) may have had others before, which links elsewhere still use. */
function structuresOfPlain({ ofPosts, ofLinks }: PermalinkStructures): string[] {
  const known = [...ofPosts, ...ofLinks];
  return known.length > 0 ? known : ["/%year%/%monthnum%/%postname%", "/%year%/%monthnum%/%day%/%postname%"];
}

/** WordPress once took the permalink for the guid, and never changed it. */
function guidOf(item: WxrItem, siteUrl: string | null): string {
  const guid = item.fields.get("guid")?.trim() ?? "";
  return internalPath(guid, siteUrl) === null ? "" : guid;
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

function readSlug(text: string): string {
  return withoutTrailingSlashes(decodeName(text.trim())).replace(/^\/+/, "");
}

/** Replaces the date in the permalink, or returns null if it has none. */
function withDate(path: string, date: string): string | null {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(date.trim()) ?? [];
  if (year === undefined || !DATE_IN_PATH.test(path)) return null;
  return path.replace(DATE_IN_PATH, (_, prefix: string, _year, _month, oldDay: string | undefined) =>
    oldDay === undefined ? `${prefix}/${year}/${month}` : `${prefix}/${year}/${month}/${day}`,
  );
}
