// Reads of one post: excerpt, body, neighbours and metadata for search engines; and the archive.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { seoColumns } from "../../../src/content/posts/writing/post-record.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

let app: TestApp;
let make: Factories;

before(async () => {
  app = await startTestApp();
  make = new Factories(app.dataSource);
});
after(() => app.close());

const ask = async <T>(slug: string, fields: string): Promise<T> =>
  (await app.query<{ post: T }>(`query($slug: String!) { post(slug: $slug) { ${fields} } }`, { slug })).post;

describe("excerpt", () => {
  const long = "容器网络很慢。The overlay adds a header to each packet, 而 Slim 不加。".repeat(12);
  const excerpt = async (slug: string, maxLength?: number | null) =>
    (await ask<{ excerpt: string }>(slug, maxLength === undefined ? "excerpt" : `excerpt(maxLength: ${maxLength})`))
      .excerpt;

  it("an excerpt is cut from the text at any length, ends in […] and never exceeds its length", async () => {
    await make.post({ slug: "long", source: `# Heading\n\n${long}\n\n\`\`\`c\nint code;\n\`\`\`` });
    for (const length of [3, 4, 5, 10, 50, 199, 200, 201, 500, 1000]) {
      const text = await excerpt("long", length);
      assert.ok([...text].length <= length, `${length}: ${text}`);
      assert.ok(text.endsWith("[…]") || long.startsWith(text), `${length}: ${text}`);
      if (text.endsWith("[…]")) assert.ok(long.startsWith(text.slice(0, -3).trimEnd()), `${length}: ${text}`);
      if (length >= 50) assert.ok([...text].length > length / 2 || long.length <= length, `${length}: ${text}`);
    }
    assert.equal(await excerpt("long"), await excerpt("long", 200));
    assert.equal(await excerpt("long", null), await excerpt("long", 200));
  });

  it("an excerpt never splits an emoji or a combined character", async () => {
    await make.post({ slug: "emoji", source: "👩‍👩‍👧‍👦e\u0301🇨🇳".repeat(100) });
    for (const length of [3, 7, 20, 51]) {
      const text = await excerpt("emoji", length);
      assert.ok(text.isWellFormed() && /^(?:👩‍👩‍👧‍👦|é|🇨🇳)*\s?(?:\[…\])?$/u.test(text.normalize("NFC")), text);
    }
  });

  it("an excerpt is returned whole if it was written, regardless of the requested length", async () => {
    await make.post({ slug: "written", writtenExcerpt: "By hand, whole.", source: long });
    const post = await ask("written", "a: excerpt(maxLength: 3) b: excerpt excerptSource");
    assert.deepEqual(post, { a: "By hand, whole.", b: "By hand, whole.", excerptSource: "WRITTEN" });
  });

  it("an excerpt rejects lengths outside 1 to 1000", async () => {
    await make.post({ slug: "bounds" });
    for (const length of [0, -1, 1001, 2147483647]) {
      const response = await app.send(`{ post(slug: "bounds") { excerpt(maxLength: ${length}) } }`);
      assert.equal(response.errors?.[0]?.extensions.reason, "VALUE_OUT_OF_RANGE", String(length));
    }
    for (const length of [1, 2, 1000]) assert.notEqual(await excerpt("bounds", length), "");
  });

  it("an excerpt is empty for an empty post", async () => {
    await make.post({ slug: "empty", source: "" });
    const post = await ask<object>(
      "empty",
      "excerpt long: excerpt(maxLength: 900) body { text html source wordCount readingTimeMinutes tableOfContents { text } codeBlocks { source } links { url } }",
    );
    const body = {
      text: "",
      html: "",
      source: "",
      wordCount: 0,
      readingTimeMinutes: 1,
      tableOfContents: [],
      codeBlocks: [],
      links: [],
    };
    assert.deepEqual(post, { excerpt: "", long: "", body });
  });
});

