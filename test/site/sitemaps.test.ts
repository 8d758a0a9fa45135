// The sitemap lists each URL that search engines may index once, and no other.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { buildTestSite } from "../graph/test-site.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { Factories } from "../support/factories.js";
import { crawl } from "./crawl.js";
import { childOf, parsedXml, textsOf } from "./parsed-xml.js";
import { mutate, postInput, readDocument } from "./site-reader.js";

const SITE = "https://blog.example";
const NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9";
/** Pages of the theme rather than of the content, and the later pages of lists. */
const OVERVIEW = /^\/(?:archive\b.*|search|categories|tags|authors|series)$|\?/;
let app: TestApp;
let token: string;

before(async () => {
  app = await startTestApp({ CACHE_BYTES: "33554432" });
  token = await app.tokenFor("EDITOR");
  const make = new Factories(app.dataSource);
  await app.dataSource.query("update site set url = $1, time_zone = 'Asia/Shanghai'", [SITE]);
  const category = await make.category("Backend");
  await make.category("Empty");
  await make.posts([
    { slug: "one", publishedAt: "2026-10-31T15:59:59.999Z", updatedAt: "2026-12-01T00:00:00.000Z" },
    { slug: "其二", publishedAt: "2026-10-31T16:00:00.000Z", updatedAt: "2026-10-01T00:00:00.000Z" },
    {
      slug: "three",
      publishedAt: "2026-11-02T00:00:00.000Z",
      categoryIds: [category],
      tagIds: [await make.tag("TCP")],
    },
    { slug: "unlisted", publishedAt: "2026-11-03T00:00:00.000Z", noIndex: true },
    { slug: "copy", publishedAt: "2026-11-04T00:00:00.000Z", canonicalUrl: "https://elsewhere.example/original" },
    { slug: "only-unlisted", publishedAt: "2026-01-03T00:00:00.000Z", noIndex: true },
    { slug: "draft", state: "DRAFT", publishedAt: null, tagIds: [await make.tag("Secret")] },
    { slug: "scheduled", publishedAt: "2999-01-01T00:00:00.000Z" },
  ]);
  await make.page({ title: "About" });
  await make.page({ title: "Hidden", state: "DRAFT" });
});
after(() => app.close());

const open = (path: string, headers?: Record<string, string>) => readDocument(app.url + path, headers);

/** Fails unless it is a document of XML with the namespace of sitemaps. */
async function locationsAt(path: string): Promise<string[]> {
  const { status, headers, body } = await open(path);
  assert.deepEqual([status, headers.get("content-type")], [200, "application/xml; charset=utf-8"], path);
  const all = parsedXml(body);
  assert.equal(all[0]?.attributes.xmlns, NAMESPACE);
  return textsOf(all, "loc");
}

const pathsAt = async (path: string) =>
  (await locationsAt(path)).map((url) => {
    assert.ok(url.startsWith(`${SITE}/`), url);
    return url.slice(SITE.length);
  });

