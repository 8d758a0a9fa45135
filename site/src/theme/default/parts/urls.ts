// Addresses in the elements of a page.

/** An address that may be relative to the site. */
export function absolute(url: string, siteUrl: string): string {
  return url.startsWith("/") && !url.startsWith("//") ? siteUrl + url : url;
}
