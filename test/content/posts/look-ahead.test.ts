// Statements read what a query selects and no more. That must show in nothing: each field has the value it has beside all
// others, on every way to a post.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { GraphQLObjectType } from "graphql";
import { createSchema } from "../../../src/app/schema.js";
import { FIELD_COLUMNS } from "../../../src/content/posts/writing/post-columns.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

let app: TestApp;

/** Each field of Post with what is asked of it. */
const FIELDS: Record<string, string> = {
  author: "{ name }",
  categories: "{ path }",
  tags: "{ slug }",
  body: "{ html text source format markdown wordCount readingTimeMinutes tableOfContents { text } links { url } codeBlocks { source } }",
  cover: "{ url }",
  seo: "{ title description canonicalUrl noIndex }",
  seriesEntry: "{ position total series { title } }",
  adjacent: "{ previous { slug } next { slug } }",
  related: "{ score post { slug } }",
  revisions: "{ nodes { id } }",
};
const SCALARS = ["id", "slug", "path", "title", "publishedAt", "version", "status", "excerpt", "excerptSource"].concat(
  ...["createdAt", "updatedAt", "locale", "__typename"],
);
/** Only for those who may edit. */
const PUBLIC = [...SCALARS, ...Object.keys(FIELDS).filter((name) => name !== "revisions")];

/** Ways to the same post; `?` stands for the fields. */
const WAYS: Record<string, string> = {
  post: `post(slug: "looked") { ? }`,
  "a former slug": `post(slug: "looked-before") { ? }`,
  resolvePath: `resolvePath(path: "/posts/looked") { ... on Post { ? } }`,
  "the site": "posts(first: 1) { nodes { ? } }",
  "edges, with cursors": "posts(first: 1) { edges { cursor node { ? } } pageInfo { hasNextPage } totalCount }",
  "another order": "posts(first: 1, orderBy: { field: TITLE, direction: ASC }) { nodes { ? } }",
  "a category": `category(path: "looked") { posts(last: 1) { nodes { ? } } }`,
  "a tag": `tag(slug: "looked") { posts(first: 1) { nodes { ? } } }`,
  "an author": `author(slug: "looked") { posts(first: 1) { nodes { ? } } }`,
  "a neighbour": `post(slug: "other") { adjacent { next { ? } } }`,
};

before(async () => {
  app = await startTestApp({ CACHE_BYTES: "0" });
  const make = new Factories(app.dataSource);
  const terms = {
    authorId: await make.author("looked"),
    categoryIds: [await make.category("looked")],
    tagIds: [await make.tag("looked")],
  };
  await make.post({ title: "zz other", slug: "other" });
  await make.post({
    ...terms,
    title: "Looked at",
    slug: "looked",
    source: "# Heading\n\nText with `code` and a [link](/posts/other).\n\n```js\nx\n```",
    cover: { url: "https://example.org/a.png", alt: "A", width: null, height: null },
    seo: { title: "For engines", description: null, canonicalUrl: null, noIndex: true },
    series: { id: await make.series("looked"), position: 1 },
    formerPaths: ["/posts/looked-before"],
  });
});
after(() => app.close());

it("knows every field of Post", () => {
  const fields = Object.keys((createSchema().getType("Post") as GraphQLObjectType).getFields());
  assert.deepEqual(Object.keys(FIELD_COLUMNS).sort(), [...fields, "__typename"].sort());
  assert.deepEqual([...SCALARS, ...Object.keys(FIELDS)].sort(), [...fields, "__typename"].sort());
});

const written = (field: string): string => `${field} ${FIELDS[field] ?? ""}`;

/** The post in an answer, wherever it is. */
function postOf(value: unknown, key: string): Record<string, unknown> | null {
  if (value === null || typeof value !== "object") return null;
  if (Object.hasOwn(value, key)) return value as Record<string, unknown>;
  for (const inner of Object.values(value)) {
    const found = postOf(inner, key);
    if (found !== null) return found;
  }
  return null;
}

for (const [way, text] of Object.entries(WAYS)) {
  describe(`through ${way}`, () => {
    it("a field alone is what it is beside all others", async () => {
      const ask = async (names: readonly string[]) => {
        const marked = names.map((name) => `marked_${name}: ${written(name)}`).join(" ");
        const data = await app.query(`{ ${text.replace("?", marked)} }`);
        return postOf(data, `marked_${names[0]}`);
      };
      const all = await ask(PUBLIC);
      assert.notEqual(all, null);
      for (const name of PUBLIC) {
        assert.deepEqual((await ask([name]))?.[`marked_${name}`], all?.[`marked_${name}`], name);
      }
    });
  });
}

it("asks for the total together with the page, also of a page that is empty", async () => {
  for (const [arguments_, slugs] of [
    ["first: 1", ["looked"]],
    [`first: 1, filter: { locale: "xx" }`, []],
  ] as const) {
    const response = await app.send<{ posts: { totalCount: number; nodes: { slug: string }[] } }>(
      `{ posts(${arguments_}) { totalCount nodes { slug } } }`,
    );
    assert.deepEqual(
      response.data.posts.nodes.map(({ slug }) => slug),
      slugs,
    );
    assert.equal(response.data.posts.totalCount, slugs.length * 2);
    assert.equal(response.extensions?.sql.statements, 1);
  }
});

it("reads a post with its text in one statement", async () => {
  const response = await app.send(`{ post(slug: "looked") { title body { html wordCount } } }`);
  assert.equal(response.extensions?.sql.statements, 1);
});
