// Readers see the state before or after each write of an editor, never a mixture.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { encodeGlobalId } from "../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { eventually } from "../support/eventually.js";
import { Factories } from "../support/factories.js";

const WRITES = 60;
const READERS = 3;

let app: TestApp;
let factories: Factories;
let token: string;

before(async () => {
  app = await startTestApp();
  factories = new Factories(app.dataSource);
  token = await app.tokenFor("EDITOR");
});
after(() => app.close());

async function write(mutation: string, variables: Record<string, unknown>): Promise<void> {
  const response = await fetch(`${app.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: mutation, variables }),
  });
  const result = (await response.json()) as { data: Record<string, { errors: unknown[] }>; errors?: unknown };
  assert.equal(result.errors, undefined, JSON.stringify(result));
  for (const payload of Object.values(result.data)) assert.deepEqual(payload.errors, []);
}

/**
 * Executes the writes one after the other, each after at least one response since the last one, while readers send queries continuously.
 * Returns the number of responses.
 */
async function readDuring(writes: readonly (() => Promise<void>)[], read: () => Promise<void>): Promise<number> {
  let responses = 0;
  let isWriting = true;
  const reading = Promise.all(
    Array.from({ length: READERS }, async () => {
      for (; isWriting; responses += 1) await read();
    }),
  );
  const writing = async () => {
    for (const write of writes) {
      const before = responses;
      await write();
      await eventually(() => responses > before, "a reader gets a response");
    }
  };
  await Promise.race([writing(), reading]).finally(() => {
    isWriting = false;
  });
  await reading;
  assert.ok(responses >= writes.length, `Expected a response for each of ${writes.length} writes, got ${responses}.`);
  return responses;
}

it("readers get the title and the text of one version while both are written repeatedly", async (t) => {
  const tag = await factories.tag("Written");
  const { id, slug } = await factories.post({ title: "number 1", source: "Text number 1", tagIds: [tag] });
  const update = `mutation ($input: UpdatePostInput!) { updatePost(input: $input) { errors { code message } } }`;
  const writes = Array.from({ length: WRITES }, (_, index) => async () => {
    const version = index + 1;
    const [title, source] = [`number ${version + 1}`, `Text number ${version + 1}`];
    await write(update, {
      input: { id: encodeGlobalId("Post", id), expectedVersion: version, title, body: { source } },
    });
  });
  type Seen = { title: string; version: number; excerpt: string; body: { text: string; wordCount: number } };
  const fields = "{ title version excerpt(maxLength: 50) body { text wordCount } }";
  const document = `query ($slug: String!) { post(slug: $slug) ${fields} tag(slug: "written") { posts { nodes ${fields} } } }`;
  const responses = await readDuring(writes, async () => {
    const { post, tag: list } = await app.query<{ post: Seen; tag: { posts: { nodes: Seen[] } } }>(document, { slug });
    for (const { title, version, excerpt, body } of [post, ...list.posts.nodes]) {
      assert.equal(title, `number ${version}`);
      assert.equal(body.text, `Text ${title}`, `Version ${version} has the text of another version.`);
      assert.equal(excerpt, `Text ${title}`);
    }
  });
  t.diagnostic(`${responses} responses during ${WRITES} writes`);
});

it("readers get a post completely or not at all while it is published and unpublished", async (t) => {
  const [author, tag, series] = [
    await factories.author("Fleeting"),
    await factories.tag("Fleeting"),
    await factories.series("Fleeting"),
  ];
  const { id, slug } = await factories.post({
    title: "Fleeting",
    authorId: author,
    tagIds: [tag],
    series: { id: series, position: 1 },
  });
  const stays = await factories.post({ title: "Stays", tagIds: [tag], series: { id: series, position: 2 } });
  const unpublish = `mutation ($input: UnpublishPostInput!) { unpublishPost(input: $input) { errors { code message } } }`;
  const publish = `mutation ($input: PublishPostInput!) { publishPost(input: $input) { errors { code message } } }`;
  const writes = Array.from({ length: WRITES }, (_, index) => () => {
    const input = { id: encodeGlobalId("Post", id), expectedVersion: index + 1 };
    return write(index % 2 === 0 ? unpublish : publish, { input });
  });
  const document = `query ($slug: String!, $stays: String!) {
    post(slug: $slug) { title body { text } author { name } tags { name } seriesEntry { series { title } position total } }
    stays: post(slug: $stays) { title related { post { title body { text } } } adjacent(scope: SERIES) { previous { title body { text } } } }
    series(slug: "fleeting") { entries { post { title author { name } body { text } } } }
  }`;
  const responses = await readDuring(writes, async () => {
    const result = await app.send(document, { slug, stays: stays.slug });
    assert.equal(result.errors, undefined, JSON.stringify(result.errors));
  });
  t.diagnostic(`${responses} responses during ${WRITES} writes`);
});
