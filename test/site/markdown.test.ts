// Posts and pages as Markdown, by their path with .md and by content negotiation, and llms.txt, which leads there.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import { parse } from "yaml";
import { frontMatter } from "../../site/src/machines/texts/front-matter.js";
import { prefersMarkdown } from "../../site/src/machines/texts/prefers-markdown.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { Factories } from "../support/factories.js";
import { readDocument } from "./site-reader.js";

const SITE = "https://blog.example";
const MARKDOWN = "text/markdown; charset=utf-8";
let app: TestApp;

before(async () => {
  app = await startTestApp({ SITE: "0" });
  const make = new Factories(app.dataSource);
  await app.dataSource.query("update site set url = $1, title = 'Notes [a]', description = 'On\nnets'", [SITE]);
  const series = await make.series("From zero");
  await make.post({
    slug: "指南",
    title: 'A "title": # - [x]',
    publishedAt: "2024-01-02T03:04:05.000Z",
    updatedAt: "2024-02-02T03:04:05.000Z",
    source: "# Head\n\n*Words*. [a](b) ![c](/d.png) `[e](/f)`\n\n\n",
    authorId: await make.author("Ada"),
    categoryIds: [await make.category("网络")],
    tagIds: [await make.tag("TCP")],
    series: { id: series, position: 1 },
    formerPaths: ["/2019/old.html"],
  });
  await make.post({ slug: "html", title: "HTML", source: "<p>Some <b>bold</b></p>", format: "HTML" });
  await make.post({ slug: "readme.md", title: "Readme", noIndex: true });
  await make.post({ slug: "draft", title: "Canary", state: "DRAFT", publishedAt: null });
  await make.post({ slug: "scheduled", title: "Canary too", publishedAt: "2999-01-01T00:00:00.000Z" });
  await make.page({ title: "About", source: "We *are*." });
  await make.page({ title: "Canary page", state: "DRAFT" });
});
after(() => app.close());

const open = (path: string, accept?: string) => readDocument(app.url + path, accept === undefined ? {} : { accept });

function parsed(text: string): { fields: Record<string, unknown>; body: string } {
  const [, yaml = "", body = ""] = /^---\n(.*?)\n---\n\n(.*)$/s.exec(text) ?? [];
  return { fields: parse(yaml) as Record<string, unknown>, body };
}

describe("a post as Markdown", () => {
  it("has front matter and its source", async () => {
    const path = `/posts/${encodeURIComponent("指南")}`;
    const { status, headers, body } = await open(`${path}.md`);
    assert.deepEqual([status, headers.get("content-type")], [200, MARKDOWN]);
    assert.equal(headers.get("link"), `<${SITE}${path}>; rel="canonical"`);
    assert.equal(headers.get("last-modified"), "Fri, 02 Feb 2024 03:04:05 GMT");
    assert.doesNotMatch(headers.get("vary") ?? "", /accept(?!-)/i);
    const { fields, body: text } = parsed(body);
    assert.equal(text, `# Head\n\n*Words*. [a](${SITE}/posts/b) ![c](${SITE}/d.png) \`[e](/f)\`\n`);
    assert.deepEqual(fields, {
      title: 'A "title": # - [x]',
      date: "2024-01-02T03:04:05.000Z",
      updated: "2024-02-02T03:04:05.000Z",
      authors: ["Ada"],
      categories: ["网络"],
      tags: ["TCP"],
      series: "From zero",
      seriesPart: 1,
      locale: "zh-CN",
      canonical: SITE + path,
    });
  });

  it("is sent at its own path to clients that prefer it", async () => {
    const { headers, body } = await open("/posts/html", "text/markdown, text/html;q=0.9");
    assert.equal(headers.get("content-type"), MARKDOWN);
    assert.match(headers.get("vary") ?? "", /\bAccept\b/);
    assert.equal(parsed(body).body, "Some **bold**\n");
    assert.equal((await open("/posts/html.md")).body, body);
    assert.equal((await open("/posts/html", "text/html")).status, 404, "Pages are switched off here.");
  });

  it("redirects from former paths and other spellings", async () => {
    const to = `/posts/${encodeURIComponent("指南")}`;
    for (const [path, accept, location] of [
      ["/2019/old.html.md", undefined, `${to}.md`],
      ["/2019/old.html", "text/markdown", to],
      ["/posts/HTML.md", undefined, "/posts/html.md"],
    ] as const) {
      const { status, headers } = await open(path, accept);
      assert.ok([301, 308].includes(status), path);
      assert.equal(headers.get("location"), location);
    }
  });

  it("does not exist for what readers cannot see, for terms, and for a post whose own name ends like it", async () => {
    const hidden = [
      "/posts/draft",
      "/posts/scheduled",
      "/canary-page",
      "/posts/none",
      "/tags/tcp",
      "/posts/readme",
      "/x/",
    ];
    for (const path of hidden) {
      assert.equal((await open(`${path}.md`)).status, 404, path);
      assert.equal((await open(path, "text/markdown")).status, 404, path);
    }
    assert.equal((await open("/posts/readme.md.md")).headers.get("x-robots-tag"), "noindex");
  });

  it("exists for pages", async () => {
    const { fields, body } = parsed((await open("/about.md")).body);
    assert.deepEqual([fields.title, fields.canonical, body], ["About", `${SITE}/about`, "We *are*.\n"]);
  });
});

