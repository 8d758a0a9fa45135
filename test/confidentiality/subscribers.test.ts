// What a subscriber receives tells nothing about hidden content: hidden writes cause no message, and a scheduled post is told of at its instant.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LiveSocket, LiveStream, openOperations } from "../http/subscriptions/live-clients.js";
import { startTestApp, type TestApp } from "../support/app.js";
import { eventually } from "../support/eventually.js";

const FOLLOW = "subscription { changes { kind nodeId paths node { id } } }";
const CREATE =
  "mutation ($input: CreatePostInput!) { createPost(input: $input) { post { id version } errors { message } } }";
const PUBLISH =
  "mutation ($input: PublishPostInput!) { publishPost(input: $input) { post { version } errors { message } } }";
const UPDATE =
  "mutation ($input: UpdatePostInput!) { updatePost(input: $input) { post { version } errors { message } } }";
const UNPUBLISH = "mutation ($input: UnpublishPostInput!) { unpublishPost(input: $input) { errors { message } } }";

interface Told {
  kind: string;
  nodeId: string;
  paths: string[];
  node: { id: string } | null;
}

let app: TestApp;
let token: string;
let authorIds: string[];
before(async () => {
  app = await startTestApp({ METRICS_PORT: "0" });
  token = await app.tokenFor("ADMIN");
  const create = 'mutation { createAuthor(input: { name: "Ann" }) { author { id } } }';
  const { createAuthor } = await app.query<{ createAuthor: { author: { id: string } } }>(create, {}, { token });
  authorIds = [createAuthor.author.id];
});
after(() => app.close());

const write = async (document: string, input: Record<string, unknown>) => {
  const data = await app.query<Record<string, { post: { id: string; version: number }; errors: object[] }>>(
    document,
    { input },
    { token },
  );
  const [result] = Object.values(data);
  assert.deepEqual(result?.errors, []);
  return result?.post as { id: string; version: number };
};
const create = (more: Record<string, unknown> = {}) =>
  write(CREATE, { title: "Under the surface", body: { source: "Secret." }, authorIds, ...more });

/** Subscribers by both transports, and what each of them has been told since. */
async function subscribers() {
  const socket = await LiveSocket.open(app);
  socket.subscribe(FOLLOW);
  await eventually(async () => (await openOperations(app)) === 1, "The subscription is open.");
  const stream = await LiveStream.follow(app, { query: FOLLOW });
  return {
    /** The next change of the post by both transports; its author appears and disappears with it. */
    next: async (postId: string): Promise<Told[]> => {
      for (;;) {
        const message = (await socket.next()) as { payload: { data: { changes: Told } } };
        const event = await stream.next();
        const told = [message.payload.data.changes, JSON.parse(event?.data ?? "{}").data.changes as Told];
        if (told.every(({ nodeId }) => nodeId === postId)) return told;
        assert.ok(
          told.every(({ nodeId }) => nodeId === authorIds[0]),
          JSON.stringify(told),
        );
      }
    },
    close: async () => {
      stream.close();
      await socket.close();
      await eventually(async () => (await openOperations(app)) === 0, "The subscriptions have ended.");
    },
  };
}

test("drafts, their edits and their deletion cause no message; the first is that of the publication", async () => {
  const { next, close } = await subscribers();
  const draft = await create();
  await create({ title: "Never seen" });
  const edited = await write(UPDATE, { id: draft.id, expectedVersion: draft.version, title: "Deeper" });
  const published = await write(PUBLISH, { id: draft.id, expectedVersion: edited.version });
  const told = await next(draft.id);
  for (const { kind, node } of told) assert.deepEqual([kind, node], ["APPEARED", { id: draft.id }]);
  assert.doesNotMatch(JSON.stringify(told), /never-seen/);
  await app.query(UNPUBLISH, { input: { id: draft.id, expectedVersion: published.version } }, { token });
  const last = await next(draft.id);
  for (const { kind, node } of last) assert.deepEqual([kind, node], ["DISAPPEARED", null]);
  await close();
});

test("a scheduled post is told of at its instant, and neither before nor by its edits", async () => {
  const { next, close } = await subscribers();
  const publishAt = new Date(Date.now() + 3_000).toISOString();
  const scheduled = await create({ title: "Later", publishAt });
  await write(UPDATE, { id: scheduled.id, expectedVersion: scheduled.version, title: "Still later" });
  const told = await next(scheduled.id);
  assert.ok(Date.now() >= Date.parse(publishAt), "A message arrived before the instant.");
  for (const { kind, node } of told) assert.deepEqual([kind, node], ["APPEARED", { id: scheduled.id }]);
  await close();
});
