// Two sites with the same public history, of which one has hidden content as well, call their webhooks alike: in number, order, content and
// positions of the change feed. Only ids, instants and signatures differ.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { decodeChangeCursor } from "../../../src/content/change-feed/change-cursor.js";
import type { ChangesPayload } from "../../../src/content/webhooks/calls/call-payload.js";
import { eventually } from "../../support/eventually.js";
import { ADMIN, type Executor, startExecutor } from "../../support/execute.js";
import { startReceiver, type WebhookReceiver } from "../../support/webhook-receiver.js";

interface World {
  app: Executor;
  receiver: WebhookReceiver;
  authorId: string;
  hidden: string[];
}
interface Written {
  id: string;
  version: number;
}

const DOCUMENT =
  "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on Post { title path tags { name } } ... on Tag { name postCount } } }";
let worlds: World[];

before(async () => {
  worlds = await Promise.all(
    [0, 1].map(async () => {
      const [app, receiver] = [await startExecutor(4), await startReceiver()];
      const { id: authorId } = await app.accepted<Written>(ADMIN, "createAuthor", { name: "Wang" });
      await app.accepted(ADMIN, "createWebhook", { name: "All", url: receiver.url, document: DOCUMENT });
      return { app, receiver, authorId, hidden: [] };
    }),
  );
});
after(async () => {
  for (const { app, receiver } of worlds) {
    receiver.close();
    await app.close();
  }
});

const post = ({ app, authorId }: World, title: string, more: object = {}): Promise<Written> =>
  app.accepted<Written>(
    ADMIN,
    "createPost",
    { title, body: { source: "Text." }, authorIds: [authorId], ...more },
    "{ id version }",
  );

/** Writes that readers cannot notice, with names that would be noticed in a call. */
async function hide(world: World, step: number): Promise<void> {
  const { app, hidden } = world;
  const draft = await post(world, `Secret draft ${step}`, { tagNames: [`secret-tag-${step}`] });
  const later = await post(world, `Secret later ${step}`, { publishAt: "2090-01-01T00:00:00Z" });
  const { id, version } = draft;
  await app.accepted(ADMIN, "updatePost", { id, expectedVersion: version, title: `Secret edit ${step}` });
  await app.accepted(ADMIN, "trashPost", { id: later.id, expectedVersion: later.version });
  const tag = await app.accepted<Written>(ADMIN, "createTag", { name: `Secret unused ${step}` });
  await app.accepted(ADMIN, "createPage", { title: `Secret page ${step}`, body: { source: "Secret." } });
  await app.accepted(
    ADMIN,
    "saveWorkingCopy",
    { postId: id, baseVersion: version + 1, title: "Secret copy" },
    "{ version }",
  );
  hidden.push(id, later.id, tag.id);
}

const payloads = ({ receiver }: World): ChangesPayload[] =>
  receiver.calls.map(({ body }) => JSON.parse(body) as ChangesPayload);

/** A call without what two sites cannot share. */
const comparable = ({ type, data: { after: from, cursor, changes, ...data } }: ChangesPayload) => ({
  ...{ type, ...data, after: decodeChangeCursor(from).id, cursor: decodeChangeCursor(cursor).id },
  changes: changes.map(({ kind, nodeType, paths }) => ({ kind, nodeType, paths })),
});

async function settled({ app }: World): Promise<void> {
  await eventually(async () => {
    const waiting = `select 1 from webhook w where w.read_to <> (select coalesce(max(id), 0) from change)
      union all select 1 from webhook_delivery where status <> 'DELIVERED'`;
    return (await app.dataSource.query(waiting)).length === 0;
  }, "everything is told");
}

it("the calls of two sites that differ in hidden content are the same", async () => {
  const [full, bare] = worlds as [World, World];
  const steps: ((world: World) => Promise<unknown>)[] = [
    (world) => post(world, "First", { tagNames: ["net"], publishAt: "2020-01-01T00:00:00Z" }),
    (world) => post(world, "Second", { tagNames: ["net", "bgp"], publishAt: "2020-01-02T00:00:00Z" }),
    (world) => world.app.accepted(ADMIN, "createCategory", { name: "Area" }),
    (world) => world.app.accepted(ADMIN, "saveMenu", { slug: "main", name: "Main", items: [] }),
    async (world) => {
      const { id, version } = await post(world, "Third", { publishAt: "2020-01-03T00:00:00Z" });
      await settled(world);
      await world.app.accepted(ADMIN, "unpublishPost", { id, expectedVersion: version });
      await settled(world);
      await world.app.accepted(ADMIN, "deletePost", await trashed(world, id));
    },
  ];
  for (const [number, step] of steps.entries()) {
    await hide(full, number);
    for (const world of worlds) {
      await step(world);
      await settled(world);
    }
  }
  await hide(full, steps.length);
  await settled(full);
  assert.deepEqual(payloads(full).map(comparable), payloads(bare).map(comparable));
  assert.ok(full.receiver.calls.length >= steps.length);
  const everything = full.receiver.calls.map(({ body }) => body).join("\n");
  assert.doesNotMatch(everything, /secret/i);
  for (const id of full.hidden) assert.ok(!everything.includes(id));
});

async function trashed({ app }: World, id: string): Promise<{ id: string; expectedVersion: number }> {
  const { node } = await app.read<{ node: Written }>(
    ADMIN,
    "query ($id: ID!) { node(id: $id) { ... on Post { version } } }",
    { id },
  );
  const { version } = await app.accepted<Written>(
    ADMIN,
    "trashPost",
    { id, expectedVersion: node.version },
    "{ id version }",
  );
  return { id, expectedVersion: version };
}
