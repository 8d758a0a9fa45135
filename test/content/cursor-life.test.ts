// A cursor is a position in a list, not a row: it remains valid if its row is edited, hidden or deleted, under another parent, and for
// sort values of any length.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startTestApp, type TestApp } from "../support/app.js";
import { Factories } from "../support/factories.js";

let app: TestApp;
let make: Factories;

before(async () => {
  app = await startTestApp();
  make = new Factories(app.dataSource);
});
after(() => app.close());

interface List {
  edges: { cursor: string; node: { slug: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean };
  totalCount: number;
}

async function list(tag: string, order: string, paging: object): Promise<List> {
  const query = `query($slug: String!, $first: Int, $after: String, $last: Int, $before: String) { tag(slug: $slug) {
    posts(first: $first, after: $after, last: $last, before: $before, orderBy: ${order}) {
      edges { cursor node { slug } } pageInfo { hasNextPage hasPreviousPage } totalCount } } }`;
  return (await app.query<{ tag: { posts: List } }>(query, { slug: tag, ...paging })).tag.posts;
}

const slugs = (response: List): string[] => response.edges.map((edge) => edge.node.slug);
const BY_TITLE = "{ field: TITLE, direction: ASC }";
const OLDEST = "{ field: PUBLISHED_AT, direction: ASC }";

async function makeTagged(tag: string, count: number): Promise<string[]> {
  const id = await make.tag(tag);
  const posts = await make.posts(
    Array.from({ length: count }, (_, i) => ({ slug: `${tag}-${i}`, title: `${i}`, tagIds: [id] })),
  );
  return posts.map((post) => post.id);
}

describe("a cursor", () => {
  it("a cursor continues from its position if its row is edited, hidden or deleted", async () => {
    const changes: [string, string][] = [
      ["edited", "update post set title = 'zz', updated_at = now() where id = $1"],
      ["hidden", "update post set state = 'TRASHED', visible_from = 'infinity' where id = $1"],
      ["deleted", "delete from post where id = $1"],
    ];
    for (const [name, sql] of changes) {
      const ids = await makeTagged(name, 5);
      const cursor = (await list(name, BY_TITLE, { first: 3 })).edges[2]?.cursor;
      await app.dataSource.query(sql, [ids[2]]);
      if (name === "hidden")
        await app.dataSource.query("update post_tag set visible_from = 'infinity' where post_id = $1", [ids[2]]);
      const moved = name === "edited" ? [`${name}-2`] : [];
      const next = await list(name, BY_TITLE, { first: 5, after: cursor });
      assert.deepEqual(slugs(next), [`${name}-3`, `${name}-4`, ...moved], name);
      assert.deepEqual(next.pageInfo, { hasNextPage: false, hasPreviousPage: true });
      const earlier = await list(name, BY_TITLE, { last: 5, before: cursor });
      assert.deepEqual(slugs(earlier), [`${name}-0`, `${name}-1`], name);
      assert.deepEqual(earlier.pageInfo, { hasNextPage: true, hasPreviousPage: false });
    }
  });

  it("a cursor reports no page on a side that has become empty", async () => {
    const ids = await makeTagged("emptied", 4);
    const [first, , , last] = (await list("emptied", OLDEST, { first: 4 })).edges.map((edge) => edge.cursor);
    await app.dataSource.query("delete from post where id = any($1)", [[ids[0], ids[3]]]);
    assert.deepEqual((await list("emptied", OLDEST, { first: 9, after: first })).pageInfo, {
      hasNextPage: false,
      hasPreviousPage: false,
    });
    assert.deepEqual((await list("emptied", OLDEST, { last: 9, before: last })).pageInfo, {
      hasNextPage: false,
      hasPreviousPage: false,
    });
  });

  it("a cursor shows posts that were added later, and no post twice", async () => {
    await makeTagged("growing", 4);
    const cursor = (await list("growing", OLDEST, { first: 2 })).edges[1]?.cursor;
    const [{ id }] = await app.dataSource.query("select id from tag where slug = 'growing'");
    await make.post({ slug: "growing-early", tagIds: [id], publishedAt: "2001-01-01T00:00:00.000Z" });
    await make.post({ slug: "growing-late", tagIds: [id], publishedAt: "2024-01-01T00:00:00.000Z" });
    assert.deepEqual(slugs(await list("growing", OLDEST, { first: 9, after: cursor })), [
      "growing-2",
      "growing-3",
      "growing-late",
    ]);
  });

  it("a cursor is valid for the same list of another parent", async () => {
    await makeTagged("parent-a", 3);
    await makeTagged("parent-b", 3);
    const cursor = (await list("parent-a", OLDEST, { first: 3 })).edges[2]?.cursor;
    assert.deepEqual(slugs(await list("parent-b", OLDEST, { first: 9, after: cursor })), [
      "parent-b-0",
      "parent-b-1",
      "parent-b-2",
    ]);
  });

  it("a cursor holds titles of the maximum length", async () => {
    const id = await make.tag("long");
    const titles = ["汉".repeat(700), "\u0001".repeat(300), "𠮷".repeat(600), '"\\'.repeat(1_000)];
    await make.posts(titles.map((title, i) => ({ slug: `long-${i}`, title, tagIds: [id] })));
    const { edges } = await list("long", BY_TITLE, { first: 4 });
    assert.equal(edges.length, 4);
    for (const [i, edge] of edges.entries()) {
      const rest = await list("long", BY_TITLE, { first: 4, after: edge.cursor });
      assert.deepEqual(
        slugs(rest),
        edges.slice(i + 1).map((other) => other.node.slug),
      );
    }
  });

  it("a cursor reveals nothing of its row but the sort value", async () => {
    await makeTagged("opaque", 1);
    const [edge] = (await list("opaque", OLDEST, { first: 1 })).edges;
    const text = Buffer.from(edge?.cursor ?? "", "base64url").toString("latin1");
    assert.ok(!text.includes("opaque"));
    assert.match(edge?.cursor ?? "", /^[A-Za-z0-9_-]+$/);
  });
});

describe("lists of many parents", () => {
  it("lists of many parents return each parent's own page, flags and count", async () => {
    for (const [i, count] of [1, 4, 7].entries()) await makeTagged(`many-${i}`, count);
    const connection = "(first: 3) { totalCount nodes { slug } pageInfo { hasNextPage hasPreviousPage } }";
    const query = `{ tags(first: 100) { nodes { slug posts${connection} } } }`;
    const { tags } = await app.query<{
      tags: { nodes: { slug: string; posts: { totalCount: number; nodes: { slug: string }[]; pageInfo: object } }[] };
    }>(query);
    for (const [i, count] of [1, 4, 7].entries()) {
      const found = tags.nodes.find((tag) => tag.slug === `many-${i}`)?.posts;
      const expected = Array.from({ length: count }, (_, n) => ({ slug: `many-${i}-${count - 1 - n}` })).slice(0, 3);
      assert.deepEqual(found, {
        totalCount: count,
        nodes: expected,
        pageInfo: { hasNextPage: count > 3, hasPreviousPage: false },
      });
    }
  });

  it("lists of many parents continue from one cursor in as many statements as one parent takes", async () => {
    const [edge] = (await list("many-1", "{ field: PUBLISHED_AT, direction: DESC }", { first: 1 })).edges;
    const connection =
      "(first: 3, after: $after, orderBy: { field: PUBLISHED_AT, direction: DESC }) { totalCount nodes { slug } pageInfo { hasNextPage hasPreviousPage } }";
    const one = await app.send(`query($after: String) { tags(first: 1) { nodes { posts${connection} } } }`, {
      after: edge?.cursor,
    });
    const all = await app.send(`query($after: String) { tags(first: 100) { nodes { posts${connection} } } }`, {
      after: edge?.cursor,
    });
    assert.equal(one.errors ?? all.errors, undefined);
    assert.equal(all.extensions?.sql.statements, one.extensions?.sql.statements);
  });
});
