// The absolute URLs of what a body refers to, for readers outside of the site, such as those of feeds and mail.
import { PATH_PREFIXES } from "../../../site-path.js";

export interface BodyUrls {
  absolute(url: string): string;
  /** `srcset` of addresses without commas. */
  absoluteSrcset(srcset: string): string;
}

/** Without a path, as of a text that is only rendered, links resolve as those of a post, and fragments stay as they are. */
export function bodyUrls(siteUrl: string, path: string | undefined): BodyUrls {
  const page = siteUrl + encodeURI(path ?? PATH_PREFIXES.post);
  const absolute = (url: string): string => {
    if (/^[a-z][a-z0-9+.-]*:/i.test(url)) return url;
    if (url.startsWith("#")) return path === undefined ? url : page + url;
    return URL.canParse(url, page) ? new URL(url, page).href : url;
  };
  return {
    absolute,
    absoluteSrcset: (srcset) =>
      srcset
        .split(", ")
        .map((candidate) => absolute(candidate))
        .join(", "),
  };
}
