// The feeds of the site and of its terms, as a feed reader gets them: complete, valid, current, and without anything that is hidden.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startTestApp, type TestApp } from "../support/app.js";
import { Factories } from "../support/factories.js";
import { childOf, type ParsedElement, parsedXml, textsOf } from "./parsed-xml.js";
import { mutate, readDocument } from "./site-reader.js";

const SITE = "https://blog.example";
const ATOM = "application/atom+xml; charset=utf-8";
let app: TestApp;
let make: Factories;
let token: string;

before(async () => {
  app = await startTestApp({ SITE: "0", LIMIT_RESPONSE_BYTES: "400000" });
  make = new Factories(app.dataSource);
  token = await app.tokenFor("EDITOR");
  await app.dataSource.query(
    "update site set title = 'Notes <&> \u0008more', url = $1, locale = 'zh-CN', description = 'All'",
    [SITE],
  );
});
after(() => app.close());

const open = (path: string) => readDocument(app.url + path);

async function entriesOf(path: string): Promise<ParsedElement[]> {
  const { status, body } = await open(path);
  assert.equal(status, 200, body);
  return parsedXml(body).filter(({ name }) => name === "entry");
}

const titlesOf = async (path: string) => (await entriesOf(path)).map((entry) => childOf(entry, "title").text);
const codeOf = async (path: string) => (await open(path)).status;

interface JsonFeed {
  items: Record<string, unknown>[];
}

