// Absolute URLs of what is on the site. Paths are IRIs, which may contain any letters, and are percent-encoded here.
import { encodePath } from "../site-path.js";

/** `path` begins with a slash, or is empty for the site itself. */
export function absoluteUrl(siteUrl: string, path: string): string {
  return siteUrl + encodePath(path);
}

/** The path of a request as people read it; null if it is not well-formed. */
export function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

/** Of a picture: its URL may be relative to the site. */
export function completeUrl(siteUrl: string, url: string): string {
  return URL.canParse(url, `${siteUrl}/`) ? new URL(url, `${siteUrl}/`).href : url;
}
