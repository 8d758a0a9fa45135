// Fills every argument of the schema with hostile text and numbers: the response has data or a typed error, and never an internal error.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startTestApp, type TestApp } from "../support/app.js";
import { Factories } from "../support/factories.js";
import { WIDE_LIMITS } from "../support/limits.js";

let app: TestApp;

before(async () => {
  // The resolvers must handle such input even if other checks reject it earlier.
  app = await startTestApp(WIDE_LIMITS);
  const make = new Factories(app.dataSource);
  const [tag, category] = [await make.tag("percent"), await make.category("category")];
  await make.posts([
    {
      slug: "100-percent",
      title: "100%",
      tagIds: [tag],
      categoryIds: [category],
      publishedAt: "2020-02-29T12:00:00.000Z",
    },
    { slug: "a_b" },
    { slug: "axb" },
    { slug: "back", state: "DRAFT" },
  ]);
});
after(() => app.close());

const TEXTS = [
  "",
  " ",
  "\0",
  "a\0b",
  "\ud800",
  "\udc00x",
  "%00",
  "%ED%A0%80",
  "%",
  "%%",
  "%zz",
  "_",
  "a_b%",
  "\\",
  "\\x00",
  "'",
  "''; drop table post; --",
  "' or 1=1--",
  '"',
  "$1",
  "{{7*7}}",
  "<script>alert(1)</script>",
  "\u202Ereversed",
  "\u200B",
  "\uFEFF",
  "𠮷\u{10FFFF}",
  "é\u0301\u0301".repeat(200),
  "../../etc/passwd",
  "..",
  "null",
  "undefined",
  "__proto__",
  "constructor",
  "NaN",
  "-1",
  "汉".repeat(3_400),
  "%E6%B1%89".repeat(1_200),
  "/".repeat(10_000),
  "a/".repeat(5_000),
  "x".repeat(10_000),
  "A".repeat(200_000),
];

const LITERALS = ["", "\0", "\\", "'", '"', "$v", "%00", "\u202E", "𠮷\u{10FFFF}"];

/** One operation for each string argument of the schema. */
const QUESTIONS: Record<string, string> = {
  node: "query($v: ID!) { node(id: $v) { id } }",
  nodes: "query($v: ID!) { nodes(ids: [$v]) { id } }",
  post: "query($v: String!) { post(slug: $v) { id } }",
  category: "query($v: String!) { category(slugPath: $v) { id } }",
  tag: "query($v: String!) { tag(slug: $v) { id } }",
  author: "query($v: String!) { author(slug: $v) { id } }",
  series: "query($v: String!) { series(slug: $v) { id } }",
  resolvePath: "query($v: String!) { resolvePath(path: $v) { __typename } }",
  after: "query($v: String!) { posts(after: $v) { totalCount } }",
  before: "query($v: String!) { tags(last: 1, before: $v) { totalCount } }",
  nestedAfter: 'query($v: String!) { tag(slug: "percent") { posts(after: $v) { totalCount } } }',
  locale: "query($v: String!) { posts(filter: { locale: $v }) { totalCount } }",
  authorIds: "query($v: ID!) { posts(filter: { authorIds: [$v] }) { totalCount } }",
  seriesId: "query($v: ID!) { archive(filter: { seriesId: $v }) { year } }",
  tagIds: "query($v: ID!) { posts(filter: { tags: { anyOf: [$v] } }) { totalCount } }",
  categoryIds: "query($v: ID!) { posts(filter: { categories: { noneOf: [$v] } }) { totalCount } }",
  parentId: "query($v: ID!) { categories(filter: { parentId: $v }) { totalCount } }",
  publishedSince: "query($v: DateTime!) { posts(filter: { publishedSince: $v }) { totalCount } }",
  publishedBefore: "query($v: DateTime!) { archive(filter: { publishedBefore: $v }) { year } }",
  order: "query($v: PostOrderField!) { posts(orderBy: { field: $v, direction: ASC }) { totalCount } }",
};

const CLIENT_FAULTS = new Set(["BAD_USER_INPUT", "BAD_REQUEST", "GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED"]);

