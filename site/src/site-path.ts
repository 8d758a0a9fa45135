// Paths of the site: from those that browsers send to those of the content, and back.

/** The parts of a path between its slashes, decoded; null if the path is not valid. Slashes at the end count for nothing. */
export function segmentsOf(path: string): string[] | null {
  try {
    return path
      .split("/")
      .filter((part) => part !== "")
      .map(decodeURIComponent);
  } catch {
    return null;
  }
}

/** A path of the content in the form that stands in a URL. */
export function encodePath(path: string): string {
  return encodeURI(path.toWellFormed()).replace(/[?#]/g, encodeURIComponent);
}

/** Whether the request has exactly this path of the content, percent-encoded or not. */
export function isAt(requested: string, path: string): boolean {
  if (requested === path) return true;
  try {
    return decodeURIComponent(requested) === path;
  } catch {
    return false;
  }
}

/** A link that an editor wrote: as it is, except for characters that no URL has, and without schemes that execute something. */
export function linkTo(url: string): string {
  const written = url.trim().toWellFormed();
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(written)?.[1]?.toLowerCase();
  if (scheme !== undefined && !["http", "https", "mailto", "tel"].includes(scheme)) return "#";
  return written.replace(/[^\x21-\x7e]|["<>\\^`{|}]/gu, encodeURIComponent);
}
