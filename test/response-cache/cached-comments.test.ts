// Cached responses with comments: what readers see is evicted before the mutation is acknowledged, and what they do not see evicts nothing.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { eventually } from "../support/eventually.js";
import { Factories } from "../support/factories.js";

let app: TestApp;
let token: string;
let posts: string[];

before(async () => {
  app = await startTestApp({ CACHE_BYTES: "33554432", EXPOSE_CACHE_STATUS: "1", EXPOSE_SQL_COUNT: "0" });
  token = await app.tokenFor("EDITOR");
  const made = await new Factories(app.dataSource).posts([{}, {}, { state: "DRAFT", publishedAt: null }]);
  posts = made.map(({ id }) => encodeGlobalId("Post", id));
});
after(() => app.close());

async function ask(query: string, variables: Record<string, unknown> = {}) {
  const response = await fetch(`${app.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  return { text: await response.text(), isHit: response.headers.get("cache-status") === "colophon; hit" };
}

const THREAD = `query ($id: ID!) { node(id: $id) { ... on Post {
  commentCount comments(first: 5) { totalCount nodes { id text replies(first: 5) { nodes { text } } } } } } }`;
const COMMENT = "query ($id: ID!) { node(id: $id) { ... on Comment { text post { title } } } }";

async function mutate<Data>(
  name: string,
  input: Record<string, unknown>,
  selected: string,
  key?: string,
): Promise<Data> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { done: ${name}(input: $input) { ${selected} errors { code } } }`;
  const headers: Record<string, string> = key === undefined ? {} : { "idempotency-key": key };
  return (await app.query<{ done: Data }>(document, { input }, { token, headers })).done;
}
const add = async (input: Record<string, unknown>, key?: string): Promise<string> => {
  const given = { authorName: "Ann", text: "Hello", status: "VISIBLE", ...input };
  return (await mutate<{ comment: { id: string } }>("addComment", given, "comment { id }", key)).comment.id;
};
const moderate = (ids: string[], status: string) => mutate("moderateComments", { ids, status }, "comments { id }");

async function fill(query: string, id: string | undefined): Promise<void> {
  await eventually(async () => (await ask(query, { id })).isHit, "the response is cached");
}

it("a thread is evicted by what readers see of it, and the threads of other posts stay", async () => {
  const [post, other, draft] = posts;
  const root = await add({ postId: post, text: "Root", authorEmail: "a@example.org" });
  for (const [step, write] of Object.entries({
    "a reply": () => add({ postId: post, parentId: root, text: "Reply" }),
    "a moderation": () => moderate([root], "HIDDEN"),
    "its end": () => moderate([root], "VISIBLE"),
    "an erasure": async () => {
      const [row]: { key: string }[] = await app.dataSource.query(
        "select author_key as key from comment where text = 'Root'",
      );
      await mutate("eraseCommentAuthor", { authorKey: row?.key }, "erasedCount");
    },
  })) {
    await fill(THREAD, post);
    await fill(THREAD, other);
    await fill(COMMENT, root);
    const before = (await ask(THREAD, { id: post })).text;
    await write();
    const after = await ask(THREAD, { id: post });
    assert.ok(!after.isHit && after.text !== before, step);
    assert.ok(!(await ask(COMMENT, { id: root })).isHit, step);
    assert.ok((await ask(THREAD, { id: other })).isHit, `${step} concerns one thread`);
  }
  await fill(THREAD, post);
  const pending = await add({ postId: post, status: "PENDING" });
  await moderate([pending], "SPAM");
  await add({ postId: draft });
  assert.ok((await ask(THREAD, { id: post })).isHit, "Readers see nothing of it.");
});

it("a comment that was not found is found once it is visible, and is gone with its post", async () => {
  const [post] = posts;
  const id = await add({ postId: post, status: "PENDING", text: "Later" });
  await fill(COMMENT, id);
  await moderate([id], "VISIBLE");
  assert.match((await ask(COMMENT, { id })).text, /Later/);
  await fill(COMMENT, id);
  const { post: changed } = await mutate<{ post: { status: string } }>(
    "unpublishPost",
    { id: post, expectedVersion: 1 },
    "post { status }",
  );
  assert.equal(changed.status, "DRAFT");
  assert.match((await ask(COMMENT, { id })).text, /"node":null/);
});

it("a comment that is sent twice with one Idempotency-Key is added once", async () => {
  const input = { postId: posts[1], text: "Once" };
  assert.equal(await add(input, "form-1"), await add(input, "form-1"));
  const rows: unknown[] = await app.dataSource.query("select 1 from comment where text = 'Once'");
  assert.equal(rows.length, 1);
});