describe("the sitemap", () => {
  it("is an index of pages, terms and the months of publication at the site", async () => {
    const months = ["2026-11", "2026-10", "2026-01"];
    const files = ["pages", "terms", ...months].map((name) => `/sitemap-${name}.xml`);
    assert.deepEqual(await pathsAt("/sitemap.xml"), files);
  });

  it("lists the posts of a month with the time of their last change, without those that must not be indexed", async () => {
    assert.deepEqual(await pathsAt("/sitemap-2026-11.xml"), [`/posts/${encodeURIComponent("其二")}`, "/posts/three"]);
    const { body, headers } = await open("/sitemap-2026-11.xml");
    const urls = parsedXml(body).filter(({ name }) => name === "url");
    const changes = urls.map((url) => childOf(url, "lastmod").text);
    // The first was last changed before it appeared.
    assert.equal(changes[0], "2026-10-31T16:00:00.000Z");
    assert.equal(headers.get("last-modified"), new Date(changes.sort().at(-1) ?? "").toUTCString());
    assert.deepEqual(await pathsAt("/sitemap-2026-10.xml"), ["/posts/one"]);
    assert.deepEqual(await pathsAt("/sitemap-2026-01.xml"), []);
  });

  it("lists pages and terms that readers can see", async () => {
    assert.deepEqual(await pathsAt("/sitemap-pages.xml"), ["/", "/about"]);
    const terms = await pathsAt("/sitemap-terms.xml");
    assert.deepEqual(terms.slice(0, 3), ["/categories/backend", "/categories/empty", "/tags/tcp"]);
    assert.equal(terms.length, 4);
    assert.match(terms[3] ?? "", /^\/authors\//);
  });

  it("has no file of a month without posts, and none at another path", async () => {
    const names = [
      "2026-12",
      "2999-01",
      "2026-11-2",
      "2026-11-1",
      "2026-11-0",
      "2026-13",
      "0000-01",
      "2026-11-9999",
      "x",
    ];
    for (const name of names) assert.equal((await open(`/sitemap-${name}.xml`)).status, 404, name);
  });

  it("is current after each change, and the files that show nothing of it stay the same", async () => {
    const etagOf = async (path: string) => (await open(path)).headers.get("etag") ?? "";
    const old = await etagOf("/sitemap-2026-10.xml");
    await mutate(app, token, "unpublishPost", await postInput(app, token, "three"));
    assert.equal((await pathsAt("/sitemap-2026-11.xml")).length, 1);
    await mutate(app, token, "publishPost", {
      ...(await postInput(app, token, "draft")),
      at: "2025-05-05T00:00:00.000Z",
    });
    assert.deepEqual(await pathsAt("/sitemap-2025-05.xml"), ["/posts/draft"]);
    assert.ok((await pathsAt("/sitemap.xml")).includes("/sitemap-2025-05.xml"));
    assert.ok((await pathsAt("/sitemap-terms.xml")).includes("/tags/secret"));
    assert.equal((await open("/sitemap-2026-10.xml", { "if-none-match": old })).status, 304);
  });

  it("divides a month with more posts than a file has", async () => {
    await app.dataSource.query(
      `insert into post select (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'slug', 'copy-' || n, 'external_id', null))).*
       from post p, generate_series(1, 4001) n where p.slug = 'draft'`,
    );
    await app.dataSource.query("insert into outbox_event (type, payload) values ('unknown', '{}')");
    const files = (await pathsAt("/sitemap.xml")).filter((path) => path.includes("2025-05"));
    assert.deepEqual(files, ["/sitemap-2025-05.xml", "/sitemap-2025-05-2.xml"]);
    const [first, second] = [await pathsAt(files[0] ?? ""), await pathsAt(files[1] ?? "")];
    assert.deepEqual([first.length, second.length], [4_000, 2]);
    assert.equal(new Set([...first, ...second]).size, 4_002);
  });
});

it("each URL of the sitemap is that of a page which is canonical there, and each page that links lead to is in the sitemap", async () => {
  const whole = await startTestApp();
  try {
    await buildTestSite(whole.dataSource, { scale: 1 });
    await whole.dataSource.query("update site set url = $1", [whole.url]);
    await whole.dataSource.query("insert into outbox_event (type, payload) values ('unknown', '{}')");
    const locations = async (url: string) => textsOf(parsedXml((await readDocument(url)).body), "loc");
    const listed = new Set<string>();
    for (const file of await locations(`${whole.url}/sitemap.xml`)) {
      for (const url of await locations(file)) listed.add(url);
    }
    const pages = await crawl(
      whole.url,
      1_000,
      [...listed].map((url) => url.slice(whole.url.length)),
    );
    for (const [path, { status, body }] of pages) {
      const [, canonical = ""] = /<link rel="canonical" href="([^"]*)"/.exec(body) ?? [];
      const url = whole.url + path;
      if (listed.has(url)) assert.deepEqual([status, canonical], [200, url], path);
      const isIndexed = status === 200 && canonical === url && !/<meta name="robots"[^>]*noindex/.test(body);
      if (isIndexed && !OVERVIEW.test(path)) assert.ok(listed.has(url), `${path} is not in the sitemap.`);
    }
    assert.ok(listed.size > 30, String(listed.size));
  } finally {
    await whole.close();
  }
});

describe("robots.txt", () => {
  it("allows everything but searches, and names the sitemap", async () => {
    const { body, headers } = await open("/robots.txt");
    assert.equal(headers.get("content-type"), "text/plain; charset=utf-8");
    assert.equal(body, `User-agent: *\nDisallow: /search?\n\nSitemap: ${SITE}/sitemap.xml\n`);
  });
});
