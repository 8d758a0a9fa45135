// Mutations of comments: what is stored, who sees it, and what readers are told of it.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { ADMIN, authorViewer, EDITOR, type Executor, startExecutor } from "../../support/execute.js";
import { Factories, type PostOptions } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";

let app: Executor;
let make: Factories;
before(async () => {
  app = await startExecutor(8);
  make = new Factories(app.dataSource);
});
after(() => app.close());
afterEach(() => assertInvariants(app.dataSource));

const COMMENT = "{ id authorName authorUrl authorKey html text status writtenAt parent { id } post { id } }";
interface Added {
  id: string;
  authorName: string;
  authorUrl: string | null;
  authorKey: string | null;
  html: string;
  text: string;
  status: string;
  writtenAt: string;
  parent: { id: string } | null;
  post: { id: string };
}
const postWith = async (options: PostOptions = {}): Promise<string> =>
  encodeGlobalId("Post", (await make.post(options)).id);
const add = (input: Record<string, unknown>): Promise<Added> =>
  app.accepted<Added>(EDITOR, "addComment", { authorName: "Ann", text: "Hello", status: "VISIBLE", ...input }, COMMENT);
const moderate = (ids: string[], status: string) =>
  app.accepted<{ status: string }[]>(EDITOR, "moderateComments", { ids, status }, "{ id status }");

interface Thread {
  commentCount: number;
  comments: {
    totalCount: number;
    nodes: { text: string; replies: { totalCount: number; nodes: { text: string }[] } }[];
  };
}
async function threadOf(postId: string, viewer: typeof EDITOR | null = null): Promise<Thread | null> {
  const query = `query ($id: ID!) { node(id: $id) { ... on Post { commentCount comments { totalCount nodes { text replies { totalCount nodes { text } } } } } } }`;
  return (await app.read<{ node: Thread | null }>(viewer, query, { id: postId })).node;
}
const newestChanges = async () => {
  const rows: { kind: string; paths: string[] }[] = await app.dataSource.query(
    "select kind, paths from change where node_type = 'COMMENT' order by id",
  );
  return rows;
};

describe("addComment", () => {
  it("stores a small subset of Markdown, and of the e-mail address only a key", async () => {
    const postId = await postWith();
    const text =
      "Hi *there*\nand [link](https://a.example/) ![x](https://a.example/x.png) <b>no</b>\n\n# No\n\n> q\n\n- `c`";
    const input = { postId, text, authorEmail: "Ann@Example.org ", authorUrl: "https://ann.example/" };
    const first = await add(input);
    assert.equal(
      first.html,
      '<p>Hi <em>there</em><br />\nand <a href="https://a.example/" rel="nofollow ugc">link</a> !<a href="https://a.example/x.png" rel="nofollow ugc">x</a> &lt;b&gt;no&lt;/b&gt;</p>\n<p># No</p>\n<blockquote>\n<p>q</p>\n</blockquote>\n<ul>\n<li><code>c</code></li>\n</ul>',
    );
    assert.match(first.text, /^Hi there\nand link/);
    const second = await add({ postId, authorEmail: "ann@example.org" });
    const other = await add({ postId, authorEmail: "bob@example.org" });
    assert.equal(first.authorKey, second.authorKey);
    assert.notEqual(first.authorKey, other.authorKey);
    assert.deepEqual(
      [first.authorName, first.authorUrl, (await add({ postId })).authorKey],
      ["Ann", "https://ann.example/", null],
    );
    const [{ count } = { count: -1 }] = await app.dataSource.query(
      "select count(*)::int as count from comment c where c::text ilike '%example.org%'",
    );
    assert.equal(count, 0);
  });

  it("waits for a decision unless another status is given, and has a date", async () => {
    const postId = await postWith();
    const pending = await app.accepted<Added>(ADMIN, "addComment", { postId, authorName: "A", text: "x" }, COMMENT);
    assert.equal(pending.status, "PENDING");
    assert.deepEqual((await threadOf(postId))?.commentCount, 0);
    assert.equal((await add({ postId, writtenAt: "2010-02-03T04:05:06+08:00" })).writtenAt, "2010-02-02T20:05:06.000Z");
    assert.equal((await threadOf(postId))?.commentCount, 1);
  });

  it("refuses what cannot be stored", async () => {
    const postId = await postWith();
    const elsewhere = await add({ postId: await postWith() });
    const refused = (input: object) =>
      app.refused(EDITOR, "addComment", { postId, authorName: "A", text: "x", ...input });
    assert.deepEqual(await refused({ authorName: " ", text: "" }), ["INVALID input.authorName", "INVALID input.text"]);
    assert.deepEqual(await refused({ text: "x".repeat(10_001), authorName: "y".repeat(201) }), [
      "INVALID input.authorName",
      "INVALID input.text",
    ]);
    assert.deepEqual(await refused({ authorUrl: "javascript:alert(1)", authorEmail: "none" }), [
      "INVALID input.authorEmail",
      "INVALID input.authorUrl",
    ]);
    assert.deepEqual(await refused({ text: "```\n```" }), ["INVALID input.text"]);
    assert.deepEqual(await refused({ writtenAt: "2999-01-01T00:00:00Z" }), ["INVALID input.writtenAt"]);
    assert.deepEqual(await refused({ parentId: elsewhere.id }), ["INVALID input.parentId"]);
    assert.deepEqual(await refused({ parentId: encodeGlobalId("Comment", "00000000-0000-4000-8000-000000000000") }), [
      "NOT_FOUND input.parentId",
    ]);
    assert.deepEqual(await refused({ postId: encodeGlobalId("Post", "00000000-0000-4000-8000-000000000000") }), [
      "NOT_FOUND input.postId",
    ]);
  });

  it("flattens a thread to five levels", async () => {
    const postId = await postWith();
    let parent = await add({ postId });
    const chain = [parent.id];
    for (let level = 2; level <= 5; level += 1) {
      parent = await add({ postId, parentId: parent.id });
      chain.push(parent.id);
    }
    const beyond = await add({ postId, parentId: parent.id });
    assert.equal(beyond.parent?.id, chain[3]);
  });
});

