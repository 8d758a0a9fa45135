// Follows the links of a site from its front page, as a crawler does.

export interface Crawled {
  status: number;
  body: string;
  headers: Headers;
  /** The paths with queries of the site that the page links to. */
  links: readonly string[];
}

/** The pages by their paths, at most `limit` of them. Redirects are not followed. */
export async function crawl(
  base: string,
  limit: number,
  start: readonly string[] = ["/"],
): Promise<Map<string, Crawled>> {
  const pages = new Map<string, Crawled>();
  const waiting = new Set(start);
  for (const path of waiting) {
    if (pages.size >= limit) break;
    const response = await fetch(`${base}${path}`, { redirect: "manual", headers: { accept: "text/html" } });
    const body = await response.text();
    const links = /html/.test(response.headers.get("content-type") ?? "") ? localLinks(body, base) : [];
    pages.set(path, { status: response.status, body, headers: response.headers, links });
    for (const link of links) waiting.add(link);
  }
  return pages;
}

/** The paths with queries of the same site that a page links to. */
export function localLinks(html: string, base: string): string[] {
  const found = [...html.matchAll(/<(?:a|link)\b[^>]*?\shref="([^"]*)"/g)].map(([, href = ""]) =>
    href.replaceAll("&amp;", "&"),
  );
  return found.flatMap((href) => {
    const url = new URL(href, base);
    return url.origin === new URL(base).origin ? [`${url.pathname}${url.search}`] : [];
  });
}