describe("a feed", () => {
  it("of a site without posts is valid in each format", async () => {
    const atom = await open("/feed.xml");
    assert.equal(atom.status, 200);
    assert.equal(atom.headers.get("content-type"), ATOM);
    assert.equal(atom.headers.get("last-modified"), null);
    assert.deepEqual(textsOf(parsedXml(atom.body), "updated"), ["1970-01-01T00:00:00.000Z"]);
    assert.deepEqual(textsOf(parsedXml((await open("/rss.xml")).body), "item"), []);
    assert.deepEqual((JSON.parse((await open("/feed.json")).body) as JsonFeed).items, []);
  });

  it("has the whole text of each post, with absolute URLs and an id that is not made of the URL", async () => {
    const tcp = await make.tag("TCP");
    await make.post({
      slug: "指南",
      title: "指南 <b>&amp;</b> \u0008",
      locale: "zh-CN",
      publishedAt: "2024-01-02T03:04:05.000Z",
      updatedAt: "2024-02-02T03:04:05.000Z",
      writtenExcerpt: "短 & 明",
      source: "[next](b) ![p](/uploads/p.png)\n\n```js\na<b\n```\n\u0007",
      authorId: await make.author("Ada"),
      coAuthorIds: [await make.author("张三")],
      categoryIds: [await make.category("网络")],
      tagIds: [tcp],
      cover: { url: "/cover.png", alt: "", width: null, height: null },
    });
    const { body, headers } = await open("/feed.xml");
    const [root] = parsedXml(body);
    assert.ok(root);
    assert.equal(root.attributes["xml:lang"], "zh-CN");
    assert.equal(childOf(root, "title").text, "Notes <&> more");
    assert.match(childOf(root, "id").text, /^urn:colophon:[\w-]+$/);
    assert.equal(childOf(root, "updated").text, "2024-02-02T03:04:05.000Z");
    assert.equal(headers.get("last-modified"), "Fri, 02 Feb 2024 03:04:05 GMT");
    const links = root.children.filter(({ name }) => name === "link").map(({ attributes }) => attributes);
    assert.deepEqual(
      links.map(({ rel, href }) => `${rel} ${href}`),
      [`self ${SITE}/feed.xml`, `alternate ${SITE}/`],
    );
    const entry = childOf(root, "entry");
    const { id } = (await app.query<{ post: { id: string } }>('{ post(slug: "指南") { id } }')).post;
    assert.equal(childOf(entry, "id").text, `urn:colophon:${id}`);
    assert.equal(childOf(entry, "title").text, "指南 <b>&amp;</b> ");
    assert.equal(childOf(entry, "title").attributes.type, "text");
    assert.equal(childOf(entry, "link").attributes.href, `${SITE}/posts/${encodeURIComponent("指南")}`);
    assert.equal(childOf(entry, "published").text, "2024-01-02T03:04:05.000Z");
    assert.equal(childOf(entry, "summary").text, "短 & 明");
    const people = entry.children.filter(({ name }) => name === "author");
    assert.deepEqual(
      people.map((author) => childOf(author, "name").text),
      ["Ada", "张三"],
    );
    const terms = entry.children.filter(({ name }) => name === "category").map(({ attributes }) => attributes.term);
    assert.deepEqual(terms, ["网络", "TCP"]);
    const html = childOf(entry, "content").text;
    assert.match(html, /href="https:\/\/blog\.example\/posts\/b"/);
    assert.match(html, /src="https:\/\/blog\.example\/uploads\/p\.png"/);
    assert.match(html, /a&lt;b/);
    assert.doesNotMatch(html, /srcset|<script/);
  });

  it("says the same in RSS and JSON", async () => {
    const [atom] = await entriesOf("/feed.xml");
    assert.ok(atom);
    const rss = await open("/rss.xml");
    assert.equal(rss.headers.get("content-type"), "application/rss+xml; charset=utf-8");
    const item = parsedXml(rss.body).find(({ name }) => name === "item");
    assert.ok(item);
    assert.equal(childOf(item, "guid").text, childOf(atom, "id").text);
    assert.equal(childOf(item, "content:encoded").text, childOf(atom, "content").text);
    assert.equal(childOf(item, "pubDate").text, "Tue, 02 Jan 2024 03:04:05 GMT");
    assert.equal(childOf(item, "description").text, "短 &amp; 明");
    const json = await open("/feed.json");
    assert.equal(json.headers.get("content-type"), "application/feed+json; charset=utf-8");
    const [first] = (JSON.parse(json.body) as JsonFeed).items;
    assert.equal(first?.id, childOf(atom, "id").text);
    assert.equal(String(first?.content_html).replace("\u0007", ""), childOf(atom, "content").text);
    assert.equal(first?.image, `${SITE}/cover.png`);
    assert.deepEqual(first?.tags, ["网络", "TCP"]);
  });

  it("of each kind of term has its posts, those of categories below included, and is found by former slugs", async () => {
    const parent = await make.category("Backend");
    const child = await make.category("Go", parent);
    const tag = await make.tag("QUIC");
    const author = await make.author("Grace");
    const series = await make.series("From zero");
    await make.post({
      title: "In all",
      authorId: author,
      categoryIds: [child],
      tagIds: [tag],
      series: { id: series, position: 1 },
    });
    for (const path of ["/categories/backend", "/categories/backend/go", "/tags/quic", "/authors/grace"]) {
      assert.deepEqual(await titlesOf(`${path}/feed.xml`), ["In all"], path);
      assert.equal(await codeOf(`${path}/rss.xml`), 200);
    }
    const { body } = await open("/series/from-zero/feed.xml");
    const [root] = parsedXml(body);
    assert.ok(root);
    assert.equal(childOf(root, "title").text, "From zero – Notes <&> more");
    const links = root.children.filter(({ name }) => name === "link").map(({ attributes }) => attributes.href);
    assert.deepEqual(links, [`${SITE}/series/from-zero/feed.xml`, `${SITE}/series/from-zero`]);
    const { tag: quic } = await app.query<{ tag: { id: string } }>('{ tag(slug: "quic") { id } }');
    await mutate(app, token, "updateTag", { id: quic.id, expectedVersion: 1, slug: "快" });
    const moved = await open("/tags/quic/feed.json");
    assert.deepEqual(
      [moved.status, moved.headers.get("location")],
      [308, `/tags/${encodeURIComponent("快")}/feed.json`],
    );
    assert.equal(await codeOf(`/tags/${encodeURIComponent("快")}/feed.json`), 200);
  });

  it("is not found for a term that does not exist, and for a path that is none", async () => {
    for (const path of [
      "/tags/none",
      "/categories/a/b",
      "/authors/none",
      "/series/none",
      "/posts/x",
      "/tags",
      "/%ff",
    ]) {
      for (const name of ["feed.xml", "rss.xml", "feed.json"]) {
        assert.equal(await codeOf(`${path}/${name}`), 404, path);
      }
    }
    assert.equal(await codeOf("/constructor"), 404);
  });

  it("has fifty entries, the newest first, and shortens texts rather than leaving posts out", async () => {
    const long = "word ".repeat(3_000);
    await make.posts(Array.from({ length: 55 }, (_, place) => ({ title: `Many ${place}`, source: long })));
    const entries = await entriesOf("/feed.xml");
    assert.equal(entries.length, 50);
    const withText = entries.map(({ children }) => children.some(({ name }) => name === "content"));
    assert.deepEqual(withText.slice(0, 11), [...Array<boolean>(10).fill(true), false]);
    const { items } = JSON.parse((await open("/feed.json")).body) as JsonFeed;
    assert.equal(items.length, 50);
    assert.ok(
      items.every(({ content_html: html, content_text: text }) => (html === undefined) !== (text === undefined)),
    );
  });
});
