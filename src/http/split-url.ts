// The path and the query of a request target.

/** The target is a path, or an absolute URL from some proxies. `search` is the URL from its question mark on, or empty. */
export function splitUrl(target: string): { path: string; search: string } {
  const isAbsolute = !target.startsWith("/") && URL.canParse(target);
  const local = isAbsolute ? target.slice(new URL(target).origin.length) : target;
  const mark = local.indexOf("?");
  return mark < 0 ? { path: local, search: "" } : { path: local.slice(0, mark), search: local.slice(mark) };
}