describe("body", () => {
  it("a body has the source byte for byte and all forms that are derived from it", async () => {
    const source =
      "\uFEFF# 标题 One\r\n\r\n指南 with `code` and [a link](https://example.org/?a=1&b=2).\t\r\n\r\n```C++\nint x = 1 < 2;\n```\n\n## 标题 One\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<script>alert(1)</script>\u202E\n";
    await make.post({ slug: "body", source });
    const { body } = await ask<{ body: Record<string, unknown> }>(
      "body",
      "body { source format markdown html text wordCount readingTimeMinutes tableOfContents { level text anchor } codeBlocks { language source } links { url text isInternal target { slug } } }",
    );
    assert.equal(body.source, source);
    assert.equal(body.markdown, source);
    assert.equal(body.format, "MARKDOWN");
    assert.match(String(body.html), /<table>/);
    assert.doesNotMatch(String(body.html), /<script|onerror/);
    const headings = body.tableOfContents as { level: number; text: string; anchor: string }[];
    assert.deepEqual(
      headings.map(({ level, text }) => [level, text]),
      [
        [1, "标题 One"],
        [2, "标题 One"],
      ],
    );
    assert.equal(new Set(headings.map((heading) => heading.anchor)).size, 2);
    for (const { anchor } of headings) assert.ok(String(body.html).includes(`id="${anchor}"`), anchor);
    assert.deepEqual(body.codeBlocks, [{ language: "c++", source: "int x = 1 < 2;" }]);
    assert.deepEqual(body.links, [
      { url: "https://example.org/?a=1&b=2", text: "a link", isInternal: false, target: null },
    ]);
  });

  it("a body keeps the HTML of WordPress and converts it to Markdown", async () => {
    const source = "First line\n\nSecond <b>bold</b><script>x</script>";
    await make.post({ slug: "html", source, format: "HTML" });
    const { body } = await ask<{ body: Record<string, string> }>("html", "body { source format markdown html text }");
    assert.equal(body.source, source);
    assert.equal(body.format, "HTML");
    assert.match(body.html ?? "", /<p>First line<\/p>\s*<p>Second <(b|strong)>bold/);
    assert.match(body.markdown ?? "", /Second \*\*bold\*\*/);
    assert.equal(body.text, "First line\n\nSecond bold");
  });

  it("a body is read in one statement for any number of posts and fields", async () => {
    const fields = "source html text wordCount links { url } codeBlocks { source }";
    const response = await app.send(
      `{ posts(first: 50) { nodes { body { ${fields} } again: body { ${fields} } excerpt(maxLength: 50) } } }`,
    );
    assert.equal(response.extensions?.sql.statements, 2);
  });
});

it("a post is read by its path in one statement; a former path, or a path without a post, takes two", async () => {
  await make.post({ slug: "moved-here", formerPaths: ["/posts/moved-from"] });
  for (const [slug, found, statements] of [
    ["moved-here", "moved-here", 1],
    ["moved-from", "moved-here", 2],
    ["moved-nowhere", undefined, 2],
  ] as const) {
    const response = await app.send<{ post: { slug: string } | null }>(`{ post(slug: "${slug}") { slug } }`);
    assert.equal(response.data?.post?.slug, found, slug);
    assert.equal(response.extensions?.sql.statements, statements, slug);
  }
});

describe("seo", () => {
  const fields = "seo { title description canonicalUrl noIndex }";

  it("Post.seo falls back to the title, the excerpt and the percent-encoded URL of the post", async () => {
    await make.post({ slug: "指南-1", title: "指南 <1>", source: "Words." });
    const { seo } = await ask<{ seo: object }>("指南-1", fields);
    const canonicalUrl = `http://localhost:4000/posts/${encodeURI("指南-1")}`;
    assert.deepEqual(seo, { title: "指南 <1>", description: "Words.", canonicalUrl, noIndex: false });
  });

  it("Post.seo has the written values", async () => {
    const seo = { title: "T", description: "D", canonicalUrl: "https://elsewhere.example/x", noIndex: true };
    await make.post({ slug: "seo", ...seoColumns(seo) });
    assert.deepEqual((await ask<{ seo: object }>("seo", fields)).seo, seo);
  });
});

