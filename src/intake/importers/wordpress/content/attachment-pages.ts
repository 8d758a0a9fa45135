// Links to the pages of media files lead to the files: WordPress puts such a link around most pictures, and the pages themselves have nothing but
// the picture.
import { decodePercent } from "../../../../lib/text.js";
import { escapeHtml } from "../../../../platform/markup/tree.js";
import { parseWebUrl, withoutTrailingSlashes } from "../wxr/wxr-text.js";

const HREF = /(\shref\s{0,9}=\s{0,9})(?:"([^"<>]{1,2000})"|'([^'<>]{1,2000})')/gi;
const NUMBER = /[?&](?:amp;|#0?38;)?attachment_id=0{0,9}([1-9]\d{0,14})(?=&|#|$)/;

/** Identifies the page that a URL names: by number, by host and path, or by path alone. */
export function attachmentPageKey(url: string): string | null {
  const number = NUMBER.exec(url)?.[1];
  if (number !== undefined) return `?${number}`;
  if (url.startsWith("/") && !url.startsWith("//")) return pathOf(url.replace(/[?#].*$/s, ""));
  const parsed = parseWebUrl(url);
  return parsed === null || parsed.search !== ""
    ? null
    : `${parsed.hostname.replace(/^www\./, "")}${pathOf(parsed.pathname)}`;
}

/** The keys of the pages that a text links to. Files are left out. */
export function linkedPages(html: string): string[] {
  const keys = [...html.matchAll(HREF)].map(([, , double, single]) => attachmentPageKey(double ?? single ?? ""));
  return keys.filter((key) => key !== null).filter((key) => !/\.\w{2,5}$/.test(key));
}

/** `fileOf` gives the address of the file of a page. */
export function linkToFiles(html: string, fileOf: (key: string) => string | undefined): string {
  if (!html.includes("href")) return html;
  return html.replace(HREF, (text, name: string, double?: string, single?: string) => {
    const key = attachmentPageKey(double ?? single ?? "");
    const file = key === null ? undefined : fileOf(key);
    return file === undefined ? text : `${name}"${escapeHtml(file)}"`;
  });
}

function pathOf(path: string): string {
  return withoutTrailingSlashes(decodePercent(path)).toLowerCase();
}
