// Content appears at its instant by the database's clock, and disappears at the next request after it was hidden.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, it } from "node:test";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { Factories } from "../support/factories.js";
import { databaseTime, withNearInstant } from "../support/instant.js";

let app: TestApp;
let factories: Factories;
before(async () => {
  app = await startTestApp();
  factories = new Factories(app.dataSource);
});
after(() => app.close());

it("a scheduled post appears everywhere at its instant by the database's clock", async () => {
  const [author, tag] = [await factories.author("Punctual"), await factories.tag("Punctual")];
  const post = { id: randomUUID(), slug: "soon", title: "Soon", authorId: author, tagIds: [tag] };
  const document = `query ($id: ID!) { post(slug: "soon") { status } node(id: $id) { id } posts { totalCount }
    tag(slug: "punctual") { postCount } author(slug: "punctual") { name } archive { postCount }
    resolvePath(path: "/posts/soon") { __typename } }`;
  const hidden = {
    post: null,
    node: null,
    posts: { totalCount: 0 },
    tag: null,
    author: null,
    archive: [],
    resolvePath: null,
  };
  const globalId = encodeGlobalId("Post", post.id);
  const shown = {
    post: { status: "PUBLISHED" },
    node: { id: globalId },
    posts: { totalCount: 1 },
    tag: { postCount: 1 },
    author: { name: "Punctual" },
    archive: [{ postCount: 1 }],
    resolvePath: { __typename: "Post" },
  };
  await withNearInstant(app.dataSource, async (instant) => {
    await factories.post({ ...post, publishedAt: new Date(instant).toISOString() });
    for (let readsBefore = 0; ; ) {
      const startedAt = await databaseTime(app.dataSource);
      const data = await app.query<object>(document, { id: globalId });
      // If the instant passed during the query, either response is correct.
      if ((await databaseTime(app.dataSource)) < instant) {
        assert.deepEqual(data, hidden);
        readsBefore += 1;
      } else if (startedAt >= instant) {
        assert.deepEqual(data, shown);
        return readsBefore > 0;
      }
    }
  });
});

it("an unpublished post is gone at the next request, also by cursors, ids and paths that were returned before", async () => {
  const token = await app.tokenFor("EDITOR");
  const tag = await factories.tag("Shelf");
  const [first, second, third] = await factories.posts(
    ["first", "second", "third"].map((slug) => ({ slug, title: slug, tagIds: [tag], formerPaths: [`/${slug}.html`] })),
  );
  const page = `tag(slug: "shelf") { postCount posts(orderBy: { field: TITLE, direction: ASC }, first: 5, after: $after) {
    totalCount edges { cursor node { id slug } } pageInfo { hasNextPage } } }`;
  interface List {
    tag: { postCount: number; posts: { totalCount: number; edges: { cursor: string; node: { slug: string } }[] } };
  }
  const list = (after?: string) => app.query<List>(`query ($after: String) { ${page} }`, { after });
  const { edges } = (await list()).tag.posts;
  assert.deepEqual(
    edges.map(({ node }) => node.slug),
    ["first", "second", "third"],
  );
  const input = { id: encodeGlobalId("Post", second?.id ?? ""), expectedVersion: 1 };
  await app.query(
    "mutation ($input: UnpublishPostInput!) { unpublishPost(input: $input) { errors { code } } }",
    { input },
    { token },
  );
  for (const cursor of [edges[0]?.cursor, edges[1]?.cursor]) {
    const { postCount, posts } = (await list(cursor)).tag;
    assert.deepEqual(
      posts.edges.map(({ node }) => node.slug),
      ["third"],
    );
    assert.deepEqual([postCount, posts.totalCount], [2, 2]);
  }
  const others = `query ($id: ID!) { node(id: $id) { id } post(slug: "second") { title } now: resolvePath(path: "/posts/second") { __typename }
    old: resolvePath(path: "/second.html") { __typename } third: post(slug: "third") { adjacent { previous { slug } } related { post { slug } } } }`;
  assert.deepEqual(await app.query<object>(others, { id: input.id }), {
    node: null,
    post: null,
    now: null,
    old: null,
    third: { adjacent: { previous: { slug: first?.slug } }, related: [{ post: { slug: first?.slug } }] },
  });
  assert.equal(third?.slug, "third");
});

it("mutations give an author the same error for a hidden post of another author and for a post that does not exist", async () => {
  const [own, other] = [await factories.author("Own"), await factories.author("Other")];
  const hidden = await factories.post({ slug: "theirs", state: "DRAFT", publishedAt: null, authorId: other });
  const token = await app.tokenFor("AUTHOR", own);
  const absent = encodeGlobalId("Post", "11111111-1111-4111-8111-111111111111");
  const fields = "errors { __typename code message path }";
  const mutations = [
    "updatePost",
    "publishPost",
    "unpublishPost",
    "trashPost",
    "restorePost",
    "deletePost",
    "createPreviewToken",
  ];
  for (const name of mutations) {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const document = `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} } }`;
    const ask = (id: string) =>
      app.send(
        document,
        { input: name === "createPreviewToken" ? { postId: id } : { id, expectedVersion: 1 } },
        { token },
      );
    const responses = await Promise.all([ask(encodeGlobalId("Post", hidden.id)), ask(absent)]);
    assert.deepEqual(responses[0], responses[1], name);
    assert.match(JSON.stringify(responses[0]), /NOT_FOUND/);
  }
});
