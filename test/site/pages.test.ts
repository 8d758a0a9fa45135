// The pages for people, over HTTP, of the sample site.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { loadSampleSite } from "../../src/app/start/sample-site.js";
import { startTestApp, type TestApp } from "../support/app.js";

let app: TestApp;

before(async () => {
  app = await startTestApp();
  await loadSampleSite(app.dataSource);
});
after(() => app.close());

interface Visited {
  status: number;
  html: string;
  location: string | null;
  policy: string;
}

async function visit(path: string, headers: Record<string, string> = {}): Promise<Visited> {
  const response = await fetch(`${app.url}${path}`, {
    redirect: "manual",
    headers: { accept: "text/html", ...headers },
  });
  return {
    status: response.status,
    html: await response.text(),
    location: response.headers.get("location"),
    policy: response.headers.get("content-security-policy") ?? "",
  };
}

const canonicalOf = (html: string): string | undefined => /<link rel="canonical" href="([^"]*)"/.exec(html)?.[1];

describe("the front page", () => {
  it("shows titles, excerpts, authors and categories, newest first, as many as the site wants", async () => {
    const { status, html, policy } = await visit("/");
    assert.equal(status, 200);
    assert.match(html, /^<!doctype html><html lang="zh-CN">/);
    assert.match(html, /<title>回环地址<\/title>/);
    assert.equal(canonicalOf(html), "https://blog.example.org/");
    const titles = [...html.matchAll(/<article class="teaser" lang="[^"]*">.*?<h2><a href="([^"]*)">/gs)].map(
      ([, path]) => path,
    );
    assert.equal(titles.length, 10);
    assert.deepEqual(titles.slice(0, 2), ["/posts/keyset-pagination", "/posts/glibc-%E7%9A%84-bug"]);
    assert.match(html, /\[…\]<\/p>/);
    assert.match(html, /<a href="\/authors\/lin-ke">林珂<\/a>/);
    assert.match(html, /<a href="\/categories\/linux\/libc">C 库<\/a>/);
    assert.match(policy, /default-src 'none'/);
  });

  it("leads to older posts and back to itself", async () => {
    const { html } = await visit("/");
    const older = /<a rel="next" href="([^"]*)"/.exec(html)?.[1] ?? "";
    assert.ok(html.includes(`<link rel="next" href="${older}"`));
    const second = await visit(older.replaceAll("&amp;", "&"));
    assert.equal(second.status, 200);
    assert.equal(canonicalOf(second.html), `https://blog.example.org${older}`);
    assert.doesNotMatch(second.html, /keyset-pagination/);
    const newer = /<a rel="prev" href="([^"]*)"/.exec(second.html)?.[1] ?? "";
    const back = await visit(newer.replaceAll("&amp;", "&"));
    assert.deepEqual([back.status, back.location], [302, "/"]);
  });

  it("is a bad request with a cursor that is none", async () => {
    assert.equal((await visit("/?after=nonsense")).status, 400);
  });
});

describe("the page of a post", () => {
  it("has its text, its metadata and its structured data", async () => {
    const { status, html } = await visit("/posts/linux-bridge-vxlan-overlay");
    assert.equal(status, 200);
    assert.equal(canonicalOf(html), "https://blog.example.org/posts/linux-bridge-vxlan-overlay");
    assert.match(html, /<title>使用 Linux Bridge 搭建 VXLAN Overlay 网络 – 回环地址<\/title>/);
    assert.match(html, /<meta property="og:type" content="article"\/>/);
    assert.match(html, /<time datetime="2019-05-19T14:10:00.000Z">2019年5月19日<\/time>/);
    assert.match(html, /<time datetime="2024-03-10T02:24:00.000Z">更新于 2024年3月10日<\/time>/);
    assert.match(html, /<pre class="code-block" tabindex="0">/);
    const [, json = ""] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html) ?? [];
    assert.equal((JSON.parse(json) as { "@graph": { "@type": string }[] })["@graph"][0]?.["@type"], "BlogPosting");
    assert.match(html, /<link rel="alternate" type="text\/markdown" href="\/posts\/linux-bridge-vxlan-overlay.md"\/>/);
  });

  it("has the language of the post", async () => {
    assert.match(
      (await visit("/posts/keyset-pagination")).html,
      /<html lang="en">.*<header class="site-head" lang="zh-CN">/s,
    );
  });

  it("permanently redirects from every other form of its path, with the query", async () => {
    const canonical = "/posts/linux-bridge-vxlan-overlay";
    for (const path of [`${canonical}/`, canonical.toUpperCase(), "/2019/05/vxlan", "/archives/127/"]) {
      const { status, location } = await visit(`${path}?utm=1`);
      assert.deepEqual([status, location], [301, `${canonical}?utm=1`], path);
    }
  });
});

describe("a path where nothing is", () => {
  it("is not found, and suggests what resembles its last part", async () => {
    const { status, html } = await visit("/2020/vxlan");
    assert.equal(status, 404);
    assert.match(html, /<a href="\/tags\/vxlan">VXLAN<\/a>/);
    assert.match(html, /<meta name="robots" content="noindex"\/>/);
    assert.equal((await visit("/posts/no-such-post")).status, 404);
    assert.equal((await visit("/%ff/%00")).status, 404);
  });
});
