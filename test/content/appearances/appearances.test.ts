// A scheduled post or page appears at its instant, and one event tells so: once, whatever processes run, and also if none ran at the instant.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { recordAppearances, untilNextAppearance } from "../../../src/content/appearances/record-appearances.js";
import type { StoredEvent } from "../../../src/platform/events/outbox.js";
import { encodeGlobalId } from "../../../src/platform/graphql/global-id.js";
import { startTestApp, type TestApp } from "../../support/app.js";
import { createScratchDatabase } from "../../support/database.js";
import { eventually } from "../../support/eventually.js";
import { Factories } from "../../support/factories.js";
import { assertInvariants } from "../../support/invariants.js";

let scratch: Awaited<ReturnType<typeof createScratchDatabase>>;
let app: TestApp;
let make: Factories;
before(async () => {
  scratch = await createScratchDatabase();
  app = await startTestApp({}, null, scratch.url);
  make = new Factories(app.dataSource);
});
after(async () => {
  await app.close();
  await scratch.drop();
});

const SOON_MS = 700;
const soon = (ms = SOON_MS): string => new Date(Date.now() + ms).toISOString();
const appeared = async (): Promise<StoredEvent[]> =>
  app.dataSource.query(
    "select id, type, payload from outbox_event where type in ('post.appeared', 'page.appeared') order by id",
  );
const ofPost = async (id: string) =>
  (await appeared()).filter(({ payload }) => (payload as { postId?: string }).postId === id);
const isDue = async (id: string): Promise<boolean> =>
  (await app.dataSource.query("select 1 from post where id = $1 and visible_from <= now()", [id])).length > 0;
const pending = async (): Promise<{ kind: string; id: string }[]> =>
  app.dataSource.query("select kind, owner_id as id from pending_appearance order by visible_from");
const send = async (name: string, input: Record<string, unknown>) => {
  const token = await app.tokenFor("ADMIN");
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { result: ${name}(input: $input) { errors { code } } }`;
  const { result } = await app.query<{ result: { errors: object[] } }>(document, { input }, { token });
  assert.deepEqual(result.errors, []);
};

it("an appearance is recorded once, by one of several processes, with the places of the post", async () => {
  const other = await startTestApp({}, null, scratch.url);
  try {
    const tag = await make.tag("Scheduled");
    const draft = await make.post({ state: "DRAFT", publishedAt: null, tagIds: [tag] });
    await send("publishPost", { id: encodeGlobalId("Post", draft.id), expectedVersion: 1, at: soon() });
    assert.deepEqual(await ofPost(draft.id), []);
    await eventually(async () => (await ofPost(draft.id)).length > 0, "the appearance is recorded");
    assert.equal(await isDue(draft.id), true);
    const payloads = (await ofPost(draft.id)).map(({ payload }) => payload as Record<string, { tagIds: string[] }>);
    assert.deepEqual(
      payloads.map(({ before, after }) => [before?.tagIds, after?.tagIds]),
      [[[], [tag]]],
    );
    for (const { platform } of [app, other]) assert.equal(await recordAppearances(platform.transact), 0);
    assert.equal((await ofPost(draft.id)).length, 1);
  } finally {
    await other.close();
  }
});

it("an appearance is not recorded if the post is moved to another time, hidden or deleted before, or public at once", async () => {
  const later = "2999-01-01T00:00:00.000Z";
  const [moved, hidden, deleted, atOnce] = await make.posts(
    Array.from({ length: 4 }, () => ({ state: "DRAFT" as const, publishedAt: null })),
  );
  assert.ok(moved && hidden && deleted && atOnce);
  const id = (post: { id: string }) => encodeGlobalId("Post", post.id);
  const at = soon(2_000);
  for (const post of [moved, hidden, deleted]) await send("publishPost", { id: id(post), expectedVersion: 1, at });
  await send("publishPost", { id: id(atOnce), expectedVersion: 1 });
  await send("updatePost", { id: id(moved), expectedVersion: 2, publishedAt: later });
  await send("unpublishPost", { id: id(hidden), expectedVersion: 2 });
  await send("trashPost", { id: id(deleted), expectedVersion: 2 });
  await send("deletePost", { id: id(deleted), expectedVersion: 3 });
  await assertInvariants(app.dataSource);
  assert.deepEqual(await pending(), [{ kind: "post", id: moved.id }]);
  await eventually(async () => Date.now() > Date.parse(at) + 100, "the first instant has passed");
  await recordAppearances(app.platform.transact);
  for (const post of [moved, hidden, deleted, atOnce]) assert.deepEqual(await ofPost(post.id), []);
  assert.ok(((await untilNextAppearance(app.platform.privateReads)) ?? 0) > 1e9);
  await send("unpublishPost", { id: id(moved), expectedVersion: 3 });
  assert.equal(await untilNextAppearance(app.platform.privateReads), null);
});

it("an appearance that no process saw is recorded at the next start, and a transaction that fails loses none", async () => {
  const page = await make.page({ title: "Page", state: "PUBLISHED", publishedAt: soon() });
  const post = await make.post({ publishedAt: soon() });
  await app.close();
  await new Promise((resolve) => setTimeout(resolve, SOON_MS + 100));
  app = await startTestApp({}, null, scratch.url);
  const ids = async () =>
    (await appeared()).flatMap(
      ({ payload }) => (payload as { pageIds?: string[] }).pageIds ?? (payload as { postId: string }).postId,
    );
  await eventually(async () => (await pending()).length === 0, "what was missed is recorded");
  assert.equal((await ids()).filter((id) => id === page.id || id === post.id).length, 2);
  await app.dataSource.query(
    "insert into pending_appearance (kind, owner_id, visible_from) values ('post', $1, now())",
    [post.id],
  );
  const failing = app.platform.transact(async (tx) => {
    await recordAppearances((work) => work(tx));
    throw new Error("The transaction fails.");
  });
  await assert.rejects(failing, /The transaction fails/);
  await recordAppearances(app.platform.transact);
  await eventually(async () => (await ofPost(post.id)).length === 2, "it is recorded by the next attempt");
});
