// Texts at and beyond their limits, and texts that must not be stored or shown.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import fc from "fast-check";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { readPropertyRuns } from "../../support/environment.js";
import { ADMIN, type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";

let app: Executor;
let authorId: string;

before(async () => {
  app = await startExecutor(4);
  authorId = encodeGlobalId("Author", await new Factories(app.dataSource).author("Texter"));
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

type Input = Record<string, unknown>;
const post = (more: Input): Input => ({ title: "Text", body: { source: "x" }, authorIds: [authorId], ...more });
const image = (more: Input): Input => ({ url: "/x.png", alt: "x", ...more });

/** A character outside of the basic plane counts as one, as it does for its author. */
const CHARACTERS = ["x", "指", "\u{20BB7}"];
const url = (length: number): string => `https://example.org/${"x".repeat(length - 20)}`;
interface Limit {
  mutation: string;
  path: string;
  max: number;
  input(text: string): Input;
  text?: (length: number) => string;
}

const fresh = (): string => `fresh-${crypto.randomUUID()}`;

const LIMITS: readonly Limit[] = [
  { mutation: "createPost", path: "title", max: 300, input: (title) => post({ title, slug: fresh() }) },
  { mutation: "createPost", path: "excerpt", max: 2_000, input: (excerpt) => post({ excerpt }) },
  { mutation: "createPost", path: "cover.alt", max: 1_000, input: (alt) => post({ cover: image({ alt }) }) },
  {
    mutation: "createPost",
    path: "cover.url",
    max: 2_000,
    input: (u) => post({ cover: image({ url: u }) }),
    text: url,
  },
  { mutation: "createPost", path: "seo.title", max: 300, input: (title) => post({ seo: { title } }) },
  { mutation: "createPost", path: "seo.description", max: 2_000, input: (d) => post({ seo: { description: d } }) },
  {
    mutation: "createPost",
    path: "seo.canonicalUrl",
    max: 2_000,
    input: (u) => post({ seo: { canonicalUrl: u } }),
    text: url,
  },
  { mutation: "createTag", path: "name", max: 200, input: (name) => ({ name, slug: fresh() }) },
  { mutation: "createCategory", path: "name", max: 200, input: (name) => ({ name, slug: fresh() }) },
  {
    mutation: "createCategory",
    path: "description",
    max: 5_000,
    input: (d) => ({ name: "N", slug: fresh(), description: d }),
  },
  { mutation: "createAuthor", path: "name", max: 200, input: (name) => ({ name, slug: fresh() }) },
  { mutation: "createAuthor", path: "bio", max: 5_000, input: (bio) => ({ name: "N", slug: fresh(), bio }) },
  { mutation: "createSeries", path: "title", max: 300, input: (title) => ({ title, slug: fresh() }) },
  {
    mutation: "createSeries",
    path: "description",
    max: 5_000,
    input: (d) => ({ title: "T", slug: fresh(), description: d }),
  },
];

for (const { mutation, path, max, input, text } of LIMITS) {
  describe(`${path} of ${mutation}`, () => {
    const texts = (length: number): string[] =>
      text === undefined ? CHARACTERS.map((character) => character.repeat(length)) : [text(length)];

    it(`${path} of ${mutation} accepts ${max} characters and rejects one more with a message that names the limit`, async () => {
      for (const fitting of texts(max)) await app.accepted(ADMIN, mutation, input(fitting));
      for (const long of texts(max + 1)) {
        const { result, errors } = await app.mutate(ADMIN, mutation, input(long));
        assert.equal(result, null);
        assert.deepEqual(
          errors.map((error) => [error.code, error.path?.join(".")]),
          [["INVALID", `input.${path}`]],
        );
        assert.match(errors[0]?.message ?? "", new RegExp(`\\b${max}\\b.*\\b${max + 1}\\b`));
      }
    });

    it(`${path} of ${mutation} rejects NUL and unpaired surrogates`, async () => {
      for (const bad of ["a\0b", "\ud800", "a\udc00", "\udc00\ud800", `${text?.(40) ?? ""}\ud83d`]) {
        const refusals = await app.refused(ADMIN, mutation, input(bad));
        assert.ok(refusals.includes(`INVALID input.${path}`), JSON.stringify(bad));
      }
    });
  });
}

describe("names and titles", () => {
  it("names and titles are stored in NFC and trimmed", async () => {
    for (const [mutation, field, more] of [
      ["createTag", "name", {}],
      ["createCategory", "name", {}],
      ["createAuthor", "name", {}],
      ["createSeries", "title", {}],
      ["createPost", "title", post({})],
    ] as const) {
      const input = { ...more, [field]: " \u3000Zoe\u0308 \u1100\u1161\n" };
      const response = await app.accepted<Input>(ADMIN, mutation, input, `{ ${field} slug }`);
      assert.deepEqual(response, { [field]: "Zoë 가", slug: "zoë-가" }, mutation);
    }
  });

  it("names and titles are rejected if they are blank", async () => {
    for (const blank of ["", " ", "\t\n", "\u3000\u00a0"]) {
      assert.deepEqual(await app.refused(ADMIN, "createTag", { name: blank }), ["INVALID input.name"]);
      assert.deepEqual(await app.refused(ADMIN, "createPost", post({ title: blank })), ["INVALID input.title"]);
    }
  });
});

describe("URLs", () => {
  for (const bad of [
    ...["javascript:alert(1)", "data:text/html,x", "ftp://example.org/x", "//example.org/x", "x.png", ""],
    ...["/\\example.org/x", "/\t/example.org/x", "https://exa\nmple.org/x", "https://", "https:///", "\\\\example.org"],
    ...["vbscript:x", " java\tscript:1", "https://example.org/a b", "file:///etc/passwd"],
  ]) {
    it(`URLs are rejected if they are like ${JSON.stringify(bad)}`, async () => {
      assert.deepEqual(await app.refused(ADMIN, "createPost", post({ cover: image({ url: bad }) })), [
        "INVALID input.cover.url",
      ]);
    });
  }

  it("an image without a URL is rejected", async () => {
    for (const url of [null, undefined]) {
      assert.deepEqual(await app.refused(ADMIN, "createPost", post({ cover: image({ url }) })), [
        "INVALID input.cover.url",
      ]);
    }
  });

  it("URLs are accepted if they are paths on this site or of http and https", async () => {
    for (const good of [
      "/a.png",
      "/图/一.png?x=1#y",
      "https://例え.jp/図.png",
      "http://127.0.0.1:8080/x",
      "HTTPS://EXAMPLE.org/",
    ]) {
      const response = await app.accepted<Input>(
        ADMIN,
        "createPost",
        post({ cover: image({ url: good }) }),
        "{ cover { url } }",
      );
      assert.deepEqual(response, { cover: { url: good } });
    }
  });
});

describe("a body", () => {
  const MAX = 2 * 1024 * 1024;

  it("a body is accepted with 2 MiB of UTF-8, and rejected with one byte more and a message that names both sizes", async () => {
    const line = "指南 and a line of text that is long enough.\n\n";
    const source = line.repeat(Math.floor(MAX / Buffer.byteLength(line))).padEnd(0);
    const whole = source + "x".repeat(MAX - Buffer.byteLength(source));
    const response = await app.accepted<{ body: { source: string } }>(
      ADMIN,
      "createPost",
      post({ body: { source: whole } }),
      "{ body { source } }",
    );
    assert.ok(response.body.source === whole);
    const { errors } = await app.mutate(ADMIN, "createPost", post({ body: { source: `${whole}x` } }));
    assert.deepEqual(
      errors.map(({ code, path }) => `${code} ${path?.join(".")}`),
      ["INVALID input.body.source"],
    );
    assert.match(errors[0]?.message ?? "", /2097152.*2097153/);
  });

  it("a body is stored byte for byte or rejected, whatever it contains", async () => {
    const pieces = fc.constantFrom(
      ...[
        "[a](/%00)",
        "[b](/posts/%ED%A0%80)",
        "&#0;",
        "&#xD800;",
        "&#x1F600;",
        "\ufffe",
        "\u202e",
        "```\n\\u0000\n```\n",
        "\r",
      ],
      ...[
        "<a href='/x&#0;y'>z</a>",
        "![i](data:x)",
        "# H\u0301\n",
        "[^1]\n\n[^1]: n\n",
        "{{7*7}}",
        "$" + "{7*7}",
        "' OR 1=1--",
        "\ud83d\ude00",
      ],
      ...["[l](<//x/%2e%2e/>)", "<!--more-->", "<svg onload=1>", "\u0085", "\u2028", "a\u0301\u0302", "<b \ufffd>"],
    );
    const source = fc.array(fc.oneof(pieces, fc.string({ unit: "binary" }), fc.string()), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(source, fc.constantFrom("MARKDOWN", "HTML"), async (parts, format) => {
        const written = parts.join("");
        const { result, errors } = await app.mutate<{ body: { source: string } }>(
          ADMIN,
          "createPost",
          post({ title: "Fuzzed", slug: fresh(), body: { source: written, format } }),
          "{ excerpt body { source html text } }",
        );
        if (errors.length > 0) assert.match(written, /[\0\p{Surrogate}]/u);
        else assert.equal(result?.body.source, written);
      }),
      { numRuns: 150, ...readPropertyRuns() },
    );
  });
});

describe("lists of ids", () => {
  it("lists of ids are limited, and the message names the limit", async () => {
    const ids = (type: "Tag" | "Category", n: number): string[] =>
      Array.from({ length: n }, () => encodeGlobalId(type, crypto.randomUUID()));
    const many = post({ categoryIds: ids("Category", 51), tagIds: ids("Tag", 101) });
    const { errors } = await app.mutate(ADMIN, "createPost", many);
    const invalid = errors.filter(({ code }) => code === "INVALID").map(({ message }) => message);
    assert.deepEqual(invalid.length, 2);
    assert.match(invalid.join(" "), /\b50\b.*\b51\b.*\b100\b.*\b101\b/);
  });
});