describe("hostile text", () => {
  for (const [argument, query] of Object.entries(QUESTIONS)) {
    it(`hostile text gives data or a typed error as ${argument}`, async () => {
      for (const text of TEXTS) {
        const response = await app.send(query, { v: text });
        for (const { message, extensions } of response.errors ?? []) {
          const shown = `${JSON.stringify(text).slice(0, 60)}: ${JSON.stringify({ message, extensions })}`;
          assert.ok(CLIENT_FAULTS.has(String(extensions?.code ?? "")), shown);
          assert.doesNotMatch(message, /select |syntax|\bat .*\.js|node_modules/i, shown);
        }
      }
    });

    it(`hostile text gives data or a typed error as a literal of ${argument}`, async () => {
      for (const text of LITERALS) {
        const literal = query.replace(/^query\([^)]*\)/, "").replaceAll("$v", () => JSON.stringify(text));
        const codes = ((await app.send(literal)).errors ?? []).map((error) => String(error.extensions?.code ?? ""));
        for (const code of codes) assert.ok(CLIENT_FAULTS.has(code), `${literal}: ${code}`);
      }
    });
  }

  it("hostile text matches only itself: wildcards have no effect", async () => {
    for (const slug of ["a_b", "%", "_", "a%", "100%", "a_", "\\", "axb\\"]) {
      const { post } = await app.query<{ post: { slug: string } | null }>(
        "query($slug: String!) { post(slug: $slug) { slug } }",
        { slug },
      );
      assert.equal(post?.slug ?? null, slug === "a_b" ? "a_b" : null, slug);
    }
    const { posts } = await app.query<{ posts: { totalCount: number } }>(
      '{ posts(filter: { locale: "zh" }) { totalCount } }',
    );
    assert.equal(posts.totalCount, 3);
  });
});

describe("instants", () => {
  const count = (name: string, instant: unknown) =>
    app.send<{ posts: { totalCount: number } }>(
      `query($v: DateTime) { posts(filter: { ${name}: $v }) { totalCount } }`,
      { v: instant },
    );

  it("instants are rejected if they do not exist or have no zone", async () => {
    const invalid = [
      "2026-02-30T00:00:00Z",
      "2025-02-29T00:00:00Z",
      "2026-13-01T00:00:00Z",
      "2026-00-10T00:00:00Z",
      "2026-01-00T00:00:00Z",
      "2026-01-01T24:00:00Z",
      "2026-01-01T23:60:00Z",
      "2016-12-31T23:59:60Z",
      "2026-01-01T00:00:00+25:00",
      "2026-01-01T00:00:00+05:60",
      "2026-01-01T00:00:00",
      "2026-01-01",
      "2026-01-01 00:00:00Z",
      "2026-01-01T00:00Z",
      "2026-01-01T00:00:00.Z",
      "2026-01-01T00:00:00,5Z",
      "2026-01-01T00:00:00Z\n",
      "275761-01-01T00:00:00Z",
      "+275760-09-13T00:00:00Z",
      "10000-01-01T00:00:00Z",
      "0000-01-01T00:00:00Z",
      "-0001-01-01T00:00:00Z",
      "9999-12-31T23:59:59-23:59",
      "0001-01-01T00:00:00+23:59",
      "infinity",
      "-infinity",
      "now",
      "epoch",
      "1e999",
      "２０２６-01-01T00:00:00Z",
      0,
      1767225600000,
      true,
      {},
      [],
    ];
    for (const instant of invalid) {
      for (const name of ["publishedSince", "publishedBefore"]) {
        const response = await count(name, instant);
        assert.equal(response.errors?.[0]?.extensions.code, "BAD_USER_INPUT", JSON.stringify(instant));
      }
    }
  });

  it("instants are equivalent in any zone and precision; the lower bound is inclusive, the upper exclusive", async () => {
    const equivalents = [
      "2020-02-29T12:00:00Z",
      "2020-02-29t12:00:00z",
      "2020-02-29T12:00:00.000000000Z",
      "2020-02-29T20:00:00+08:00",
      "2020-02-28T12:01:00-23:59",
      "2020-02-29T12:00:00-00:00",
    ];
    for (const instant of equivalents) {
      assert.equal((await count("publishedSince", instant)).data.posts.totalCount, 1, instant);
      assert.equal((await count("publishedBefore", instant)).data.posts.totalCount, 2, instant);
    }
    assert.equal((await count("publishedSince", "2020-02-29T12:00:00.001Z")).data.posts.totalCount, 0);
    assert.equal((await count("publishedBefore", "2020-02-29T12:00:00.001Z")).data.posts.totalCount, 3);
    assert.equal((await count("publishedSince", "0001-01-01T00:00:00Z")).data.posts.totalCount, 3);
    assert.equal((await count("publishedBefore", "9999-12-31T23:59:59.999Z")).data.posts.totalCount, 3);
    assert.equal((await count("publishedBefore", null)).data.posts.totalCount, 3);
  });
});

describe("numbers", () => {
  it("numbers that are not an Int are rejected before execution", async () => {
    for (const value of [2147483648, -2147483649, 9223372036854775808n.toString(), 1.5, "5", "NaN", true, [1, 2], {}]) {
      for (const argument of ["first", "last"]) {
        const response = await app.send(`query($v: Int) { posts(${argument}: $v) { totalCount } }`, { v: value });
        assert.equal(response.errors?.[0]?.extensions.code, "BAD_USER_INPUT", JSON.stringify(value));
      }
    }
    for (const literal of ["2147483648", "1e400", "1.0", '"5"', "9".repeat(400)]) {
      const response = await app.send(`{ posts(first: ${literal}) { totalCount } }`);
      assert.ok(CLIENT_FAULTS.has(String(response.errors?.[0]?.extensions.code)), literal.slice(0, 20));
    }
  });
});