describe("adjacent", () => {
  const both = "previous { slug } next { slug }";

  it("Post.adjacent leads through the whole site in both directions in the order of publication, equal instants included", async () => {
    const instants = [
      "2022-01-01T00:00:00.000Z",
      "2022-01-01T00:00:00.000Z",
      "2022-01-01T00:00:00.000Z",
      "2022-02-01T00:00:00.000Z",
    ];
    await make.posts(instants.map((publishedAt, i) => ({ slug: `walk-${i}`, publishedAt })));
    await make.post({ slug: "walk-hidden", publishedAt: "2022-01-01T00:00:00.000Z", state: "TRASHED" });
    const order = { field: "PUBLISHED_AT", direction: "ASC" };
    const { posts } = await app.query<{
      posts: { nodes: { slug: string; adjacent: { previous: object | null; next: object | null } }[] };
    }>(`query($o: PostOrder) { posts(first: 100, orderBy: $o) { nodes { slug adjacent { ${both} } } } }`, { o: order });
    for (const [i, post] of posts.nodes.entries()) {
      const at = (index: number) => (posts.nodes[index] === undefined ? null : { slug: posts.nodes[index].slug });
      assert.deepEqual(post.adjacent, { previous: at(i - 1), next: at(i + 1) }, post.slug);
    }
  });

  it("Post.adjacent stays in the main category without its descendants", async () => {
    const main = await make.category("main");
    const child = await make.category("child", main);
    const other = await make.category("other");
    await make.posts([
      { slug: "main-1", categoryIds: [main, other] },
      { slug: "child-1", categoryIds: [child] },
      { slug: "other-1", categoryIds: [other] },
      { slug: "main-2", categoryIds: [other, main] },
      { slug: "main-3", categoryIds: [main] },
      { slug: "none", categoryIds: [] },
    ]);
    const adjacent = async (slug: string) =>
      (await ask<{ adjacent: object }>(slug, `adjacent(scope: CATEGORY) { ${both} }`)).adjacent;
    assert.deepEqual(await adjacent("main-1"), { previous: null, next: { slug: "main-2" } });
    assert.deepEqual(await adjacent("main-3"), { previous: { slug: "main-2" }, next: null });
    assert.deepEqual(await adjacent("main-2"), { previous: { slug: "other-1" }, next: null });
    assert.deepEqual(await adjacent("child-1"), { previous: null, next: null });
    assert.deepEqual(await adjacent("none"), { previous: null, next: null });
  });

  it("Post.adjacent uses the whole site for null", async () => {
    const { a, b } = await ask<{ a: object; b: object }>(
      "main-2",
      `a: adjacent(scope: null) { ${both} } b: adjacent { ${both} }`,
    );
    assert.deepEqual(a, b);
  });
});

describe("archive", () => {
  it("the archive counts by year and month in UTC, newest first", async () => {
    const tag = await make.tag("archived");
    const instants = [
      "2019-12-31T23:59:59.999Z",
      "2020-01-01T00:00:00.000Z",
      "2019-12-01T00:00:00.000Z",
      "2019-02-28T12:00:00.000Z",
    ];
    await make.posts(instants.map((publishedAt) => ({ publishedAt, tagIds: [tag] })));
    const { tag: found } = await app.query<{ tag: { id: string } }>('{ tag(slug: "archived") { id } }');
    const query = "query($f: PostFilter) { archive(filter: $f) { year postCount months { year month postCount } } }";
    assert.deepEqual(await app.query(query, { f: { tags: { anyOf: [found.id] } } }), {
      archive: [
        { year: 2020, postCount: 1, months: [{ year: 2020, month: 1, postCount: 1 }] },
        {
          year: 2019,
          postCount: 3,
          months: [
            { year: 2019, month: 12, postCount: 2 },
            { year: 2019, month: 2, postCount: 1 },
          ],
        },
      ],
    });
  });
});

describe("site and viewer", () => {
  it("site and viewer can be read by an anonymous client", async () => {
    assert.deepEqual(await app.query("{ site { title description url locale } viewer { name } }"), {
      site: { title: "Colophon", description: null, url: "http://localhost:4000", locale: "en" },
      viewer: null,
    });
  });

  it("site and viewer do not give an anonymous client revisions, with any arguments", async () => {
    for (const args of ["", "(first: 0)", '(after: "x")', "(first: 1, last: 1)"]) {
      const response = await app.send(`{ post(slug: "seo") { slug revisions${args} { totalCount nodes { id } } } }`);
      assert.equal(response.errors?.[0]?.extensions.code, "FORBIDDEN", args);
    }
  });
});
