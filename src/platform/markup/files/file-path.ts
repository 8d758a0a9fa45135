// The paths of the site under which a body refers to files, such as pictures. They keep their case, since file names differ by it.
import { decodePercent, isWellFormedText } from "../../../lib/text.js";
import { siteTarget } from "../internal-path.js";

const MAX_FILE_PATH_BYTES = 1_000;
/** Marks the path of the original in place of one of the smaller forms that WordPress makes of a picture. */
const FAMILY_MARK = "~";
/** Whatever the host: the key is random, so that it names the same asset everywhere. */
const ASSET = /^(?:https?:\/\/[^/?#]{1,255})?\/assets\/([0-9a-f]{32})(?:[/?#]|$)/;
/** What WordPress adds to the name of a picture for its smaller, scaled, rotated and edited forms. */
const FORM = /(?:-\d{1,5}x\d{1,5}|-scaled|-rotated|-e\d{10,13})+(?=\.[A-Za-z0-9]{1,5}$)/;

/** WordPress.com has the files of each of its sites on a host of their own, and copies of files of any site on others. */
const MEDIA_HOST = /^(?:https?:)?\/\/(?:i\d\.wp\.com\/)?([a-z0-9-]{1,63}\.files\.wordpress\.com)\/([^?#]*)/i;
/** Most links lead to pages and need not be parsed to find that out. */
const EXTENSION = /^[^?#]*(?:\.|%2e)[^/?#]*(?:[?#]|$)/i;
const COPY = /^(?:https?:)?\/\/i\d\.wp\.com\/([^?#]*)/i;

/** The path of the folder of an asset, which its own addresses begin with. */
export const assetFolder = (key: string): string => `/assets/${key}`;

/**
 * The path of a file on the site: decoded, in NFC, with a leading slash, without query and fragment. Addresses of an asset become those of its
 * folder, and the host of files on WordPress.com is the first folder of their paths. Null for URLs of other sites, and for names without an
 * extension, which are pages.
 */
export function filePath(url: string, siteUrl: string | null, page?: string): string | null {
  const key = ASSET.exec(url.trim())?.[1];
  if (key !== undefined) return assetFolder(key);
  if (!EXTENSION.test(url)) return null;
  const written = onMediaHost(url) ?? siteTarget(originalOf(url), siteUrl, page)?.path ?? null;
  if (written === null) return null;
  const path = `/${decodePercent(written).normalize("NFC")}`;
  if (!isWellFormedText(path) || Buffer.byteLength(path) > MAX_FILE_PATH_BYTES) return null;
  return /\.[A-Za-z0-9]{1,5}$/.test(path) ? path : null;
}

function onMediaHost(url: string): string | null {
  const [, host, path] = MEDIA_HOST.exec(url.trim()) ?? [];
  return host === undefined ? null : `${host.toLowerCase()}/${path}`;
}

/** Without the query, such as `?w=300`, which may be all that a copy has in addition. */
function originalOf(url: string): string {
  const path = COPY.exec(url.trim())?.[1];
  return path === undefined ? url : `https://${path}`;
}

/** The host of WordPress.com on which the file of a path is. Null if it is on the site itself. */
export const mediaHostOf = (path: string): string | null =>
  /^\/([a-z0-9-]{1,63}\.files\.wordpress\.com)\//.exec(path)?.[1] ?? null;

/** The path that an alias for all forms of a picture has, or null if the path is that of no such form. */
export function familyPath(path: string): string | null {
  const original = path.replace(FORM, "");
  return original === path ? null : FAMILY_MARK + original;
}

/** The width in pixels of one of the smaller forms that WordPress makes of a picture. Null for the path of no such form. */
export function widthOfForm(path: string): number | null {
  const width = /-(\d{1,5})x\d{1,5}\.[A-Za-z0-9]{1,5}$/.exec(path)?.[1];
  return width === undefined ? null : Number(width);
}

/** The alias for all forms of the picture at this path. */
export const familyAlias = (path: string): string => FAMILY_MARK + path;

/** Whether the path follows from the URL alone, on any page of any site. */
export const isRootedFile = (url: string): boolean => /^\/(?!\/)/.test(url) || ASSET.test(url);
