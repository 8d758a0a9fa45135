// Resolves an address of a body against the old address of its page, without changing how the author spelt it.

export interface AddressOptions {
  /** The old path of the page on its site, such as `/2020/main/`. A segment after the last slash does not matter. */
  page: string;
  /** The old address of the site, with its base path. If it is null, files get a path instead of an absolute address. */
  siteUrl: string | null;
  /** Whether links become absolute as well, and paths from the root: for readers outside of the site at `siteUrl`. */
  isForOutside?: boolean;
  /** Is asked first about each relative address. Null means the rule below. */
  resolve?: (url: string, kind: AddressKind) => string | null;
}

/** A link leads to a page. A file is what a page displays or offers for download. */
export type AddressKind = "LINK" | "FILE";

const FILE_ENDING = /[^/.]\.(?!(?:html?|xhtml|php|aspx?|jsp)$)[a-z][a-z0-9]{0,5}$/i;
const SOURCE_ENDING = /\.(?:md|markdown|mdown)$/i;

/**
 * The new address of a relative one: links become paths of the old site, so that they lead to the imported pages, and files the absolute
 * address where the old site served them. Null if the address remains: it is absolute, starts with a slash, is a place on the same page, or
 * is the source file of another page, whose name identifies it.
 */
export function resolvedAddress(written: string, kind: AddressKind, options: AddressOptions): string | null {
  const url = written.trim();
  if (options.isForOutside === true && /^\/(?![/\\])/.test(url)) return originOf(options.siteUrl ?? "") + url;
  if (url === "" || /^(?:[a-z][a-z0-9+.-]*:|[/#?\\]|&#|\{)/i.test(url)) return null;
  const chosen = options.resolve?.(url, kind);
  if (chosen != null) return chosen;
  const end = url.search(/[?#]/);
  const path = end < 0 ? url : url.slice(0, end);
  const isForOutside = options.isForOutside ?? false;
  if (SOURCE_ENDING.test(path) && !isForOutside) return null;
  const site = options.siteUrl?.replace(/\/+$/, "") ?? "";
  const isPage = kind === "LINK" && !FILE_ENDING.test(path) && !isForOutside;
  const base = isPage ? basePathOf(site) : site;
  return base + joined(encodedPath(options.page), path) + (end < 0 ? "" : url.slice(end));
}

function originOf(site: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(site)?.[0] ?? "";
}

function basePathOf(site: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/]*(\/[^?#]*)?/i.exec(site)?.[1] ?? "";
}

function encodedPath(page: string): string {
  const path = page.startsWith("/") ? page : `/${page}`;
  return path.replace(/[\s()<>"'?#%]/g, (character) =>
    character === "%"
      ? "%"
      : encodeURIComponent(character).replace(/[()']/g, (c) => `%${c.charCodeAt(0).toString(16)}`),
  );
}

/** More dots than folders end at the root, as in browsers. */
function joined(page: string, path: string): string {
  const segments = page.split("/").slice(1, -1);
  const parts = path.split("/");
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    if (part === "..") segments.pop();
    else if (part !== ".") segments.push(part);
    if (isLast && (part === "." || part === "..")) segments.push("");
  }
  return `/${segments.join("/")}`;
}
