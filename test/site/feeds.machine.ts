// libxml2 reads the feeds and sitemaps, whatever characters titles have, and Atom documents are valid by the grammar of RFC 4287.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { atomOf } from "../../site/src/machines/feeds/atom.js";
import type { Feed, FeedEntry } from "../../site/src/machines/feeds/feed.js";
import { rssOf } from "../../site/src/machines/feeds/rss.js";
import { buildTestSite } from "../graph/test-site.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { parsedXml, textsOf } from "./parsed-xml.js";

const GRAMMAR = join(fileURLToPath(new URL("../../../", import.meta.url)), "test/site/atom.rng");
let app: TestApp;
before(async () => {
  app = await startTestApp();
  await buildTestSite(app.dataSource, { scale: 1 });
});
after(() => app.close());

/** Rejects with what xmllint says. */
function lint(document: string, ...options: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = execFile("xmllint", ["--noout", "--nonet", ...options, "-"], (error, _, complaints) => {
      if (error === null) resolve();
      else reject(new Error(complaints.slice(0, 2_000), { cause: error }));
    });
    child.stdin?.end(document);
  });
}

async function open(path: string): Promise<string> {
  const response = await fetch(app.url + path);
  assert.equal(response.status, 200, path);
  return response.text();
}

test("xmllint rejects what is wrong", async () => {
  await assert.rejects(lint("<a>\u0008</a>"));
  await assert.rejects(lint('<feed xmlns="http://www.w3.org/2005/Atom"><id>a</id></feed>', "--relaxng", GRAMMAR));
});

test("feeds with each code unit from U+0000 to U+FFFF in titles, texts and terms are valid", async () => {
  const at = new Date("2024-01-02T03:04:05.000Z");
  const entries = Array.from({ length: 64 }, (_, place): FeedEntry => {
    const units = Array.from({ length: 1_024 }, (_unused, unit) => String.fromCharCode(place * 1_024 + unit));
    const text = units.map((unit) => `x${unit}`).join("");
    const url = `https://blog.example/posts/${place}`;
    return {
      ...{ id: `urn:colophon:${place}`, url, title: text, summary: text, html: text, locale: "zh-CN", cover: null },
      ...{ publishedAt: at, updatedAt: at, authors: [{ name: text, url }], categories: [text], tags: [text] },
    };
  });
  const feed: Feed = {
    ...{ id: "urn:colophon:site", title: "\u0000", description: "\ud800", locale: "en", url: "https://blog.example/" },
    ...{ icon: null, logo: null, updatedAt: at, siteUrl: "https://blog.example", entries },
  };
  await lint(atomOf(feed, "https://blog.example/feed.xml"), "--relaxng", GRAMMAR);
  await lint(rssOf(feed, "https://blog.example/rss.xml"));
});

test("the feeds of the site and of its terms are valid, and so are all files of the sitemap", async () => {
  const index = await open("/sitemap.xml");
  await lint(index);
  const files = textsOf(parsedXml(index), "loc").map((url) => new URL(url).pathname);
  const terms: string[] = [];
  for (const file of files) {
    const text = await open(file);
    await lint(text);
    if (file.endsWith("terms.xml")) terms.push(...textsOf(parsedXml(text), "loc").map((url) => new URL(url).pathname));
  }
  assert.ok(files.length > 2 && terms.length > 10, `${files.length} files, ${terms.length} terms`);
  for (const place of ["", ...terms.slice(0, 20)]) {
    await lint(await open(`${place}/feed.xml`), "--relaxng", GRAMMAR);
    await lint(await open(`${place}/rss.xml`));
  }
});