describe("who sees comments", () => {
  it("a reply is visible with every comment above it, and the number of comments follows", async () => {
    const postId = await postWith();
    const root = await add({ postId, text: "root" });
    const reply = await add({ postId, parentId: root.id, text: "reply" });
    await add({ postId, parentId: reply.id, text: "deep" });
    const visible = {
      commentCount: 3,
      comments: { totalCount: 1, nodes: [{ text: "root", replies: { totalCount: 1, nodes: [{ text: "reply" }] } }] },
    };
    assert.deepEqual(await threadOf(postId), visible);
    await moderate([root.id], "HIDDEN");
    const none = { commentCount: 0, comments: { totalCount: 0, nodes: [] } };
    assert.deepEqual(await threadOf(postId), none);
    assert.deepEqual(await threadOf(postId, EDITOR), none, "An editor sees the thread as readers do.");
    const byId = "query ($id: ID!) { node(id: $id) { ... on Comment { text parent { id } } } }";
    assert.deepEqual(await app.read(null, byId, { id: reply.id }), { node: null });
    assert.deepEqual(await app.read(authorViewer(null), byId, { id: reply.id }), { node: null });
    assert.deepEqual(await app.read(EDITOR, byId, { id: reply.id }), {
      node: { text: "reply", parent: { id: root.id } },
    });
    await moderate([reply.id, root.id], "VISIBLE");
    assert.deepEqual(await threadOf(postId), visible);
    await moderate([root.id, reply.id], "SPAM");
    assert.deepEqual(await threadOf(postId), none);
    await moderate([reply.id], "VISIBLE");
    assert.deepEqual(await threadOf(postId), none);
    await moderate([root.id], "VISIBLE");
    assert.deepEqual(await threadOf(postId), visible);
  });

  it("comments of a hidden post are nowhere", async () => {
    const postId = await postWith({ state: "DRAFT", publishedAt: null });
    const comment = await add({ postId, text: "of a draft" });
    const before = (await newestChanges()).length;
    const reply = await add({ postId, parentId: comment.id, text: "of a draft too" });
    assert.equal((await newestChanges()).length, before);
    assert.deepEqual(
      await app.read(null, "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids: [comment.id, reply.id, postId] }),
      { nodes: [null, null, null] },
    );
    assert.equal((await threadOf(postId, EDITOR))?.commentCount, 2);
    const last = (await app.events()).at(-1);
    assert.deepEqual([last?.type, last?.payload], ["comment.added", { postIds: [] }]);
  });

  it("the list of the site is for editors, newest first, by status", async () => {
    const postId = await postWith();
    for (const [day, status] of ["SPAM", "PENDING", "SPAM"].entries())
      await add({ postId, status, text: `${status} ${day}`, writtenAt: `2001-01-0${day + 1}T00:00:00Z` });
    const query =
      "query ($s: [CommentStatus!]) { comments(statuses: $s, last: 3) { totalCount nodes { text status } } }";
    const spam = await app.read<{ comments: { nodes: { text: string }[] } }>(EDITOR, query, { s: ["SPAM"] });
    assert.deepEqual(
      spam.comments.nodes.map(({ text }) => text),
      ["SPAM 2", "SPAM 0"].filter((text) => spam.comments.nodes.some((node) => node.text === text)),
    );
    const both = await app.read<{ comments: { nodes: { text: string }[] } }>(EDITOR, query, { s: ["SPAM", "PENDING"] });
    assert.deepEqual(
      both.comments.nodes.slice(-3).map(({ text }) => text),
      ["SPAM 2", "PENDING 1", "SPAM 0"],
    );
    const denied = await app.executeAs(authorViewer(null), query);
    assert.equal(denied.errors[0]?.extensions.code, "FORBIDDEN");
  });
});

describe("moderateComments and eraseCommentAuthor", () => {
  it("report ids that do not exist, and store nothing then", async () => {
    const postId = await postWith();
    const { id } = await add({ postId });
    const absent = encodeGlobalId("Comment", "00000000-0000-4000-8000-000000000000");
    assert.deepEqual(await app.refused(EDITOR, "moderateComments", { ids: [id, absent], status: "SPAM" }), [
      "NOT_FOUND input.ids.1",
    ]);
    assert.deepEqual(await app.refused(EDITOR, "eraseCommentAuthor", { authorKey: "x" }), ["INVALID input.authorKey"]);
  });

  it("an erased author leaves comments without a name, key and text in their threads", async () => {
    const postId = await postWith();
    const erased = await add({
      postId,
      authorEmail: "gone@example.org",
      authorUrl: "https://gone.example/",
      text: "Gone",
    });
    await add({ postId, parentId: erased.id, text: "Stays" });
    await add({ postId, authorEmail: "gone@example.org", status: "PENDING" });
    const input = { authorKey: erased.authorKey };
    assert.equal(await app.accepted(EDITOR, "eraseCommentAuthor", input, ""), 2);
    assert.equal(await app.accepted(EDITOR, "eraseCommentAuthor", input, ""), 0);
    const query = `query ($id: ID!) { node(id: $id) { ... on Comment ${COMMENT} } }`;
    const { node } = await app.read<{ node: Added }>(null, query, { id: erased.id });
    assert.deepEqual([node.authorName, node.authorUrl, node.authorKey, node.html, node.text], ["", null, null, "", ""]);
    assert.equal((await threadOf(postId))?.comments.nodes[0]?.replies.nodes[0]?.text, "Stays");
  });

  it("tells followers of the change feed what readers notice, with the path of the post", async () => {
    const postId = await postWith({ slug: "followed" });
    const before = (await newestChanges()).length;
    const root = await add({ postId, authorEmail: "f@example.org" });
    await add({ postId, parentId: root.id });
    await add({ postId, status: "PENDING" });
    await moderate([root.id], "HIDDEN");
    await moderate([root.id], "SPAM");
    await moderate([root.id], "VISIBLE");
    await app.accepted(EDITOR, "eraseCommentAuthor", { authorKey: root.authorKey }, "");
    const changes = (await newestChanges()).slice(before);
    assert.deepEqual(
      changes.map(({ kind }) => kind),
      ["APPEARED", "APPEARED", "DISAPPEARED", "DISAPPEARED", "APPEARED", "APPEARED", "CHANGED"],
    );
    assert.ok(changes.every(({ paths }) => paths.join() === "/posts/followed"));
  });
});

it("the number of comments is exact when many are added and moderated at the same time", async () => {
  const postId = await postWith();
  const roots = await Promise.all(Array.from({ length: 8 }, () => add({ postId })));
  await Promise.all([
    ...roots.map((root) => add({ postId, parentId: root.id })),
    ...roots.slice(0, 4).map((root) => moderate([root.id], "HIDDEN")),
  ]);
  assert.deepEqual([(await threadOf(postId))?.commentCount, (await threadOf(postId))?.comments.totalCount], [8, 4]);
});
