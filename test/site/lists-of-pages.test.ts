// Lists, archive and search of the sample site over HTTP, and a crawl of all that its pages link to.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { loadSampleSite } from "../../src/app/start/sample-site.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { crawl } from "./crawl.js";

let app: TestApp;

before(async () => {
  app = await startTestApp();
  await loadSampleSite(app.dataSource);
});
after(() => app.close());

async function get(path: string): Promise<{ status: number; html: string; location: string | null }> {
  const response = await fetch(`${app.url}${path}`, { redirect: "manual" });
  return { status: response.status, html: await response.text(), location: response.headers.get("location") };
}

const SLIM = `/posts/${encodeURIComponent("slim-论文笔记")}`;

const linksIn = (html: string): string[] =>
  [...html.matchAll(/<a\b[^>]*?href="([^"]*)"/g)].map(([, href = ""]) => href.replaceAll("&amp;", "&"));

describe("the pages of the site", () => {
  it("link to no page that is not there, each canonical to itself, with one heading of the first level", async () => {
    const pages = await crawl(app.url, 500);
    for (const [path, { status, body }] of pages) {
      // Back to the first page, which then is a full one.
      if (status === 302 && path.includes("?before=")) continue;
      assert.equal(status, 200, path);
      if (!body.startsWith("<!doctype html>")) continue;
      const canonical = /<link rel="canonical" href="([^"]*)"/.exec(body)?.[1]?.replaceAll("&amp;", "&") ?? "";
      assert.equal(`${new URL(canonical).pathname}${new URL(canonical).search}`, path);
      assert.equal(body.match(/<h1\b/g)?.length, 1, path);
      assert.doesNotMatch(body, /undefined|\[object/, path);
      const style = /<style>(.*?)<\/style>/s.exec(body)?.[1] ?? "";
      assert.ok(Buffer.byteLength(style) <= 14_000, `${path} has ${Buffer.byteLength(style)} bytes of styles`);
    }
    for (const path of ["/categories/linux/network", "/tags/vxlan", "/authors/zhou-heng", "/series/zstack-guide"]) {
      assert.ok(pages.has(path), path);
    }
  });

  it("of a category are those of all below it, and name those above", async () => {
    const { html } = await get("/categories/linux/network/overlay");
    assert.match(html, /<a href="\/categories\/linux\/network">网络<\/a>/);
    assert.match((await get("/categories/linux")).html, /Glibc 的 Bug/);
    assert.match(
      html,
      /type="application\/atom\+xml" title="[^"]*" href="\/categories\/linux\/network\/overlay\/feed.xml"/,
    );
  });

  it("have one form of their path", async () => {
    const forms = {
      "/Tags/": "/tags",
      "/categories/Linux/": "/categories/linux",
      "/archive/2019/5": "/archive/2019/05",
    };
    for (const [path, to] of Object.entries(forms)) {
      const { status, location } = await get(path);
      assert.deepEqual([status, location], [301, to]);
    }
  });
});

describe("the archive", () => {
  it("is where the path above all posts leads", async () => {
    const { status, location } = await get("/posts/");
    assert.deepEqual([status, location], [302, "/archive"]);
  });

  it("has the posts of a year and of a month in the time zone of the site", async () => {
    assert.match((await get("/archive")).html, /<a href="\/archive\/2019">2019年/);
    const year = await get("/archive/2019");
    assert.deepEqual(
      linksIn(year.html).filter((path) => path.startsWith("/posts/")),
      [SLIM, "/posts/linux-bridge-vxlan-overlay"],
    );
    assert.equal((await get("/archive/2019/05")).status, 200);
    assert.equal((await get("/archive/2019/04")).status, 404);
    assert.equal((await get("/archive/2019/13")).status, 404);
  });
});

describe("the search", () => {
  it("is a form, and marks what was found", async () => {
    const { html } = await get("/search?q=tcpdump");
    assert.match(html, /<form class="search-form" action="\/search" method="get">/);
    assert.match(html, /<input id="q" name="q" type="search" value="tcpdump"/);
    assert.match(html, /<mark>tcpdump<\/mark>/);
    assert.match(html, /<meta name="robots" content="noindex"\/>/);
    assert.equal((await get("/search")).status, 200);
  });

  it("is narrowed to a category and a year by links, and widened again", async () => {
    const narrowed = linksIn((await get("/search?q=vxlan")).html).find((href) => href.includes("year=2019")) ?? "";
    assert.equal(narrowed, "/search?q=vxlan&year=2019");
    const { html } = await get(`${narrowed}&category=linux%2Fnetwork`);
    const found = linksIn(html).filter((path) => path.startsWith("/posts/"));
    assert.deepEqual(found, ["/posts/linux-bridge-vxlan-overlay", SLIM]);
    const widened = linksIn(html).filter((href) => href.startsWith("/search?"));
    assert.ok(
      widened.includes("/search?q=vxlan&year=2019") && widened.includes("/search?q=vxlan&category=linux%2Fnetwork"),
    );
  });

  it("suggests another spelling", async () => {
    assert.match((await get("/search?q=tcpdmup")).html, /<a href="\/search\?q=tcpdump">tcpdump<\/a>/);
  });

  it("shows words as they were typed, and executes none", async () => {
    const { html } = await get(`/search?q=${encodeURIComponent(`"><script>alert(1)</script>`)}`);
    assert.doesNotMatch(html, /<script>/);
  });
});
