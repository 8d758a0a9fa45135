// Which links stay on the site. Separate because importers ask the same question about redirects.
import { decodePercent, isWellFormedText } from "../../lib/text.js";
import { lowerCase } from "./slug.js";

const RELATIVE_BASE = "http://relative.invalid";

/**
 * The path of a URL that stays on the site, decoded, NFC and lower case as paths are stored, with a leading and without a
 * trailing slash, without query and fragment (but see `shortLink`); null for links elsewhere and for those that name no
 * path. `http`, `https` and a leading `www.` are one site: blogs move between them and old links stay.
 */
export function internalPath(url: string, siteUrl: string | null): string | null {
  const written = url.trim();
  if (written === "" || written.startsWith("#") || written.startsWith("?")) return null;
  const target = parseUrl(written, RELATIVE_BASE);
  if (target === null || (target.protocol !== "http:" && target.protocol !== "https:")) return null;
  const site = siteUrl === null ? null : parseUrl(siteUrl);
  const isRelative = target.host === "relative.invalid";
  if (!isRelative && (site === null || hostOf(target) !== hostOf(site))) return null;
  const base = trimSlashes(site?.pathname ?? "");
  const path = trimSlashes(target.pathname);
  if (path === base || path === "") {
    const short = shortLink(target.search);
    if (short !== null) return short;
  }
  if (base === "" || (isRelative && !written.startsWith("/"))) return normalise(path);
  if (path === base) return "/";
  return path.startsWith(`${base}/`) ? normalise(path.slice(base.length + 1)) : null;
}

/**
 * `/?p=123` in its one form: on the root the query can name a post, as in WordPress without permalinks, in its short links
 * and in the ids of its feeds. Null for any other query.
 */
export function shortLink(query: string): string | null {
  const id = /^\?(?:.*&)?p(?:age_id)?=0*([1-9]\d{0,14})(?:&|#|$)/s.exec(query.slice(0, 200))?.[1];
  return id === undefined ? null : `/?p=${id}`;
}

function parseUrl(url: string, base?: string): URL | null {
  // URL.parse would not throw, but Node 20 does not have it.
  return URL.canParse(url, base) ? new URL(url, base) : null;
}

function hostOf(url: URL): string {
  return url.host.replace(/^www\./, "");
}

function trimSlashes(path: string): string {
  let start = 0;
  let end = path.length;
  while (path[start] === "/") start++;
  while (end > start && path[end - 1] === "/") end--;
  return path.slice(start, end);
}

/** `%00` decodes to what no stored path can hold. */
function normalise(path: string): string | null {
  const decoded = lowerCase(decodePercent(path));
  return isWellFormedText(decoded) ? `/${decoded}` : null;
}
