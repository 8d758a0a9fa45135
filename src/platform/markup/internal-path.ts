// Determines whether a link is internal, and its path. Renderer and importers use the same rule.
import { decodePercent, isWellFormedText } from "../../lib/text.js";
import { lowerCase } from "./slug.js";

const RELATIVE_BASE = "http://relative.invalid";

/** Whether a URL is only a fragment, a query or nothing, and so leads to the page itself that has the link. */
export function isOwnPage(url: string): boolean {
  return /^\s*(?:[#?]|$)/.test(url);
}

/**
 * The path of an internal URL, decoded, in NFC and lower case as paths are stored, with a leading and without a trailing slash, without
 * query and fragment (but see `shortLink`). Null for external links and for those to the page itself. `http`, `https` and a leading `www.`
 * are the same site, because blogs move between them and old links remain. Relative URLs are resolved against `page`, a path of the site.
 */
export function internalPath(url: string, siteUrl: string | null, page = "/"): string | null {
  const target = siteTarget(url, siteUrl, page);
  if (target === null) return null;
  const short = target.path === "" || target.path === null ? shortLink(target.query) : null;
  if (short !== null) return short;
  return target.path === null ? null : normalise(target.path);
}

/** What a URL names on the site. */
interface SiteTarget {
  /** As written, without the base of the site and the slashes at both ends. Null for the root of the host of a site below it. */
  path: string | null;
  query: string;
}

/** Null for external links and for those to the page itself. */
export function siteTarget(url: string, siteUrl: string | null, page = "/"): SiteTarget | null {
  const written = url.trim();
  if (isOwnPage(written)) return null;
  const target = parseUrl(written, RELATIVE_BASE + page);
  if (target === null || (target.protocol !== "http:" && target.protocol !== "https:")) return null;
  const site = siteUrl === null ? null : parseUrl(siteUrl);
  const isRelative = target.host === "relative.invalid";
  if (!isRelative && (site === null || hostOf(target) !== hostOf(site))) return null;
  const base = trimSlashes(site?.pathname ?? "");
  const path = trimSlashes(target.pathname);
  const query = target.search;
  if (path === base) return { path: "", query };
  if (base === "" || (isRelative && !written.startsWith("/"))) return { path, query };
  if (path === "") return { path: null, query };
  return path.startsWith(`${base}/`) ? { path: path.slice(base.length + 1), query } : null;
}

/**
 * Normalises `/?p=123`, the form in which the query names a post: in WordPress without permalinks, in short links and in feed ids. Null for
 * any other query.
 */
export function shortLink(query: string): string | null {
  const id = /^\?(?:.*&)?p(?:age_id)?=0*([1-9]\d{0,14})(?:&|#|$)/s.exec(query.slice(0, 200))?.[1];
  return id === undefined ? null : `/?p=${id}`;
}

function parseUrl(url: string, base?: string): URL | null {
  // Node 20 does not have URL.parse, which does not throw.
  return URL.canParse(url, base) ? new URL(url, base) : null;
}

/** URL lowers the case of the host and drops the port that its protocol has by default. */
function hostOf({ hostname, port }: URL): string {
  const host = hostname.replace(/^www\./, "").replace(/\.$/, "");
  return port === "" || port === "80" || port === "443" ? host : `${host}:${port}`;
}

function trimSlashes(path: string): string {
  let start = 0;
  let end = path.length;
  while (path[start] === "/") start++;
  while (end > start && path[end - 1] === "/") end--;
  return path.slice(start, end);
}

/** Null if the path cannot be stored, such as with `%00`. */
function normalise(path: string): string | null {
  const decoded = lowerCase(decodePercent(path));
  return isWellFormedText(decoded) ? `/${decoded}` : null;
}
