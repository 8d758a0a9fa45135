// The site that is served from elsewhere over HTTP shows the same pages, byte for byte, as the service itself.
import assert from "node:assert/strict";
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { createPageServer } from "../../site/src/server/page-server.js";
import { openSite } from "../../site/src/site.js";
import { enrichOutdatedBodies } from "../../src/content/posts/body/html/enrich-bodies.js";
import { buildTestSite } from "../graph/test-site.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { crawl } from "./crawl.js";

const MOST_PAGES = 150;
/** Paths that no page links to. */
const OTHERS = [
  ...["/feed.xml", "/rss.xml", "/feed.json", "/sitemap.xml", "/robots.txt", "/llms.txt", "/none", "/posts/none"],
  ...["/posts/old-post-0-0", "/?after=none", "/posts/post-0-0.md"],
];

let app: TestApp;
let server: Server;
let url: string;

before(async () => {
  app = await startTestApp({ CACHE_BYTES: "33554432" });
  await buildTestSite(app.dataSource, { scale: 1 });
  await enrichOutdatedBodies(app.platform.transact);
  const site = await openSite({ themeFolder: null, hasPages: true });
  server = createPageServer({ site, apiUrl: app.url, timeoutMs: 30_000 });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(async () => {
  server.closeAllConnections();
  server.close();
  await app.close();
});

const SHARED_HEADERS = ["content-type", "content-security-policy", "location", "last-modified", "etag"];

async function readAgain(path: string): Promise<{ body: string; headers: Headers }> {
  const response = await fetch(`${app.url}${path}`, { redirect: "manual", headers: { accept: "text/html" } });
  return { body: await response.text(), headers: response.headers };
}

describe("The site over HTTP", () => {
  it("equals the site in the service", async (t) => {
    const pages = await crawl(app.url, MOST_PAGES, ["/", ...OTHERS]);
    for (const [path, { status, body, headers }] of pages) {
      const other = await fetch(`${url}${path}`, { redirect: "manual", headers: { accept: "text/html" } });
      assert.equal(other.status, status, path);
      // Errors of the service about paths that are not of the site.
      if (headers.get("content-type")?.startsWith("application/json") && status === 404) continue;
      const text = await other.text();
      // The service derives rich HTML in the background, so that a page may have changed since the crawl.
      const own = text === body ? { body, headers } : await readAgain(path);
      assert.equal(text, own.body, path);
      for (const name of SHARED_HEADERS)
        assert.equal(other.headers.get(name), own.headers.get(name), `${name} of ${path}`);
    }
    t.diagnostic(`${pages.size} pages`);
  });

  it("says that it cannot be shown while the API is away", async () => {
    const site = await openSite({ themeFolder: null, hasPages: true });
    const lonely = createPageServer({ site, apiUrl: "http://127.0.0.1:9", timeoutMs: 5_000 });
    lonely.listen(0, "127.0.0.1");
    await once(lonely, "listening");
    const response = await fetch(`http://127.0.0.1:${(lonely.address() as AddressInfo).port}/`);
    assert.equal(response.status, 503);
    assert.equal(response.headers.get("retry-after"), "1");
    assert.match(await response.text(), /cannot be shown/);
    lonely.closeAllConnections();
    lonely.close();
  });
});
