// Statements read only the columns that a query selects. No response may depend on that: each field alone has the value that it has beside
// all others, in every query that leads to a post.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type GraphQLObjectType, getNamedType, isLeafType } from "graphql";
import { createSchema } from "../../../src/app/schema.js";
import { FIELD_GROUPS } from "../../../src/content/posts/lists/post-selection.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";
import { WIDE_LIMITS } from "../../support/limits.js";

let app: TestApp;

/** The selection of each field of Post that is an object. */
const SELECTIONS: Record<string, string> = {
  author: "{ name }",
  authors: "{ name }",
  categories: "{ path }",
  tags: "{ slug }",
  body: "{ html text source format markdown absoluteMarkdown wordCount readingTimeMinutes tableOfContents { text } links { url } codeBlocks { source } }",
  cover: "{ url }",
  seo: "{ title description canonicalUrl noIndex structuredData }",
  seriesEntry: "{ position total series { title } }",
  adjacent: "{ previous { slug } next { slug } }",
  related: "{ score post { slug } }",
  translations: "{ id }",
  comments: "{ totalCount }",
};
const POST_FIELDS = Object.values((createSchema().getType("Post") as GraphQLObjectType).getFields());
/** Revisions are only for those who may edit the post. */
const PUBLIC = [...POST_FIELDS.map(({ name }) => name), "__typename"].filter(
  (name) => name !== "revisions" && name !== "workingCopy",
);

/** Queries that lead to the same post; `?` stands for the fields. */
const QUERIES: Record<string, string> = {
  post: `post(slug: "looked") { ? }`,
  "a former slug": `post(slug: "looked-before") { ? }`,
  resolvePath: `resolvePath(path: "/posts/looked") { ... on Post { ? } }`,
  "the site": "posts(first: 1) { nodes { ? } }",
  "edges, with cursors": "posts(first: 1) { edges { cursor node { ? } } pageInfo { hasNextPage } totalCount }",
  "another order": "posts(first: 1, orderBy: { field: TITLE, direction: ASC }) { nodes { ? } }",
  "a category": `category(slugPath: "looked") { posts(last: 1) { nodes { ? } } }`,
  "a tag": `tag(slug: "looked") { posts(first: 1) { nodes { ? } } }`,
  "an author": `author(slug: "looked") { posts(first: 1) { nodes { ? } } }`,
  "a neighbour": `post(slug: "other") { adjacent { next { ? } } }`,
};

before(async () => {
  app = await startTestApp({ ...WIDE_LIMITS, CACHE_BYTES: "0" });
  const make = new Factories(app.dataSource);
  const terms = {
    authorId: await make.author("looked"),
    coAuthorIds: [await make.author("looked too")],
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
    seoTitle: "For engines",
    noIndex: true,
    series: { id: await make.series("looked"), position: 1 },
    formerPaths: ["/posts/looked-before"],
  });
});
after(() => app.close());

it("every field of Post names the groups of columns that it reads", () => {
  for (const { name } of POST_FIELDS) {
    assert.ok(
      Object.hasOwn(FIELD_GROUPS, name),
      `Post.${name} is not a column: add the groups of columns that it reads to COMPUTED_FIELDS in posts/lists/post-selection.ts.`,
    );
  }
});

function written(field: string): string {
  const type = POST_FIELDS.find(({ name }) => name === field)?.type;
  const isLeaf = type === undefined || isLeafType(getNamedType(type));
  assert.ok(
    isLeaf || Object.hasOwn(SELECTIONS, field),
    `Add a selection for Post.${field} to SELECTIONS in this file.`,
  );
  return `${field} ${SELECTIONS[field] ?? ""}`;
}

/** Finds the post in a response. */
function postOf(value: unknown, key: string): Record<string, unknown> | null {
  if (value === null || typeof value !== "object") return null;
  if (Object.hasOwn(value, key)) return value as Record<string, unknown>;
  for (const inner of Object.values(value)) {
    const found = postOf(inner, key);
    if (found !== null) return found;
  }
  return null;
}

for (const [query, text] of Object.entries(QUERIES)) {
  describe(`a post that is read through ${query}`, () => {
    it(`a post that is read through ${query} has the same value in each field, selected alone or beside all others`, async () => {
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

it("a list reads its total in the statement of its page, even if the page is empty", async () => {
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

it("a post and its text are read in one statement", async () => {
  const response = await app.send(`{ post(slug: "looked") { title body { html wordCount } } }`);
  assert.equal(response.extensions?.sql.statements, 1);
});
