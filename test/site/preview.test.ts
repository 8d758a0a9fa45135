// A draft on the site, for the holder of a preview token and for nobody else.
import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { createPageServer } from "../../site/src/server/page-server.js";
import { openSite } from "../../site/src/site.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { Factories } from "../support/factories.js";

let app: TestApp;
let token: string;

before(async () => {
  app = await startTestApp({ CACHE_BYTES: "33554432" });
  const make = new Factories(app.dataSource);
  const draft = { state: "DRAFT" as const, publishedAt: null };
  const { id } = await make.post({ ...draft, slug: "draft", title: "Quiet draft" });
  await make.post({ ...draft, slug: "other", title: "Other draft" });
  await make.post({ slug: "public", title: "Public" });
  token = await app.platform.signPreview({ postId: id, showsWorkingCopy: false }, "2098-01-01T00:00:00.000Z");
});
after(() => app.close());

async function open(path: string, base = app.url) {
  const response = await fetch(base + path, { headers: { accept: "text/html" }, redirect: "manual" });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

describe("A preview", () => {
  it("shows the draft with a banner, to nobody else and in no cache", async () => {
    assert.equal((await open("/posts/draft")).status, 404);
    const { status, headers, body } = await open(`/posts/draft?preview=${token}`);
    assert.equal(status, 200);
    assert.match(body, /Quiet draft/);
    assert.match(body, /class="preview/);
    assert.equal(headers.get("cache-control"), "private, no-store");
    assert.equal(headers.get("x-robots-tag"), "noindex");
    assert.equal(headers.get("referrer-policy"), "no-referrer");
    assert.equal((await open("/posts/draft")).status, 404);
    assert.doesNotMatch((await open("/")).body, /Quiet draft/);
  });

  it("opens one draft only", async () => {
    assert.equal((await open(`/posts/other?preview=${token}`)).status, 404);
    assert.equal((await open(`/posts/public?preview=${token}`)).status, 200);
  });

  it("is refused with an invalid token, by a page", async () => {
    const { status, headers, body } = await open("/posts/draft?preview=none");
    assert.equal(status, 401);
    assert.equal(headers.get("content-type"), "text/html; charset=utf-8");
    assert.doesNotMatch(body, /Quiet draft/);
  });

  it("is the same from the stand-alone server", async () => {
    const site = await openSite({ themeFolder: null, hasPages: true });
    const server = createPageServer({ site, apiUrl: app.url, timeoutMs: 30_000 }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const path of [`/posts/draft?preview=${token}`, "/posts/draft?preview=none", "/posts/draft"]) {
      const [own, other] = [await open(path), await open(path, base)];
      assert.deepEqual([other.status, other.body], [own.status, own.body]);
      assert.equal(other.headers.get("x-robots-tag"), own.headers.get("x-robots-tag"));
    }
    server.closeAllConnections();
    server.close();
  });
});
