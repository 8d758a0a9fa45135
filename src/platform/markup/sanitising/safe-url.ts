// Decides whether a URL in a body is harmless: by its scheme, read as leniently as any browser might read it.

const SCHEMES = new Set("http https mailto tel ftp".split(" "));
const IMAGE_SCHEMES = new Set("http https".split(" "));
const IMAGE_DATA = /^data:image\/(?:png|jpeg|gif|webp)[;,]/i;

/** Nearly all URLs. A path, a query and a fragment have no scheme. */
const OBVIOUSLY_SAFE = /^(?:https?:|[/#?])/;

export function isSafeUrl(url: string): boolean {
  return OBVIOUSLY_SAFE.test(url) || hasScheme(url, SCHEMES);
}

/** Images may also be data of the types that contain no scripts. */
export function isImageUrl(url: string): boolean {
  return OBVIOUSLY_SAFE.test(url) || IMAGE_DATA.test(url) || hasScheme(url, IMAGE_SCHEMES);
}

/** Browsers ignore these characters within a scheme. */
const IGNORED = /[\0- ]+/g;

/** A URL without a scheme is relative, and safe. Within a comment, an XML data island would not see the scheme that a page sees. */
function hasScheme(url: string, allowed: ReadonlySet<string>): boolean {
  if (url.includes("<!--")) return false;
  const scheme = /^([a-z][a-z0-9.+-]*):/i.exec(url.replace(IGNORED, ""))?.[1];
  return scheme === undefined || allowed.has(scheme.toLowerCase());
}