it("llms.txt leads to the Markdown of posts and pages, and shows nothing hidden", async () => {
  const { body, headers } = await open("/llms.txt");
  assert.equal(headers.get("content-type"), "text/plain; charset=utf-8");
  assert.ok(body.startsWith("# Notes \\[a\\]\n\n> On nets\n\n"), body);
  assert.match(body, /^## Latest posts$/m);
  assert.ok(body.includes(`- [A "title": \\# - \\[x\\]](${SITE}/posts/${encodeURIComponent("指南")}.md): `), body);
  assert.ok(body.includes(`- [About](${SITE}/about.md)\n`));
  assert.ok(body.includes(`- [From zero](${SITE}/series/from-zero)\n`));
  assert.doesNotMatch(body, /canary/i);
  for (const [, url = ""] of body.matchAll(/\]\(https:\/\/blog\.example([^)]+\.md)\)/g)) {
    assert.equal((await open(url)).status, 200, url);
  }
});

it("any text in front matter is read back by a parser of YAML", () => {
  const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
  const text = fc.oneof(
    fc.string({ unit }),
    fc.string({ unit: "binary" }),
    fc.constantFrom("yes", "---", "~", "\n---\n", "2024"),
  );
  fc.assert(
    fc.property(text, fc.array(text), (title, tags) => {
      const written = frontMatter({ title, tags, none: null });
      assert.deepEqual(parsed(`${written}\n`).fields, tags.length === 0 ? { title } : { title, tags });
    }),
  );
});

it("a client prefers Markdown if it names it, and HTML not before", () => {
  for (const accept of [
    "text/markdown",
    "TEXT/Markdown;q=0.5",
    "text/markdown, text/html",
    "text/markdown, */*",
    "text/html;q=0.8, text/markdown;q=0.9",
    "text/markdown;charset=utf-8, text/html;q=0.9, */*;q=0.1",
    "text/html;q=0, text/markdown;q=0.1",
  ]) {
    assert.ok(prefersMarkdown(accept), accept);
  }
  for (const accept of [
    undefined,
    "",
    "*/*",
    "text/*",
    "text/html",
    "text/html, text/markdown",
    "text/markdown;q=0.5, text/html",
    "text/markdown;q=0",
    "text/markdown;q=2",
    "text/markdown;q=0.5, */*",
    "application/text/markdown",
    "text/markdown-x",
  ]) {
    assert.ok(!prefersMarkdown(accept), accept);
  }
});
